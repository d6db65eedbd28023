/** Record links: which account may see which record of a practice. Registered and linked are two states (S0-23). */
import { PublicError, type ClinicConfig, type Linking, type LinkState, type ProvenNumber } from '@balie/contracts';
import { and, eq, inArray, ne, queueMail, schema, sql, type Transaction } from '@balie/database';
import type { CareBase } from './deps.ts';
import { mailNewAccount } from './mails.ts';
import { isOffered } from './offered.ts';
import { fullName, recordOf } from './people.ts';
import { openOptional } from './seals.ts';

const { recordLinks, patients } = schema;

/** The one living record with the number an eID proved is put beside the request; the practice says yes or no (S4-33). A child's guardian proved only their own. */
async function findProven(tx: Transaction, link: string, clinic: string, { number, byGuardian = false }: ProvenNumber, now: Date): Promise<void> {
  const patient = (await recordOf(tx, clinic, number))?.id ?? null;
  const taken = patient !== null && (await tx.select({ id: recordLinks.id }).from(recordLinks).where(and(eq(recordLinks.clinic, clinic), eq(recordLinks.patient, patient), eq(recordLinks.state, 'linked')))).length > 0;
  await tx.update(recordLinks).set({ proof: byGuardian ? 'guardian' : 'eid', ...(patient && !taken ? { state: 'identity-checked', patient, numberHmac: number, checkedAt: now } : {}) }).where(eq(recordLinks.id, link));
}

/**
 * S1-15: the practice has exactly one verified record with the number that the eID proved, of somebody alive, and no other account has it: linked at once. Of two
 * accounts the first wins (the record's row is locked, as at the desk). Answers the record, or null when a person has to look.
 */
async function linkProven(tx: Transaction, clinic: string, account: string, number: string, now: Date): Promise<string | null> {
  const found = await tx.select({ id: patients.id, verified: patients.verified, deceased: patients.deceased }).from(patients).where(and(eq(patients.clinic, clinic), eq(patients.numberHmac, number))).for('no key update');
  const [patient] = found;
  if (found.length !== 1 || !patient?.verified || patient.deceased) return null;
  const taken = await tx.select({ id: recordLinks.id }).from(recordLinks).where(and(eq(recordLinks.clinic, clinic), eq(recordLinks.patient, patient.id), eq(recordLinks.state, 'linked')));
  if (taken.length > 0) return null;
  const linked = await tx.update(recordLinks).set({ state: 'linked', patient: patient.id, numberHmac: number, proof: 'eid', checkedAt: now, linkedAt: now })
    .where(and(eq(recordLinks.account, account), eq(recordLinks.clinic, clinic), inArray(recordLinks.state, ['requested', 'identity-checked']))).returning({ id: recordLinks.id });
  return linked.length === 1 ? patient.id : null;
}

/** What a link no longer holds once its record is to be checked anew. */
export const unchecked = { patient: null, numberHmac: null, checkedBy: null, checkedAt: null, proof: null, linkedBy: null, linkedAt: null };

/**
 * A record that has another citizen's number than when it was checked is another person's for all we know: it opens to nobody before the practice has looked, and the practice is told. A
 * number that is only missing (masked, say) proves nothing, and is compared when there is one again. Records are locked before links, here and where they are linked.
 */
export async function recheckLinks(tx: Transaction, base: Pick<CareBase, 'keyring'>, clinic: ClinicConfig, now: Date): Promise<{ link: string; patient: string }[]> {
  const rows = await tx.select({ link: recordLinks.id, patient: patients.id }).from(recordLinks).innerJoin(patients, eq(patients.id, recordLinks.patient))
    .where(and(eq(recordLinks.clinic, clinic.id), inArray(recordLinks.state, ['identity-checked', 'linked']), sql`${patients.numberHmac} <> coalesce(${recordLinks.numberHmac}, '')`)).orderBy(recordLinks.id).for('update', { of: recordLinks });
  if (rows.length === 0) return [];
  await tx.update(recordLinks).set({ state: 'requested', ...unchecked }).where(inArray(recordLinks.id, rows.map(({ link }) => link)));
  await mailNewAccount(tx, base, clinic, now);
  return rows;
}

/** Which record a link opens: to a child's guardians (`patient`) and to the account's own log-in (`own`). One that was only checked opens nothing yet, and says nothing about its owner. */
const opened = ({ state, patient, guardiansOnly }: Pick<typeof recordLinks.$inferSelect, 'state' | 'patient' | 'guardiansOnly'>) => { const linked = state === 'linked' ? patient : null; return { state: state as LinkState, patient: linked, own: guardiansOnly ? null : linked, guardiansOnly }; };

