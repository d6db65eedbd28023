/** Who saw or changed what, in the patient's own view (NEN 7513): roles, codes and times; never a name. */
import { errors, type AccessEntry } from '@balie/contracts';
import { and, desc, eq, inArray, lt, or, schema, type SQL } from '@balie/database';
import type { Context } from './context.ts';

const { audit, guardianships, staff } = schema;

/**
 * Newest first: what the account did, and what was done to the records that it sees now. Each half is read by its own index and no further than this
 * part of the list, however long the log has grown. `before`: the last number of the part before.
 */
export async function accessLog(ctx: Context, account: string, { before, limit }: { before?: number | undefined; limit: number }): Promise<{ entries: AccessEntry[]; next: number | null }> {
  const links = (await ctx.linking.all(account)).filter(({ own }) => own !== null);
  const part = (whose: SQL | undefined) => ctx.db.select().from(audit).where(and(whose, before === undefined ? undefined : lt(audit.sequence, before))).orderBy(desc(audit.sequence)).limit(limit + 1);
  const halves = await Promise.all([part(eq(audit.actor, account)), ...links.map((link) => part(and(eq(audit.patient, link.own!), eq(audit.clinic, link.clinic))))]);
  const rows = [...new Map(halves.flat().map((row) => [row.sequence, row])).values()].sort((a, b) => b.sequence - a.sequence);
  const shown = rows.slice(0, limit);
  const members = [...new Set(shown.flatMap((row) => (row.actorKind === 'staff' && row.actor ? [row.actor] : [])))];
  const roles = new Map(members.length === 0 ? [] : (await ctx.db.select({ id: staff.id, roles: staff.roles }).from(staff).where(or(inArray(staff.id, members)))).map((member) => [member.id, member.roles]));
  // Whoever acts, or once acted, for this account (N8).
  const guardians = new Set((await ctx.db.select({ guardian: guardianships.guardian }).from(guardianships).where(eq(guardianships.child, account))).map(({ guardian }) => guardian));
  const who = (row: (typeof rows)[number]): AccessEntry['who'] => {
    if (row.actor === account) return 'you';
    if (row.actor !== null && guardians.has(row.actor)) return 'guardian';
    if (row.actorKind !== 'staff') return 'system';
    const held = roles.get(row.actor ?? '') ?? [];
    return held.includes('gp') ? 'gp' : held.includes('assistant') ? 'assistant' : 'practice';
  };
  return {
    entries: shown.map((row) => ({ id: row.sequence, at: row.at.toISOString(), who: who(row), did: row.action, refused: Object.hasOwn(errors, row.outcome), clinic: row.clinic === null ? null : ctx.clinics.get(row.clinic)?.name ?? null })),
    next: rows.length > limit ? shown.at(-1)!.sequence : null,
  };
}
