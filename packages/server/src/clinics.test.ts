import { mkdtempSync, writeFileSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { checkClinic, readClinics } from './clinics.ts';

const good = JSON.parse(readFileSync(join(import.meta.dirname, '../../../demo-site/clinics/de-linde.json'), 'utf8')) as Record<string, unknown>;
let folder: string;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'balie-clinics-')); });
const put = (name: string, content: unknown) => { const file = join(folder, name); writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content)); return file; };
const problems = (content: unknown) => { const check = checkClinic(put('practice.json', content)); return check.ok ? [] : check.problems; };

describe('a practice\'s configuration says exactly what is wrong (S0-41)', () => {
  test('the demo practices are right', () => {
    for (const name of ['de-linde', 'zeezicht']) expect(checkClinic(join(import.meta.dirname, `../../../demo-site/clinics/${name}.json`))).toMatchObject({ ok: true });
  });
  test.each([
    ['a missing name', { ...good, name: undefined }, /practice\.json: name: /],
    ['an unknown setting', { ...good, nmae: 'x' }, /practice\.json: the file: there is no setting "nmae"/],
    ['a part that is not there', { ...good, phones: undefined }, /^practice\.json: phones: is missing$/],
    ['a list that is a text', { ...good, origins: 'https://practice.example' }, /^practice\.json: origins: must be a list in \[ \]$/],
    ['a name that is empty', { ...good, name: '' }, /^practice\.json: name: must not be empty$/],
    ['an id that no address can hold', { ...good, id: 'De Linde' }, /practice\.json: id: two to forty small letters, digits and hyphens/],
    ['a time that is none', { ...good, openingHours: [{ days: [1], from: '8:00', to: '17:00' }] }, /openingHours\.0\.from: a time as HH:MM/],
    ['an opening that ends before it begins', { ...good, openingHours: [{ days: [1], from: '17:00', to: '08:00' }] }, /openingHours\.0: from must be before to/],
    ['a national telephone number', { ...good, phones: { practice: '020-1234567', outOfHours: '+31201234567', emergency: '112' } }, /phones\.practice: an international number/],
    ['an origin with a path', { ...good, origins: ['https://practice.example/'] }, /origins\.0: an origin such as/],
    ['plain http outside localhost', { ...good, origins: ['http://practice.example'] }, /origins\.0: .*http only for localhost/],
    ['a page on a site that may not frame', { ...good, pages: { register: 'https://elsewhere.example/a', portal: 'http://de-linde.localhost:4401/b' } }, /pages\.register: its site is not among origins/],
    ['a closure that ends before it begins', { ...good, closures: [{ from: '2026-12-27', to: '2026-12-24' }] }, /closures\.0: from must not be after to/],
    ['a log-in confirmed by eID that is known by an address', { ...good, registration: { ways: ['practice'], staffCreated: 'eid' } }, /registration\.staffCreated: "eid" needs the setting eid and logIn\.userName "cpr"/],
    ['an eID log-in without an eID', { ...good, logIn: { ways: ['eid'] } }, /logIn\.ways: "eid" needs the setting eid/],
    ['an eID of the other country', { ...good, eid: { scheme: 'mitid' } }, /eid\.scheme: digid is for NL/],
    ['a log-in that would ask for a BSN', { ...good, logIn: { userName: 'cpr' } }, /logIn\.userName: .*no log-in may ask for a BSN/],
    ['an SMS from nobody', { ...good, logIn: { code: 'sms' } }, /logIn\.code: "sms" needs the setting sms\.sender/],
    ['a sender that no telephone shows', { ...good, sms: { sender: '12345' } }, /sms\.sender: three to eleven letters and digits/],
    ['consent to a document that is not there', { ...good, registration: { terms: 'boxes' } }, /registration\.documents: terms "boxes" needs/],
    ['a practice that would be the desk', { ...good, id: 'desk' }, /practice\.json: id: another id/],
    ['a page with a fragment', { ...good, pages: { register: 'http://de-linde.localhost:4401/a#top', portal: 'http://de-linde.localhost:4401/b' } }, /pages\.register: an address without #/],
    ['a text that nothing shows', { ...good, texts: { nl: { 'login.title': 'Inloggen', 'login.titel': 'Inloggen' } } }, /^practice\.json: texts\.nl\.login\.titel: there is no such text$/],
    ['a way out to an appointment that nobody gives', { ...good, prescriptions: { wayOut: 'nergens' } }, /prescriptions\.wayOut: there is no appointment type "nergens"/],
    ['two pharmacies of one id', { ...good, prescriptions: { pharmacies: [{ id: 'a', name: 'A' }, { id: 'a', name: 'B' }] } }, /prescriptions\.pharmacies: two of them have the same id/],
    ['a class that is no beginning of an ATC code', { ...good, prescriptions: { notRenewable: ['N5BA'] } }, /prescriptions\.notRenewable\.0: the beginning of an ATC code/],
    ['a preset that does not exist', { ...good, preset: 'nl-fax' }, /preset: /],
    ['a weak proof that does not exist', { ...good, services: { econsults: { title: { nl: 'x' }, minAcr: 'none' } } }, /services\.econsults\.minAcr: /],
  ])('%s', (_name, content, expected) => { expect(problems(content).join('\n')).toMatch(expected); });
  test('all problems are told at once', () => { expect(problems({ ...good, name: '', country: 'BE', origins: [] })).toHaveLength(3); });
  test('a comma too many is told with its line', () => { expect(problems('{\n  "id": "x",\n}')[0]).toMatch(/is not JSON \(line 3, column 1\)/); });
  test('a file that is not there', () => { expect(checkClinic(join(folder, 'none.json'))).toEqual({ ok: false, problems: ['none.json: cannot be read'] }); });
  test('two files for one practice are refused', () => { put('a.json', good); put('b.json', good); expect(() => readClinics(folder)).toThrow('b.json: id "de-linde" is used by another file too'); });
  test('__proto__ in a file is an unknown setting, not a prototype (T27)', () => { expect(problems(JSON.stringify(good).replace('{', '{"__proto__":{"polluted":true},'))).not.toEqual([]); expect(({} as Record<string, unknown>)['polluted']).toBeUndefined(); });
});
