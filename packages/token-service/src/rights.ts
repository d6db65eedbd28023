/** What a calendar says of an account that a guardian made (T32): nothing has to run for its end, every call, refresh and log-in asks. */
import { PublicError, type ClinicConfig } from '@balie/contracts';
import { and, eq, inArray, isNull, schema, type Queryable } from '@balie/database';
import { ageAt, localDate, nextRights, rightsAt, type Rights } from '@balie/rules';
import type { Context } from './context.ts';

const { accounts, guardianships } = schema;

type Place = Pick<ClinicConfig, 'country' | 'timeZone'>;
/** Null where the date of birth is not known: then nothing ends by itself, and the practice decides. */
export const rightsOf = (clinic: Place, birthDate: string | null, at: Date): Rights | null => {
  const age = birthDate === null ? null : ageAt(birthDate, at, clinic.timeZone);
  return age === null ? null : rightsAt(clinic.country, age);
};
export const nextOf = (clinic: Place, birthDate: string | null, at: Date) => (birthDate === null ? null : nextRights(clinic.country, birthDate, localDate(at, clinic.timeZone)));

/** Of these accounts those that a guardian set up, and whether, from local midnight of that day, what a guardian set up no longer counts. */
export async function guardedAmong(db: Queryable, ctx: Context, accountIds: readonly string[]): Promise<ReadonlyMap<string, { ended: boolean }>> {
  const now = ctx.clock();
  const rows = accountIds.length === 0 ? [] : await db.select({ child: guardianships.child, clinic: guardianships.clinic, birthDateSealed: accounts.birthDateSealed }).from(guardianships).innerJoin(accounts, eq(accounts.id, guardianships.child))
    .where(and(inArray(guardianships.child, [...accountIds]), isNull(guardianships.endedAt), eq(guardianships.setUp, true)));
  const found = new Map<string, { ended: boolean }>();
  for (const { child, clinic, birthDateSealed } of rows) {
    const place = ctx.clinics.get(clinic);
    const ended = place !== undefined && rightsOf(place, birthDateSealed === null ? null : ctx.keyring.open('account-birth-date', birthDateSealed), now) === 'own';
    found.set(child, { ended: ended || found.get(child)?.ended === true });
  }
  return found;
}
export const endedAmong = async (db: Queryable, ctx: Context, accountIds: readonly string[]): Promise<ReadonlySet<string>> =>
  new Set([...await guardedAmong(db, ctx, accountIds)].flatMap(([child, { ended }]) => (ended ? [child] : [])));
export const guardianEnded = async (db: Queryable, ctx: Context, account: string): Promise<boolean> => (await endedAmong(db, ctx, [account])).has(account);
/** What a guardian set up is of no use once the child decides alone (T32). @throws PublicError guardian_ended */
export async function demandNotOutgrown(db: Queryable, ctx: Context, account: string): Promise<void> {
  if (await guardianEnded(db, ctx, account)) throw new PublicError('guardian_ended');
}
