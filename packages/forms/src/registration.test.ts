import { examplePublicClinic } from '@balie/contracts/testing';
import { readPhone } from '@balie/rules/phones';
import { describe, expect, it } from 'vitest';
import { checkRegistration, readBirthDate, readSecret } from './registration.ts';
import { textsOf } from './texts/all.ts';

const t = textsOf('nl');
const clinic = examplePublicClinic();
const now = new Date('2026-11-22T23:30:00Z');
const good = { email: ' anna@voorbeeld.nl ', password: 'vier blauwe fietsen', name: ' Anna de Vries ', birthDate: '1-2-1970', phone: '06-12345678' };
const check = (changes: Record<string, string>, at: Parameters<typeof checkRegistration>[1] = clinic) => checkRegistration(t, at, { ...good, ...changes }, now, readPhone);

describe('checkRegistration', () => {
  it('makes the request as the service wants it', () => {
    expect(check({})).toEqual({ errors: {}, request: { email: 'anna@voorbeeld.nl', password: 'vier blauwe fietsen', name: 'Anna de Vries', birthDate: '1970-02-01', phone: '+31612345678' } });
  });
  it('names every field that is wrong, in the order of the form', () => {
    expect(Object.keys(check({ email: 'a@b', password: '', name: '', birthDate: '30-02-1970', phone: '06 1234567' }).errors)).toEqual(['email', 'password', 'name', 'birthDate', 'phone']);
  });
  it('takes no blocked or personal password, whatever the rule says; takes long ones (S4-30)', () => {
    expect(check({ password: 'Wachtwoord1' }).errors.password).toContain('makkelijk te raden');
    expect(check({ password: 'Anna de Vries 12' }).errors.password).toContain('lijkt te veel');
    expect(check({ password: 'correct horse battery staple' }).errors.password).toBeUndefined();
    expect(check({ password: 'x'.repeat(129) }).errors.password).toBeTruthy();
  });
  it('a birth date is not in the future on the clinic’s own calendar', () => {
    expect(check({ birthDate: '23-11-2026' }).errors.birthDate).toBeUndefined();
    expect(check({ birthDate: '24-11-2026' }).errors.birthDate).toContain('moet nog komen');
  });
  it('nobody is older than 130, and a day that does not exist is called that, in every language', () => {
    expect(check({ birthDate: '1-2-1850' }).errors.birthDate).toContain('Zo lang geleden');
    expect(check({ birthDate: '23-11-1895' }).errors.birthDate).toBeTruthy();
    expect(check({ birthDate: '24-11-1895' }).errors.birthDate).toBeUndefined();
    expect((['nl', 'en', 'da'] as const).map((locale) => checkRegistration(textsOf(locale), clinic, { ...good, birthDate: '31-02-1970' }, now).errors.birthDate?.split('.')[0])).toEqual(['Deze dag bestaat niet', 'This day does not exist', 'Den dag findes ikke']);
  });
  it('the telephone number may be left out: nobody is turned away for having none (N13)', () => {
    expect(check({ phone: ' ' })).toMatchObject({ errors: {}, request: { email: 'anna@voorbeeld.nl' } });
    expect(check({ phone: '' }).request).not.toHaveProperty('phone');
  });
  it('asks only what the clinic asks (S0-41)', () => {
    expect(check({ name: '', birthDate: '', phone: 'x' }, { ...clinic, registration: { ...clinic.registration, fields: [] } })).toEqual({ errors: {}, request: { email: 'anna@voorbeeld.nl', password: 'vier blauwe fietsen' } });
  });
  it('compares the address typed twice as an account does, only where that is asked', () => {
    const twice = { ...clinic, registration: { ...clinic.registration, fields: [], confirmEmail: 'type-twice' as const } };
    expect(check({ emailAgain: 'ANNA@voorbeeld.nl' }, twice).errors).toEqual({});
    expect(Object.keys(check({ emailAgain: 'ana@voorbeeld.nl' }, twice).errors)).toEqual(['emailAgain']);
    expect(Object.keys(check({}, twice).errors)).toEqual(['emailAgain']);
  });
  it('refuses what cannot be an address or a name, without an echo', () => {
    for (const email of ['', 'a', 'a@b', 'a b@c.nl', 'a@c.nl\u0000', `${'a'.repeat(65)}@c.nl`]) expect(check({ email }).errors.email, email).toBeTruthy();
    expect(check({ name: 'An\u0007na' }).errors.name).toBeTruthy();
    expect(check({ name: 'x'.repeat(121) }).errors.name).not.toContain('xxx');
  });
});

describe('readBirthDate', () => {
  const read = (typed: string) => { const date = readBirthDate(typed); return date.ok ? date.value : null; };
  const problem = (typed: string) => { const date = readBirthDate(typed); return date.ok ? null : date.problem; };
  it('reads a date as people and browsers write it, also with digits alone (N13)', () => {
    expect(['31-12-1970', '31/12/1970', '31.12.1970', ' 1 2 1970 ', '1970-12-31'].map(read)).toEqual(['1970-12-31', '1970-12-31', '1970-12-31', '1970-02-01', '1970-12-31']);
    expect(['31121970', '31 - 12 - 1970', '31. 12. 1970'].map(read)).toEqual(Array(3).fill('1970-12-31'));
    expect(['', '31-12-70', '3112197', '19701231x', '1970', '31-12-1970x'].map(problem)).toEqual(Array(6).fill('shape'));
  });
  it('tells a day that does not exist from what is no date at all', () => {
    expect(['31-02-1970', '31021970', '12-31-1970', '29/2/2023', '1970-02-30', '1-1-0970'].map(problem)).toEqual(Array(6).fill('no-such-day'));
  });
});

describe('readSecret', () => {
  const secret = 'Ab_-'.padEnd(43, 'x');
  it('reads a pasted link or its end, and nothing shorter or longer', () => {
    expect([secret, ` ${secret}\n`, `https://b.example/hosted/x/register-form#balie-confirm=${secret}`].map(readSecret)).toEqual([secret, secret, secret]);
    expect(['', 'x', `${secret}x`, `#balie-confirm=${secret.slice(1)}`].map(readSecret)).toEqual([null, null, null, null]);
  });
});
