/** What the practice said of one prescription itself, apart from its class and its dates (S4-02). */
import { inArray, schema, type Queryable } from '@balie/database';
import type { RenewalOverride } from '@balie/rules';

const { medicationOverrides } = schema;

/** By medicine; also what has run out, for the rules know until when it held. */
export async function overridesOf(db: Queryable, ids: readonly string[]): Promise<ReadonlyMap<string, RenewalOverride>> {
  if (ids.length === 0) return new Map();
  const rows = await db.select().from(medicationOverrides).where(inArray(medicationOverrides.medication, [...ids]));
  return new Map(rows.map(({ medication, state, until }) => [medication, { state: state as RenewalOverride['state'], until }]));
}
