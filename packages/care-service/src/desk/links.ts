/** Linking accounts to records: the identity check, the link, the refusal (S0-20 … S0-22, S0-34). */
import { timingSafeEqual } from 'node:crypto';
import { PublicError, type AccountContact, type DeskLink, type LinkState, type linkCheck, type linkCheckAnswer } from '@balie/contracts';
import { and, eq, gt, inArray, ne, numberHmac, schema, type Queryable, type SQL, type Transaction } from '@balie/database';
import { readPersonalNumber } from '@balie/rules';
import type { output } from 'zod/mini';
import type { StaffAct } from '../act.ts';
import type { CareBase } from '../deps.ts';
import { unchecked } from '../linking.ts';
import { mailPatient } from '../mails.ts';
import { deskPatientOf, findPatient, type PatientRow } from '../people.ts';
import { seal } from '../seals.ts';
import { contactOf } from '../contacts.ts';
import { demand, may } from './roles.ts';

const { recordLinks, patients } = schema;
type LinkRow = typeof recordLinks.$inferSelect;
export type LinkWithPatient = { link: LinkRow; patient: PatientRow | null };

/** Links that wait for the practice. */
export const openStates: readonly LinkState[] = ['requested', 'identity-checked'];
/** Neither a refusal nor a link taken away is the last word: who was refused may be checked after all, and stands in the queue for as long; whose link was revoked is found by search. */
const checkable: readonly LinkState[] = [...openStates, 'refused', 'revoked'];
export const refusalShown = 30 * 86_400_000;
export const openLinks = (clinic: string): SQL | undefined => and(eq(recordLinks.clinic, clinic), inArray(recordLinks.state, [...openStates]));
export const refusedLately = (clinic: string, now: Date): SQL | undefined => and(eq(recordLinks.clinic, clinic), eq(recordLinks.state, 'refused'), gt(recordLinks.refusedAt, new Date(now.getTime() - refusalShown)));
export const linkRows = (db: Queryable) => db.select({ link: recordLinks, patient: patients }).from(recordLinks).leftJoin(patients, eq(patients.id, recordLinks.patient));

/** The patient's own words about themselves come from the account, the record only after the check. Whose link was taken away is no patient's here: how to reach them is not told any more. Of a child's that opens to its guardians alone nothing is: somebody else wrote it, at another clinic perhaps. */
export function deskLinkOf(base: CareBase, { link, patient }: LinkWithPatient, contact: AccountContact | undefined): DeskLink {
  const said = link.guardiansOnly ? undefined : contact, reach = link.state === 'revoked' ? undefined : said;
  return {
    id: link.id, state: link.state as LinkState, requestedAt: link.requestedAt.toISOString(), name: said?.name ?? null, birthDate: said?.birthDate ?? null, phone: reach?.phone ?? null, email: reach?.email ?? '',
    proof: link.proof === 'eid' || link.proof === 'guardian' ? link.proof : null, checkedBy: link.checkedBy, checkedPatient: patient ? deskPatientOf(base, patient) : null,
  };
}

export const ofClinic = (act: StaffAct, id: string): SQL | undefined => and(eq(recordLinks.id, id), eq(recordLinks.clinic, act.clinic.id));

const same = (a: string, b: string): boolean => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

/**
 * POST /staff/links/:id/check: what the caller said against the record chosen. Both must match or nothing changes; the answer says which did.
 * A record whose own number is missing or wrong (not verified) never matches on the number.
 */
export async function checkIdentity(act: StaffAct, id: string, said: output<typeof linkCheck>): Promise<output<typeof linkCheckAnswer>> {
  demand(may(act.access, act.clinic).checkIdentity);
  const number = readPersonalNumber(act.clinic.country, said.number);
  if (!number.ok) throw new PublicError('invalid_request', { fields: ['number'] });
  const contact = await contactOf(act, recordLinks, id);
  return act.transact(async (tx, trail) => {
    const row = await lockOpen(tx, act, id, checkable);
    const patient = await findPatient(tx, act.clinic.id, said.patient);
    if (!patient) throw new PublicError('not_found');
    trail.patient = patient.id;
    if (patient.deceased) throw new PublicError('conflict');
    await demandFree(tx, act, row, patient.id);
    const matched = {
      birthDate: patient.birthDate !== null && same(patient.birthDate, said.birthDate),
      number: patient.verified && patient.numberHmac !== null && same(patient.numberHmac, numberHmac(act.deps.keyring, act.clinic.country, number.value.number)),
    };
    if (!matched.birthDate || !matched.number) {
      trail.outcome = 'no-match';
      return { matched: false, ...matched, link: null };
    }
    const [link] = await tx.update(recordLinks).set({ state: 'identity-checked', refusalSealed: null, refusedAt: null, patient: patient.id, numberHmac: patient.numberHmac, checkedBy: act.access.staff, checkedAt: act.now, proof: said.how }).where(eq(recordLinks.id, id)).returning();
    return { matched: true, ...matched, link: deskLinkOf(act.deps, { link: link!, patient }, contact) };
  });
}