export function createLinking(base: CareBase): Linking<Transaction> {
  return {
    /**
     * Any number may race: the unique index on account and clinic lets one in, and that one tells the practice (S0-19).
     * Writes no audit entry: the caller's own, last in its transaction, covers it.
     */
    async request(tx, account, clinicId, proven) {
      const clinic = base.clinics.get(clinicId);
      if (!clinic) throw new PublicError('invalid_request', { fields: ['clinic'] });
      const now = base.clock();
      const [made] = await tx.insert(recordLinks).values({ account, clinic: clinicId, state: 'requested', requestedAt: now }).onConflictDoNothing().returning({ id: recordLinks.id });
      if (made) await mailNewAccount(tx, base, clinic, now);
      // Where nobody may log in before the practice said so, it also says whose record it is (S4-33).
      const looks = clinic.registration.admission === 'approve' || proven?.byGuardian;
      if (made && proven && looks) await findProven(tx, made.id, clinicId, proven, now);
      const patient = proven && !looks ? await linkProven(tx, clinicId, account, proven.number, now) : null;
      if (patient && proven?.mailTo) await queueMail(tx, base.keyring, { template: 'linked', to: proven.mailTo.email, locale: proven.mailTo.locale, clinic: clinicId, data: {} }, now);
      return { patient };
    },
    async accountOf(tx, clinic, number) {
      const rows = await tx.select({ account: recordLinks.account }).from(recordLinks).innerJoin(patients, eq(patients.id, recordLinks.patient))
        .where(and(eq(recordLinks.clinic, clinic), eq(recordLinks.state, 'linked'), eq(patients.numberHmac, number), eq(patients.verified, true)));
      return rows.length === 1 ? rows[0]!.account : null;
    },
    async all(account, tx, lock) {
      const query = (tx ?? base.db).select({ clinic: recordLinks.clinic, state: recordLinks.state, patient: recordLinks.patient, guardiansOnly: recordLinks.guardiansOnly, since: recordLinks.requestedAt }).from(recordLinks).where(eq(recordLinks.account, account)).orderBy(recordLinks.requestedAt, recordLinks.id);
      const rows = lock ? await query.for('update') : await query;
      return rows.map((row) => ({ ...row, ...opened(row) }));
    },
    async revokeAll(tx, account) {
      await tx.update(recordLinks).set({ state: 'revoked', refusalSealed: null }).where(eq(recordLinks.account, account));
    },
    async ownAgain(tx, account, clinics) {
      await tx.update(recordLinks).set({ guardiansOnly: false }).where(and(eq(recordLinks.account, account), inArray(recordLinks.clinic, [...clinics]), eq(recordLinks.guardiansOnly, true)));
    },
    async person(clinic, id) {
      const [patient] = await base.db.select().from(patients).where(and(eq(patients.clinic, clinic), eq(patients.id, id)));
      if (!patient?.verified || patient.deceased) return null;
      const taken = await base.db.$count(recordLinks, and(eq(recordLinks.clinic, clinic), eq(recordLinks.patient, id), eq(recordLinks.state, 'linked')));
      return taken > 0 ? null : { name: fullName(patient), birthDate: patient.birthDate, number: patient.numberHmac };
    },
    async byDesk(tx, { account, clinic, patient, number, by, proof }) {
      // Two links to one record are decided one after the other, as at the desk.
      const [free] = await tx.select({ number: patients.numberHmac }).from(patients).where(and(eq(patients.clinic, clinic), eq(patients.id, patient), eq(patients.verified, true), eq(patients.deceased, false))).for('no key update');
      const taken = await tx.$count(recordLinks, and(eq(recordLinks.clinic, clinic), eq(recordLinks.patient, patient), eq(recordLinks.state, 'linked')));
      if (!free || taken > 0 || (number != null && free.number !== number)) return false;
      const now = base.clock();
      const as = { state: 'linked', patient, numberHmac: free.number, proof, checkedBy: by, checkedAt: now, linkedBy: by, linkedAt: now };
      const linked = await tx.insert(recordLinks).values({ account, clinic, requestedAt: now, ...as }).onConflictDoUpdate({ target: [recordLinks.account, recordLinks.clinic], set: as, setWhere: ne(recordLinks.state, 'linked') }).returning({ id: recordLinks.id });
      return linked.length === 1;
    },
    async state(account, clinic, tx) {
      const [row] = await (tx ?? base.db).select({ link: recordLinks.id, state: recordLinks.state, patient: recordLinks.patient, given: patients.given, family: patients.family, guardiansOnly: recordLinks.guardiansOnly, email: patients.emailSealed, phone: patients.phoneSealed })
        .from(recordLinks).leftJoin(patients, eq(patients.id, recordLinks.patient)).where(and(eq(recordLinks.account, account), eq(recordLinks.clinic, clinic)));
      if (!row) return null;
      const is = opened(row), linked = is.patient !== null;
      return {
        link: row.link, ...is, recordName: linked && row.given !== null && row.family !== null ? fullName({ given: row.given, family: row.family }) : null,
        contact: linked ? { email: openOptional(base.keyring, 'email', row.email), phone: openOptional(base.keyring, 'phone', row.phone) } : null,
      };
    },
    offered: (patient, service) => isOffered(base.db, patient, service),
  };
}
