/** Record links: which account may see which record of a practice. Registered and linked are two states (S0-23). */
import { PublicError, type Linking, type LinkState } from '@balie/contracts';
import { and, eq, schema, type Transaction } from '@balie/database';
import type { CareBase } from './deps.ts';
import { mailNewAccount } from './mails.ts';
import { fullName } from './people.ts';

const { recordLinks, patients } = schema;

export function createLinking(base: CareBase): Linking<Transaction> {
  return {
    /**
     * Any number may race: the unique index on account and clinic lets one in, and that one tells the practice (S0-19).
     * Writes no audit entry: the caller's own, last in its transaction, covers it.
     */
    async request(tx, account, clinicId) {
      const clinic = base.clinics.get(clinicId);
      if (!clinic) throw new PublicError('invalid_request', { fields: ['clinic'] });
      const now = base.clock();
      const [made] = await tx.insert(recordLinks).values({ account, clinic: clinicId, state: 'requested', requestedAt: now }).onConflictDoNothing().returning({ id: recordLinks.id });
      if (made) await mailNewAccount(tx, base, clinic, now);
    },
    async all(account) {
      const rows = await base.db.select({ clinic: recordLinks.clinic, state: recordLinks.state, patient: recordLinks.patient, since: recordLinks.requestedAt }).from(recordLinks).where(eq(recordLinks.account, account)).orderBy(recordLinks.requestedAt);
      return rows.map((row) => ({ ...row, state: row.state as LinkState, patient: row.state === 'linked' ? row.patient : null }));
    },
    async revokeAll(tx, account) {
      await tx.update(recordLinks).set({ state: 'revoked', refusalSealed: null }).where(eq(recordLinks.account, account));
    },
    async state(account, clinic) {
      const [row] = await base.db.select({ link: recordLinks.id, state: recordLinks.state, patient: recordLinks.patient, given: patients.given, family: patients.family })
        .from(recordLinks).leftJoin(patients, eq(patients.id, recordLinks.patient)).where(and(eq(recordLinks.account, account), eq(recordLinks.clinic, clinic)));
      if (!row) return null;
      // A record that was only checked says nothing about its owner yet.
      const linked = row.state === 'linked' && row.patient !== null;
      return { link: row.link, state: row.state as LinkState, patient: linked ? row.patient : null, recordName: linked && row.given !== null && row.family !== null ? fullName({ given: row.given, family: row.family }) : null };
    },
  };
}
