import { afterAll, beforeAll, expect, it } from 'vitest';
import { harness, logIn, openPrompt, type Harness } from '../test/harness.ts';

let h: Harness;
beforeAll(async () => { h = await harness(); });
afterAll(() => h.close());

it('registers, confirms and is logged in at once (S0-09, S0-14)', async () => {
  const { device, tokens } = await h.account('a@patient.example');
  const me = await device.get('/me', tokens.access_token);
  expect(me.status).toBe(200);
  expect(await me.json()).toMatchObject({ clinic: 'de-linde', email: 'a@patient.example', link: 'linked' });
});

it('opens a service with the mailed code (S0-24, S0-27)', async () => {
  const base = await h.account('b@patient.example');
  const prompt = await openPrompt(h, base);
  expect(prompt.asked).toMatchObject({ status: 400, body: { error: 'insufficient_authorization', next: { type: 'email_code', to: 'b***@p***.example', expires_in: 600 } } });
  const tokens = await prompt.open();
  expect(tokens).toMatchObject({ token_type: 'DPoP', scope: 'prescriptions', expires_in: 300 });
  const lease = await prompt.page.post('/page/lease', tokens.access_token);
  expect(lease.status).toBe(200);
});

it('logs in later with the password alone (S0-38)', async () => {
  await h.account('c@patient.example');
  const device = await h.device();
  const { status, redeem } = await logIn(device, 'c@patient.example');
  expect(status).toBe(200);
  expect(await (await redeem()).json()).toMatchObject({ scope: 'portal' });
});
