import { describe, expect, it } from 'vitest';
import { PublicError } from '@balie/contracts';
import { issuer, testPages } from './testing/pages.ts';

const good = { email: 'a.jansen@example.org', password: 'drie groene fietsen', name: 'A. Jansen', birthDate: '31-12-1970', phone: '06 12345678' };
const secret = 'S'.repeat(43);

describe('forms without a script', () => {
  it('registering says the mail is on its way, whatever exists (S0-09, T16)', async () => {
    const { post, registered } = testPages();
    const response = await post('/hosted/de-linde/register', good);
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    const html = await response.text();
    expect(html).toContain('Bevestig uw account');
    expect(html).toContain('/hosted/de-linde/confirm');
    expect(html).not.toContain(good.password);
    expect(registered).toEqual([{ request: { clinic: 'de-linde', locale: 'nl', email: good.email, password: good.password, name: good.name, birthDate: '1970-12-31', phone: '+31612345678' }, address: 'unknown' }]);
  });

  it('keeps what was typed when something is wrong, but never the password', async () => {
    const { post, registered } = testPages();
    const response = await post('/hosted/de-linde/register', { ...good, name: '"><script>alert(1)</script>', birthDate: '31-13-1970' });
    const html = await response.text();
    expect(response.status).toBe(400);
    expect(html).toContain('value="a.jansen@example.org"');
    expect(html).toContain('value="31-13-1970"');
    expect(html).toContain('Deze dag bestaat niet.');
    expect(html).toContain('href="#register-form-birthDate"');
    expect(html).not.toContain(good.password);
    expect(html).not.toContain('<script>alert');
    expect(registered).toEqual([]);
  });

  it('puts the server’s refusals at the field or above the form', async () => {
    const { post, registration } = testPages();
    registration.register = () => Promise.reject(new PublicError('weak_password', { fields: ['password'] }));
    expect(await (await post('/hosted/de-linde/register', good)).text()).toContain('href="#register-form-password"');
    registration.register = () => Promise.reject(new PublicError('too_many_requests', { retry_after: 120 }));
    const limited = await post('/hosted/de-linde/register', good);
    expect(limited.status).toBe(429);
    expect(await limited.text()).toMatch(/2 minuten[^]*value="A. Jansen"/);
    registration.register = () => Promise.reject(new TypeError('canary a.jansen@example.org'));
    const broken = await post('/hosted/de-linde/register', good);
    expect(broken.status).toBe(503);
    expect(await broken.text()).not.toContain('canary');
  });

  it('logs codes, never what was typed (T25, T26)', async () => {
    const { post, registration, log } = testPages();
    registration.register = () => Promise.reject(new TypeError('canary a.jansen@example.org'));
    await post('/hosted/de-linde/register', good);
    expect(log).toEqual([{ event: 'form-refused', level: 'error', clinic: 'de-linde', route: '/hosted/:clinic/register', method: 'POST', status: 500, code: 'server_error', thrown: 'TypeError' }]);
  });

  it('confirming takes the whole link or its end, and the password chosen then (T38, T39)', async () => {
    const { get, post, confirmed, registration } = testPages();
    expect(await (await get('/hosted/de-linde/confirm')).text()).toMatch(/action="\/hosted\/de-linde\/confirm"[^]*name="secret"[^]*name="password"/);
    const response = await post('/hosted/de-linde/confirm', { secret: ` https://www.delinde.example/inschrijven#balie-confirm=${secret} `, password: good.password });
    expect(confirmed).toEqual([{ clinic: 'de-linde', secret, password: good.password }]);
    expect(await response.text()).toContain('Gefeliciteerd, u heeft uw account aangemaakt');
    const wrong = await post('/hosted/de-linde/confirm', { secret: 'half', password: '' });
    expect(wrong.status).toBe(400);
    expect(await wrong.text()).toMatch(/#register-form-secret[^]*#register-form-password/);
    const long = await post('/hosted/de-linde/confirm', { secret, password: 'x'.repeat(129) });
    expect([long.status, confirmed.length]).toEqual([400, 1]);
    expect(await long.text()).toContain('href="#register-form-password"');
    registration.confirm = () => Promise.reject(new PublicError('link_invalid'));
    expect(await (await post('/hosted/de-linde/confirm', { secret, password: 'x' })).text()).toContain('Deze link werkt niet meer');
    registration.confirm = () => Promise.reject(new PublicError('wrong_credentials'));
    expect(await (await post('/hosted/de-linde/confirm', { secret, password: 'x' })).text()).not.toContain('value="x"');
  });

  it('a log-in sent before the script was ready is asked for again, with the telephone number', async () => {
    const { post, get } = testPages();
    const html = await (await post('/hosted/de-linde/log-in', { username: 'a.jansen@example.org', password: 'geheim' })).text();
    expect(html).toContain('U bent nog niet ingelogd');
    expect(html).toContain('<noscript>');
    expect(html).toContain('tel:+31101234567');
    expect(html).toContain('<script type="module" src="/assets/hosted-D4.js">');
    expect(html).not.toContain('geheim');
    expect((await get('/hosted/de-linde/log-in')).headers.get('location')).toBe('/hosted/de-linde/patient-login');
  });

  it('refuses forms of other sites before anything happens (T22)', async () => {
    const refused: Record<string, string>[] = [{ 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }, { 'sec-fetch-site': 'none' }, { 'sec-fetch-site': 'same-origin', origin: 'https://evil.example' }, { origin: 'https://evil.example' }, { origin: 'null' }, { origin: `${issuer}.evil.example` }, {}];
    for (const headers of refused) {
      const { post, registered } = testPages();
      const response = await post('/hosted/de-linde/register', good, headers);
      expect(response.status, JSON.stringify(headers)).toBe(403);
      expect(registered).toEqual([]);
      expect(await response.text()).toContain('niet vanaf onze eigen pagina');
    }
    const { post, registered } = testPages();
    await post('/hosted/de-linde/register', good, { origin: issuer });
    expect(registered).toHaveLength(1);
  });

  it('answers in the language of the page the form stood on', async () => {
    const { post, registered } = testPages();
    expect(await (await post('/hosted/de-linde/register', good, { 'sec-fetch-site': 'same-origin', referer: `${issuer}/frame/de-linde/register-form?lang=en` })).text()).toContain('<html lang="en"');
    expect(registered[0]!.request.locale).toBe('en');
  });

  it('refuses repeated and oversized fields in words (T27)', async () => {
    const { post } = testPages();
    const large = await post('/hosted/de-linde/register', { ...good, name: 'x'.repeat(20_000) });
    expect(large.status).toBe(413);
    expect(await large.text()).toContain('<form');
    const { status } = await post('/hosted/de-linde/register', new URLSearchParams([['email', 'a@example.org'], ['email', 'b@example.org']]));
    expect(status).toBe(400);
  });

  it('a forgotten password: the link is asked for, pasted and used without a script; no password comes back (S4-16, T16)', async () => {
    const { post, get, resets, registration } = testPages();
    const asked = await (await post('/hosted/de-linde/forgot', { email: good.email })).text();
    expect(asked).toContain('Kijk in uw e-mail');
    expect(asked).toContain('/hosted/de-linde/reset?lang=nl');
    expect(resets.forgot).toEqual([{ clinic: 'de-linde', locale: 'nl', email: good.email }]);
    expect(await (await post('/hosted/de-linde/forgot', { email: 'geen adres' })).text()).toContain('href="#password-reset-email"');
    expect(await (await get('/hosted/de-linde/reset')).text()).toContain('name="secret"');
    const chosen = { secret: `https://x.example/#balie-reset=${secret}`, password: 'vier groene fietsen', passwordAgain: 'vier groene fietsen' };
    const differs = await (await post('/hosted/de-linde/reset', { ...chosen, passwordAgain: 'anders' })).text();
    expect(differs).toContain('href="#password-reset-passwordAgain"');
    expect(differs).not.toContain(chosen.password);
    expect(await (await post('/hosted/de-linde/reset', chosen)).text()).toContain('Uw wachtwoord is gewijzigd');
    expect(resets.reset).toEqual([{ clinic: 'de-linde', secret, password: chosen.password }]);
    registration.reset = () => Promise.reject(new PublicError('link_invalid'));
    const dead = await post('/hosted/de-linde/reset', chosen);
    expect([dead.status, await dead.text()]).toEqual([400, expect.stringContaining('Deze link werkt niet meer')]);
  });

  it('a new address is confirmed by pasting its link', async () => {
    const { post, resets } = testPages();
    expect((await post('/hosted/de-linde/verify', { secret: 'half een link' })).status).toBe(400);
    expect(await (await post('/hosted/de-linde/verify', { secret })).text()).toContain('Uw e-mailadres is bevestigd');
    expect(resets.verified).toEqual([secret]);
  });
});
