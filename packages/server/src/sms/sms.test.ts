import { describe, expect, it } from 'vitest';
import type { Locale, SmsRequest } from '@balie/contracts';
import { exampleClinic } from '@balie/contracts/testing';
import { SmsRefused } from '@balie/database';
import { gatewayNames, signature, type GatewayName } from './gateways.ts';
import { createTexter, renderSms } from './send.ts';

const clinic = exampleClinic({ sms: { sender: 'De Linde' } });
const now = new Date('2026-11-23T09:00:00Z');
const sms = (locale: Locale = 'nl', to = '+31612345678'): SmsRequest => ({ template: 'code', to, locale, clinic: clinic.id, data: { code: '123456', mark: 'K7' } });

interface Posted { url: string; headers: Headers; text: string; body: Record<string, unknown> }
async function send(gateway: GatewayName, status: number, request = sms(), of = clinic) {
  const posted: Posted[] = [];
  const fetch = async (url: string | URL | Request, init?: RequestInit) => {
    const text = init!.body as string;
    posted.push({ url: url as string, headers: new Headers(init!.headers), text, body: JSON.parse(text) as Record<string, unknown> });
    return new Response('"+31612345678 is not a number"', { status });
  };
  const thrown = await createTexter({ gateway, url: 'https://carrier.example/send', key: 'k3y', issuer: 'https://balie.example:8443', clinics: new Map([[of.id, of]]), clock: () => now, fetch })(request, { id: 'row-1' }).then(() => null, (error: unknown) => error as Error & { code?: string });
  return { posted: posted[0]!, thrown };
}

describe('a text message', () => {
  it.each(['nl', 'en', 'da'] as const)('%s: says who sends it, code and mark (N6), ends with the origin-bound line of our own host (T12), and has nothing of the patient', (locale) => {
    const text = renderSms(sms(locale), clinic, 'balie.example');
    expect(text).toContain(clinic.name);
    expect(text).toContain('K7');
    expect(text.split('\n').at(-1)).toBe('@balie.example #123456');
    expect(text).not.toMatch(/\{|\d{7}|https?:/);
    // One message, not two.
    expect(text.length).toBeLessThanOrEqual(160);
    expect(text).toMatch(/^[\x20-\x7e\nøæåØÆÅé]*$/);
  });
  it.each((['answer-ready', 'medicine-due', 'medicine-viewed'] as const).flatMap((template) => (['nl', 'en', 'da'] as const).map((locale) => [template, locale] as const)))('%s, %s: says who and where to log in, with no link to click and not a word of what it is (S1-04, T25)', (template, locale) => {
    const text = renderSms({ template, to: '+31612345678', locale, clinic: clinic.id, data: { service: 'prescriptions' } }, clinic, 'balie.example');
    expect(text).toContain(clinic.name);
    expect(text).toContain('de-linde.localhost');
    expect(text).not.toMatch(/\{|https?:|#|medic|recept/i);
    expect(text.length).toBeLessThanOrEqual(160);
    expect(text).toMatch(/^[\x20-\x7eøæåØÆÅé]*$/);
  });
  it.each(['nl', 'en', 'da'] as const)('%s: several things are one message of how many there are (S1-07, T25)', (locale) => {
    const text = renderSms({ template: 'several-waiting', to: '+31612345678', locale, clinic: clinic.id, data: { count: 3 } }, clinic, 'balie.example');
    expect(text).toMatch(/^[^{}]+: [^{}]*\b3 [^{}]*$/);
    expect([text.length <= 160, text.includes('de-linde.localhost')]).toEqual([true, true]);
    expect(text).toMatch(/^[\x20-\x7eøæåØÆÅé]*$/);
  });
  it('comes from the clinic\'s own sender (S2-22)', async () => {
    expect((await send('signed', 200)).posted.body).toMatchObject({ id: 'row-1', from: 'De Linde', to: '+31612345678' });
  });
});

describe('gateways', () => {
  it('our own agreement signs time and body with the shared key, and says which message it is', async () => {
    const { posted: { headers, text } } = await send('signed', 202);
    expect(headers.get('balie-timestamp')).toBe('1795424400');
    expect(headers.get('balie-signature')).toBe(signature('k3y', '1795424400', text));
    expect(headers.get('balie-signature')).toMatch(/^v1=[0-9a-f]{64}$/);
    expect(headers.get('idempotency-key')).toBe('row-1');
    expect(text).not.toContain('k3y');
    expect(signature('k3y', '1795424401', text)).not.toBe(headers.get('balie-signature'));
  });
  it('GatewayAPI gets sender, message and number as its documentation says; what GSM cannot write goes as UCS-2', async () => {
    const { posted: { headers, body } } = await send('gatewayapi', 200, sms('da', '+4520123456'));
    expect(headers.get('authorization')).toBe('Token k3y');
    expect(body).toMatchObject({ sender: 'De Linde', userref: 'row-1', recipients: [{ msisdn: '4520123456' }] });
    expect(body).not.toHaveProperty('encoding');
    const greek = exampleClinic({ name: 'Praktijk Łódź', sms: { sender: 'Lodz' } });
    expect((await send('gatewayapi', 200, sms(), greek)).posted.body).toMatchObject({ encoding: 'UCS2' });
  });
  it('CM.com gets token, channel and number with 00', async () => {
    const { posted: { body } } = await send('cm', 200);
    expect(body).toMatchObject({ messages: { authentication: { producttoken: 'k3y' }, msg: [{ allowedChannels: ['SMS'], from: 'De Linde', to: [{ number: '0031612345678' }], reference: 'row-1', body: { type: 'auto' } }] } });
  });
  it.each(gatewayNames)('%s: a refused number is refused for good, a refused key or its own trouble means later, and no error repeats what it said (T26)', async (gateway) => {
    expect((await send(gateway, 201)).thrown).toBeNull();
    for (const status of [400, 422]) expect((await send(gateway, status)).thrown).toBeInstanceOf(SmsRefused);
    for (const status of [401, 403, 429, 500, 503]) {
      const { thrown } = await send(gateway, status);
      expect(thrown).not.toBeInstanceOf(SmsRefused);
      expect(thrown!.code).toBe(String(status));
      expect(thrown!.message).not.toContain('31612345678');
    }
  });
});
