/** Who acts for a child, as the practice decides it (N8): who asks is let in or refused, one more is added at the counter, one is let go without the others. */
import { PublicError, type GuardianAsked, type GuardianOrder, type GuardianRequest, type LinkState, type PatientGuardians } from '@balie/contracts';
import { and, eq, numberHmac, schema, type Transaction } from '@balie/database';
import { ageAt, readPersonalNumber, rightsAt } from '@balie/rules';
import type { StaffAct, Trail } from '../act.ts';
import { deskPatientOf, findPatient, fullName, recordOf, type PatientRow } from '../people.ts';
import { openStates, refusalShown } from './links.ts';
import { demand, may } from './roles.ts';

const { recordLinks, patients } = schema;

const linkOf = async (tx: Transaction, clinic: string, child: string, lock = false) => {
  const query = tx.select().from(recordLinks).where(and(eq(recordLinks.clinic, clinic), eq(recordLinks.account, child)));
  return (lock ? await query.for('update') : await query)[0];
};
async function actingOf(tx: Transaction, act: StaffAct, child: string): Promise<PatientGuardians['acting']> {
  const rows: PatientGuardians['acting'] = [];
  for (const one of await act.deps.guardians.of(tx, act.clinic.id, child)) rows.push({ id: one.id, name: await nameOf(tx, act, one.number, one.name), since: one.since.toISOString() });
  return rows;
}

async function requestOf(tx: Transaction, act: StaffAct, asked: GuardianAsked): Promise<GuardianRequest> {
  const { clinic, deps } = act;
  const patient = await recordOf(tx, clinic.id, asked.childNumber);
  const link = await linkOf(tx, clinic.id, asked.child);
  const { id, state, numberEnds, birthDate, email, phone } = asked;
  return {
    id, state, requestedAt: asked.requestedAt.toISOString(), numberEnds, birthDate, email, phone, name: await nameOf(tx, act, asked.guardianNumber, asked.name), patient: patient && deskPatientOf(deps, patient),
    acting: link?.state === 'linked' ? await actingOf(tx, act, asked.child) : [], waits: link !== undefined && openStates.includes(link.state as LinkState), before: asked.before && { at: asked.before.at.toISOString(), reason: asked.before.reason },
  };
}
/** As the practice's own record has the guardian, else as their account. */
const nameOf = async (tx: Transaction, { clinic }: StaffAct, number: string | null, name: string | null): Promise<string | null> => { const own = await recordOf(tx, clinic.id, number); return own ? fullName(own) : name; };

/** For the queue: whose records are shown goes to the audit with the rest. */
export async function guardiansAsked(tx: Transaction, act: StaffAct): Promise<GuardianRequest[]> {
  const rows: GuardianRequest[] = [];
  for (const one of await act.deps.guardians.asked(tx, act.clinic.id, new Date(act.now.getTime() - refusalShown))) rows.push(await requestOf(tx, act, one));
  return rows;
}

/** A child that others decide for on that day; of one whose date of birth is not known nobody can say so. @throws PublicError conflict */
function demandChild({ clinic, now }: StaffAct, { birthDate, deceased }: PatientRow): void {
  const age = birthDate === null ? null : ageAt(birthDate, now, clinic.timeZone);
  if (deceased || age === null || rightsAt(clinic.country, age) === 'own') throw new PublicError('conflict');
}

/**
 * POST /staff/guardians/:id/approve, for the record that was on the screen. A child whose own account waits here comes first. Where it never asked here, or was refused or taken away, its record is linked now, for this guardian
 * alone: whoever else had set something up was let in by nothing that counts, and the child's own log-in opens nothing here, unless this guardian set it up.
 * @throws PublicError conflict: another record or a changed one, of another account, of no child any more, or whose own account waits
 */
export function approveGuardian(act: StaffAct, id: string, seen: string): Promise<void> {
  demand(may(act.access, act.clinic).link);
  const { clinic, deps: { guardians }, now, access } = act;
  return act.transact(async (tx, trail) => {
    const asked = await askedOf(tx, act, id, trail);
    // Records before links, as everywhere.
    const patient = await recordOf(tx, clinic.id, asked.childNumber, true);
    if (patient?.id !== seen) throw new PublicError('conflict');
    trail.patient = patient.id;
    demandChild(act, patient);
    const link = await linkOf(tx, clinic.id, asked.child, true);
    const state = link?.state as LinkState | undefined;
    if (state === 'linked' ? link!.patient !== seen : state !== undefined && openStates.includes(state)) throw new PublicError('conflict');
    if (state !== 'linked') {
      const as = { state: 'linked', patient: seen, numberHmac: patient.numberHmac, proof: 'guardian', checkedAt: now, checkedBy: access.staff, linkedBy: access.staff, linkedAt: now, refusalSealed: null, refusedAt: null, guardiansOnly: true };
      const taken = await tx.$count(recordLinks, and(eq(recordLinks.clinic, clinic.id), eq(recordLinks.patient, seen), eq(recordLinks.state, 'linked')));
      if (taken > 0) throw new PublicError('conflict');
      await tx.insert(recordLinks).values({ account: asked.child, clinic: clinic.id, requestedAt: asked.requestedAt, ...as }).onConflictDoUpdate({ target: [recordLinks.account, recordLinks.clinic], set: as });
    }
    const { setUp } = await guardians.letIn(tx, clinic.id, id, { name: await nameOf(tx, act, asked.guardianNumber, asked.name), alone: state !== 'linked' });
    if (setUp) await openOwn(tx, act, asked.child, false);
    else if (state !== 'linked') await guardians.logOut(tx, asked.child, clinic.id);
  });
}
const openOwn = (tx: Transaction, { clinic }: StaffAct, child: string, guardiansOnly: boolean) => tx.update(recordLinks).set({ guardiansOnly }).where(and(eq(recordLinks.clinic, clinic.id), eq(recordLinks.account, child)));