/** A clinic that admits first mails about that: what the patient waits for is to be let in (S4-33, S4-47). */
const admitsFirst = (act: StaffAct): boolean => act.clinic.registration.admission === 'approve';

/** POST /staff/links/:id/link, to the record that was on the screen. Of two accounts that were checked against one record the first to be linked wins (unique index); the other is a `conflict`. */
export async function link(act: StaffAct, id: string, seen: string): Promise<DeskLink> {
  demand(may(act.access, act.clinic).link);
  const contact = await contactOf(act, recordLinks, id);
  return act.transact(async (tx, trail) => {
    // Before the link, as an import locks them: what it was about to change of the record is seen.
    await lockPatient(tx, seen);
    const row = await lockOpen(tx, act, id, ['identity-checked']);
    const patient = (await findPatient(tx, act.clinic.id, row.patient!))!;
    trail.patient = patient.id;
    // Checked anew against another record since it was shown.
    if (patient.id !== seen) throw new PublicError('conflict');
    // The record may have changed since the check.
    if (!patient.verified || patient.deceased || patient.numberHmac !== row.numberHmac) throw new PublicError('conflict');
    await demandFree(tx, act, row, patient.id);
    const [linked] = await tx.update(recordLinks).set({ state: 'linked', linkedBy: act.access.staff, linkedAt: act.now }).where(eq(recordLinks.id, id)).returning();
    const told = await mailPatient(tx, act.deps, act.clinic, contact, act.now, { template: admitsFirst(act) ? 'approved' : 'linked', data: {} });
    return { ...deskLinkOf(act.deps, { link: linked!, patient }, contact), told };
  });
}

/** POST /staff/links/:id/refuse. The reason stays at the practice; the mail holds none. What was checked is to be checked anew. */
export async function refuse(act: StaffAct, id: string, reason: string): Promise<DeskLink> {
  const allowed = may(act.access, act.clinic);
  demand(allowed.checkIdentity || allowed.link);
  const contact = await contactOf(act, recordLinks, id);
  return act.transact(async (tx, trail) => {
    trail.patient = (await lockOpen(tx, act, id, openStates)).patient;
    const [refused] = await tx.update(recordLinks).set({ state: 'refused', refusalSealed: seal(act.deps.keyring, 'refusal', reason), refusedAt: act.now, ...unchecked }).where(eq(recordLinks.id, id)).returning();
    await mailPatient(tx, act.deps, act.clinic, contact, act.now, { template: admitsFirst(act) ? 'approval-refused' : 'link-refused', data: {} });
    return deskLinkOf(act.deps, { link: refused!, patient: null }, contact);
  });
}

/** The link, locked until the transaction ends: of two at the desk the second finds it handled. */
async function lockOpen(tx: Transaction, act: StaffAct, id: string, states: readonly LinkState[]): Promise<LinkRow> {
  const [row] = await tx.select().from(recordLinks).where(ofClinic(act, id)).for('update');
  if (!row) throw new PublicError('not_found');
  const state = row.state as LinkState;
  // Still waiting, but for another step than this one.
  if (!states.includes(state)) throw new PublicError(openStates.includes(state) ? 'conflict' : 'already_handled');
  return row;
}

/** Two links to one record are decided one after the other. */
async function lockPatient(tx: Transaction, id: string): Promise<void> {
  await tx.select({ id: patients.id }).from(patients).where(eq(patients.id, id)).for('no key update');
}

/** One account for each record at a practice: throws `conflict` when another account has it. */
async function demandFree(tx: Transaction, act: StaffAct, row: LinkRow, patient: string): Promise<void> {
  const taken = await tx.select({ id: recordLinks.id }).from(recordLinks).where(and(eq(recordLinks.clinic, act.clinic.id), eq(recordLinks.patient, patient), eq(recordLinks.state, 'linked'), ne(recordLinks.id, row.id)));
  if (taken.length > 0) throw new PublicError('conflict');
}
