/** One linked patient with three open service pages: everything up to the moment of sending. */
import { randomUUID } from 'node:crypto';
import { schema } from '@balie/database';
import { asWritten } from '@balie/database/testing';
import type { TokenAnswer, Service } from '@balie/contracts';
import type { Composition } from '@balie/server';
import { createDevice, goodPassword, issuer, pkce, wish, type Device } from '../../packages/token-service/test/harness.ts';

type Send = (url: string, init?: RequestInit) => Promise<Response> | Response;
export interface Page { device: Device; token: string }
export interface Patient {
  id: string; medicines: string[]; slots: string[]; pages: Record<Service, Page>;
  /** From now on the pages talk to that server; `nonce`: what it last gave. */
  talkTo(send: Send): void;
}

/** Fills the practice and walks one patient through registration, link and codes, all in this process. */
export async function settlePatient(house: Composition, counts: { medicines: number; slots: number }): Promise<Patient> {
  let send: Send = (url, init) => house.tokens.app.request(url, init);
  let nonce = house.tokens.nonce();
  const service = {
    app: { request: async (url: string, init?: RequestInit) => { const answer = await send(url, init); nonce = answer.headers.get('dpop-nonce') ?? nonce; return answer; } },
    nonce: () => nonce,
  };
  const device = () => createDevice(service, () => new Date());
  const { db, keyring } = house;

  const clinic = 'de-linde';
  const [patient] = await db.insert(schema.patients).values({ clinic, sourceId: 'faults', family: 'Proef', given: 'Testje', birthDate: '1980-05-17', verified: true }).returning();
  const [gp] = await db.insert(schema.practitioners).values({ clinic, sourceId: 'faults', name: 'Dr. Proef', role: 'gp' }).returning();
  const [schedule] = await db.insert(schema.schedules).values({ clinic, sourceId: 'faults', practitioner: gp!.id }).returning();
  const start = (index: number, minutes: number) => new Date(Date.now() + 86_400_000 + (index * 10 + minutes) * 60_000);
  const slots = await db.insert(schema.slots).values(Array.from({ length: counts.slots }, (_, index) => ({ clinic, sourceId: `faults-${index}`, schedule: schedule!.id, practitioner: gp!.id, start: start(index, 0), end: start(index, 10), status: 'free' }))).returning();
  const medicines = await db.insert(schema.medications).values(Array.from({ length: counts.medicines }, (_, index) => ({ clinic, sourceId: `faults-${index}`, patient: patient!.id, name: `Middel ${index}`, status: 'active', atc: 'C07AB02' }))).returning();

  const lastMail = async (template: string) => {
    const rows = await db.select().from(schema.outbox).orderBy(schema.outbox.createdAt, asWritten);
    return rows.map((row) => JSON.parse(keyring.open('outbox', row.mailSealed!)) as { template: string; data: Record<string, string> }).filter((mail) => mail.template === template).at(-1)!;
  };
  const base = await device();
  const email = `${randomUUID()}@patient.example`;
  await base.json('/register', { clinic, locale: 'nl', email, password: goodPassword, name: 'T. Proef', birthDate: '1980-05-17', phone: '0612345678' });
  const confirmed = await (await base.json('/register/confirm', { clinic, secret: (await lastMail('confirm-registration')).data['secret'] })).json() as { tokens: TokenAnswer };
  await db.update(schema.recordLinks).set({ state: 'linked', patient: patient!.id, numberHmac: patient!.numberHmac });

  const open = async (name: Service): Promise<Page> => {
    const page = await device();
    const { verifier, challenge } = pkce();
    const read = async <T>(answer: Promise<Response>) => await (await answer).json() as T;
    const made = await read<{ auth_session: string }>(base.json('/page', { service: name, page_proof: await page.proof(`${issuer}/page`) }, { accessToken: confirmed.tokens.access_token }));
    const asked = await read<{ auth_session: string }>(page.form('/authorize-challenge', { ...wish(clinic, name, challenge), auth_session: made.auth_session }));
    const { authorization_code: code } = await read<{ authorization_code: string }>(page.form('/authorize-challenge', { client_id: clinic, auth_session: asked.auth_session, code: (await lastMail('session-code')).data['code']! }));
    const tokens = await read<TokenAnswer>(page.token({ grant_type: 'authorization_code', client_id: clinic, code, code_verifier: verifier, redirect_uri: `${issuer}/return/${clinic}` }));
    return { device: page, token: tokens.access_token };
  };
  return {
    id: patient!.id, medicines: medicines.map((row) => row.id), slots: slots.map((row) => row.id),
    pages: { prescriptions: await open('prescriptions'), appointments: await open('appointments'), econsults: await open('econsults'), record: await open('record') },
    talkTo(to) { send = to; },
  };
}

export const post = async ({ device, token }: Page, path: string, body: unknown, key?: string): Promise<{ status: number; body: Record<string, unknown> }> => {
  const once = async () => {
    const answer = await device.json(path, body, { origin: issuer, accessToken: token, ...(key === undefined ? {} : { headers: { 'idempotency-key': key } }) });
    const text = await answer.text();
    return { status: answer.status, body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown> };
  };
  const first = await once();
  return first.body['error'] === 'use_dpop_nonce' ? once() : first;
};
