import { describe, expect, it } from 'vitest';
import { PublicError } from '@balie/contracts';
import { exampleClinic, exampleFile } from '@balie/contracts/testing';
import { createPages } from './index.ts';
import { builtFolder, deskOrigin, issuer } from './testing/pages.ts';

const trip = '11111111-1111-4111-8111-111111111111';
const cpr = '0504909995';
function pagesOf(eidNumber: (clinic: string, trip: string, typed: string, cookies: Readonly<Record<string, string>>) => Promise<{ location: string; cookie: string | null } | 'again'>) {
  const clinic = exampleClinic({ ...exampleFile, preset: 'nl-digid', id: 'de-eik', origins: ['http://de-eik.localhost:4401'], pages: { register: 'http://de-eik.localhost:4401/r', portal: 'http://de-eik.localhost:4401/p' } });
  const logs: unknown[] = [];
  const refuse = () => Promise.reject(new Error('not here'));
  const pages = createPages({ clinics: new Map([[clinic.id, clinic]]), issuer, deskOrigin, distFolder: builtFolder(), registration: { register: refuse, confirm: refuse, forgot: refuse, reset: refuse, verifyContact: refuse, eidNumber }, log: (record) => logs.push(record) });
  const get = (path: string) => pages.request(issuer + path, { headers: { host: new URL(issuer).host } });
  const post = (path: string, fields: Record<string, string>, headers: Record<string, string> = { 'sec-fetch-site': 'same-origin' }) => pages.request(issuer + path, { method: 'POST', body: new URLSearchParams(fields), headers: { host: new URL(issuer).host, ...headers } });
  return { get, post, logs };
}

describe('pages of a practice with an eID', () => {
  it('S1-15 S1-16 S1-26 S4-45 log-in and registration are served with the eID first, the notice before its button, and the manual route beside it', async () => {
    const { get } = pagesOf(() => Promise.resolve('again'));
    const logIn = await (await get('/frame/de-eik/patient-login?host=http%3A%2F%2Fde-eik.localhost%3A4401')).text();
    expect(logIn.indexOf('DigiD, de landelijke inlog')).toBeLessThan(logIn.indexOf('action="/hosted/de-eik/log-in"'));
    expect(logIn).toContain('action="/hosted/de-eik/eid"');
    const register = await (await get('/frame/de-eik/register-form')).text();
    expect(register.indexOf('Account aanmaken met DigiD')).toBeLessThan(register.indexOf('Geen DigiD?'));
    expect(register).toContain('action="/hosted/de-eik/register"');
  });
  it('pressed before the script, the eID\'s button opens the hosted page with the same button; nothing is begun', async () => {
    const { post, get } = pagesOf(() => Promise.resolve('again'));
    const answer = await post('/hosted/de-eik/eid', {});
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('Druk hieronder nog een keer op de knop');
    expect((await get('/hosted/de-eik/eid')).status).toBe(303);
    expect((await post('/hosted/de-eik/eid', {}, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    // Whoever wanted to make an account finds that button again.
    expect(await (await get('/frame/de-eik/register-form')).text()).toContain('action="/hosted/de-eik/eid-register"');
    const register = await (await post('/hosted/de-eik/eid-register', {})).text();
    expect(register.indexOf('Druk hieronder nog een keer op de knop')).toBeLessThan(register.indexOf('Account aanmaken met DigiD'));
    expect((await get('/hosted/de-eik/eid-register')).headers.get('location')).toBe('/hosted/de-eik/register-form');
  });
  it('asks the number MitID does not tell, by POST; what is typed comes back nowhere (T25)', async () => {
    const given: unknown[] = [];
    const { get, post, logs } = pagesOf((...args) => { given.push(args); return Promise.resolve(given.length === 1 ? 'again' : { location: 'http://de-eik.localhost:4401/p#balie-eid=x', cookie: '__Host-eid-x=; Max-Age=0' }); });
    const page = await get(`/hosted/de-eik/number?trip=${trip}`);
    expect(page.headers.get('content-security-policy')).toContain("form-action 'self' http://de-eik.localhost:4401;");
    expect(await page.text()).toContain(`value="${trip}"`);
    const wrong = await post('/hosted/de-eik/number', { trip, number: cpr }, { 'sec-fetch-site': 'same-origin', cookie: `__Host-eid-${trip}=c` });
    expect([wrong.status, (await wrong.text()).includes(cpr)]).toEqual([400, false]);
    const right = await post('/hosted/de-eik/number', { trip, number: cpr });
    expect([right.status, right.headers.get('location'), right.headers.get('set-cookie')]).toEqual([303, 'http://de-eik.localhost:4401/p#balie-eid=x', '__Host-eid-x=; Max-Age=0']);
    expect(given[0]).toEqual(['de-eik', trip, cpr, { [`__Host-eid-${trip}`]: 'c' }]);
    expect(JSON.stringify(logs)).not.toContain(cpr);
  });
  it('a number for no trip of this browser, or posted by another site, leads to a page that says to begin again', async () => {
    const asked: unknown[] = [];
    const { get, post } = pagesOf((...args) => { asked.push(args); return Promise.reject(new PublicError('eid_lost')); });
    expect((await post('/hosted/de-eik/number', { trip, number: cpr })).headers.get('location')).toBe(`${issuer}/hosted/de-eik#balie-eid=lost&error=eid_lost`);
    expect((await post('/hosted/de-eik/number', { trip, number: cpr }, { 'sec-fetch-site': 'cross-site' })).headers.get('location')).toContain('eid_lost');
    expect(asked).toHaveLength(1);
    expect((await get('/hosted/de-eik/number?trip=x')).status).toBe(404);
  });
});
