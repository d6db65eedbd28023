/** What a calendar says of an account that a guardian made (T32): nothing has to run for its end, every call, refresh and log-in asks. */
import { PublicError, type ClinicConfig } from '@balie/contracts';
import { and, eq, isNull, schema, type Queryable } from '@balie/database';
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

/** Guardianships of a child that nobody has ended, with the child's sealed data. */
const heldRows = (db: Queryable, child: string) => db.select({ clinic: guardianships.clinic, birthDateSealed: accounts.birthDateSealed }).from(guardianships).innerJoin(accounts, eq(accounts.id, guardianships.child)).where(and(eq(guardianships.child, child), isNull(guardianships.endedAt)));

/** True from local midnight of the day on which what a guardian set up for this account no longer counts. */
export async function guardianEnded(db: Queryable, ctx: Context, account: string): Promise<boolean> {
  const now = ctx.clock();
  return (await heldRows(db, account)).some(({ clinic, birthDateSealed }) => {
    const place = ctx.clinics.get(clinic);
    return place !== undefined && rightsOf(place, birthDateSealed === null ? null : ctx.keyring.open('account-birth-date', birthDateSealed), now) === 'own';
  });
}
/** @throws PublicError guardian_ended */
export async function demandOwn(db: Queryable, ctx: Context, account: string): Promise<void> {
  if (await guardianEnded(db, ctx, account)) throw new PublicError('guardian_ended');
}