/** POST /staff/guardians/:id/refuse: mailed without the reason, in the words of every refusal (T16). */
export function refuseGuardian(act: StaffAct, id: string, reason: string): Promise<void> {
  const allowed = may(act.access, act.clinic);
  demand(allowed.checkIdentity || allowed.link);
  return act.transact(async (tx, trail) => {
    const asked = await askedOf(tx, act, id, trail);
    trail.patient = (await recordOf(tx, act.clinic.id, asked.childNumber))?.id ?? null;
    await act.deps.guardians.refuse(tx, act.clinic.id, id, reason);
  });
}
/** Of two at the desk the second finds it handled, here or where it is decided; who was refused may be let in after all. */
async function askedOf(tx: Transaction, { deps, clinic }: StaffAct, id: string, trail: Trail): Promise<GuardianAsked> {
  const asked = await deps.guardians.one(tx, clinic.id, id);
  // One that became a guardianship is gone from here.
  if (!asked) throw new PublicError('already_handled');
  trail.object = id;
  return asked;
}

/** The patient, and the account that the record is linked to. */
async function ofPatient<T>(act: StaffAct, id: string, work: (tx: Transaction, patient: PatientRow, child: string | null, trail: Trail) => Promise<T>): Promise<T> {
  demand(may(act.access, act.clinic).guardians === true);
  return act.transact(async (tx, trail) => {
    await tx.select({ id: patients.id }).from(patients).where(and(eq(patients.id, id), eq(patients.clinic, act.clinic.id))).for('no key update');
    const patient = await findPatient(tx, act.clinic.id, id);
    if (!patient) throw new PublicError('not_found');
    trail.patient = id;
    const [link] = await tx.select({ account: recordLinks.account }).from(recordLinks).where(and(eq(recordLinks.clinic, act.clinic.id), eq(recordLinks.patient, id), eq(recordLinks.state, 'linked'))).for('update');
    return work(tx, patient, link?.account ?? null, trail);
  });
}
const answer = async (tx: Transaction, act: StaffAct, child: string | null): Promise<PatientGuardians> => ({ account: child !== null, acting: child === null ? [] : await actingOf(tx, act, child) });

/** GET /staff/patients/:id/guardians */
export const readGuardians = (act: StaffAct, id: string): Promise<PatientGuardians> => ofPatient(act, id, (tx, _patient, child) => answer(tx, act, child));

/** POST /staff/patients/:id/guardians: identity and custody were seen at the counter. @throws PublicError conflict, invalid_request */
export function addGuardian(act: StaffAct, id: string, { number: typed, name, email }: GuardianOrder): Promise<PatientGuardians> {
  const { clinic, deps } = act;
  const read = readPersonalNumber(clinic.country, typed);
  if (!read.ok) throw new PublicError('invalid_request', { fields: ['number'] });
  return ofPatient(act, id, async (tx, patient, child, trail) => {
    if (child === null || patient.numberHmac === numberHmac(deps.keyring, clinic.country, read.value.number)) throw new PublicError('conflict');
    demandChild(act, patient);
    const { id: guardianship, setUp } = await deps.guardians.add(tx, { clinic: clinic.id, child, number: read.value.number, name, email: email ?? null, locale: clinic.locales[0]! });
    trail.object = guardianship;
    if (setUp) await openOwn(tx, act, child, false);
    return answer(tx, act, child);
  });
}

/** POST /staff/patients/:id/guardians/stop: one, from this moment; the others stay. Where that one chose the child's password and address, the child's own log-in opens nothing here any more. @throws PublicError already_handled */
export const endGuardian = (act: StaffAct, id: string, { guardianship, reason }: { guardianship: string; reason: string }): Promise<PatientGuardians> => ofPatient(act, id, async (tx, _patient, child, trail) => {
  trail.object = guardianship;
  const ended = child === null ? null : await act.deps.guardians.stop(tx, act.clinic.id, child, guardianship, reason);
  if (!ended) throw new PublicError('already_handled');
  if (ended.setUp) {
    await openOwn(tx, act, child!, true);
    await act.deps.guardians.logOut(tx, child!, act.clinic.id);
  }
  return answer(tx, act, child);
});
