/** A Danish clinic (preset dk-mitid), its people, and what the eID trip does once it has proved a number. Numbers: the Danish national test persons. */
import { clinicConfig, parse, withPreset, type ClinicConfig, type TokenAnswer } from '@balie/contracts';
import { eq, hashSecret, schema, type Transaction } from '@balie/database';
import { readPersonalNumber, type PersonalNumber } from '@balie/rules';
import type { Context } from '../src/context.ts';
import { settleProof } from '../src/eid/proofs.ts';
import '../src/number-registration.ts';
import { bodyOf, logIn, type Device, type Harness } from './harness.ts';

export const password = 'Paarse koffiemok 41';
export const people = { kirsten: '2911829996', einer: '0201609995', lars: '0505159995', gitte: '0505109990', aya: '0505239996' } as const;

export const danish = (id: string, more: Record<string, unknown> = {}): ClinicConfig => parse(clinicConfig, withPreset({
  id, preset: 'dk-mitid', name: `Klinik ${id}`, origins: [`http://${id}.localhost:4401`], pages: { register: `http://${id}.localhost:4401/r`, portal: `http://${id}.localhost:4401/p` },
  phones: { practice: '+4586123456', outOfHours: '+4570113131', emergency: '112' }, openingHours: [{ days: [1, 2, 3, 4, 5], from: '08:00', to: '16:00' }], mail: { from: `klinik@${id}.example`, notify: [`skranke@${id}.example`] }, ...more,
  logIn: { code: null, ...more['logIn'] as object }, registration: { documents: [{ id: 'terms', url: `http://${id}.localhost:4401/t`, version: '2026-01' }], ...more['registration'] as object },
}));

export const numberOf = (typed: string): PersonalNumber => { const read = readPersonalNumber('DK', typed); if (!read.ok) throw new Error(read.problem); return read.value; };

/** The form as the element sends it. */
export async function sendForm(device: Device, clinic: string, more: Record<string, unknown>) {
  const answer = await device.json('/register', { clinic, locale: 'da', email: 'kirsten@patient.example', password, givenName: 'Kirsten', familyName: 'Berggren', ...more });
  return { status: answer.status, body: await bodyOf(answer) as { registration?: string; error?: string; fields?: string[]; problems?: string[] } };
}

/** The eID comes back with that number, and the form takes effect as at the end of a trip. `account`: whose number the form names, `person`: who proved theirs. */
export const prove = (h: Harness, clinic: ClinicConfig, registration: string, number: string) => h.db.transaction((tx) => settle(tx, h, clinic, registration, number));
export async function settle(tx: Transaction, h: Harness, clinic: ClinicConfig, registration: string, number: string) {
  const ctx: Context = h.context;
  const [row] = await tx.select().from(schema.registrations).where(eq(schema.registrations.secretHash, hashSecret(registration)));
  const owner = async (hmac: string) => (await tx.select({ account: schema.identities.account }).from(schema.identities).where(eq(schema.identities.hmac, hmac)))[0]?.account ?? null;
  const known = await owner(row!.numberHmac!);
  const { result } = await settleProof(tx, ctx, { clinic, purpose: row!.kind === 'child' ? 'child' : 'register', subject: row!.id, number: numberOf(number), brokerSubject: null, locale: 'da', jkt: row!.jkt! }, h.time.now);
  return { state: result === 'exists' ? 'exists' as const : row!.kind === 'child' && known !== null ? 'asked' as const : 'created' as const, account: (await owner(row!.numberHmac!))!, person: await owner(row!.guardianHmac ?? row!.numberHmac!) };
}

/** A user by the whole way: form, eID, and where asked the clinic's yes. */
export async function user(h: Harness, clinic: ClinicConfig, wish: { number: string; guardian?: string; email?: string; approved?: boolean }) {
  const device = await h.device();
  const { body } = await sendForm(device, clinic.id, { number: wish.number, ...(wish.guardian ? { guardianNumber: wish.guardian } : {}), ...(wish.email ? { email: wish.email } : {}) });
  const made = await prove(h, clinic, body.registration!, wish.guardian ?? wish.number);
  if (wish.approved ?? true) h.links.set(`${made.account}/${clinic.id}`, 'linked');
  return { device, ...made };
}
export async function session(device: Device, number: string, client: string, secret = password) {
  const { redeem } = await logIn(device, number, { client, password: secret });
  return await (await redeem()).json() as TokenAnswer;
}
