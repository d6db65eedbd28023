/**
 * Guardians (N8): who may act for a child, until the day on which the country's law gives the child its own say. Nothing has to run for that: every call, refresh
 * and log-in asks the calendar of the clinic (T32). An account that a guardian made is a guardian's in everything it was given (password, address), so on that
 * day it stops, until the person it is about has proven with an eID who they are.
 */
import type { ClinicConfig, GuardiansAnswer, Locale } from '@balie/contracts';
import { and, appendAudit, eq, inArray, isNull, ne, or, queueMail, schema, type Transaction } from '@balie/database';
import { addDays, localDate } from '@balie/rules';
import { openContact } from './accounts.ts';
import type { Context } from './context.ts';
import { endFamiliesOf } from './families.ts';
import { voidLinks } from './password-reset.ts';
import { guardianEnded, nextOf, rightsOf } from './rights.ts';

const { accounts, guardianships } = schema;
/** Days before a change of rights on which both are told. */
export const announceDays = 30;

/** The guardian proved to be whom the form named: from now on they act for the child, at that clinic. Again: nothing changes. */
export async function beginGuardianship(tx: Transaction, clinic: string, guardian: string, child: string, now: Date): Promise<void> {
  await tx.insert(guardianships).values({ clinic, guardian, child, since: now }).onConflictDoNothing();
}

/** Grown up, and proven by their own eID: guardians, and all that they could have set up, end: password, passkeys, telephone, address, devices, sessions. The account goes on. True when there was anything to take over. */
export async function takeOver(tx: Transaction, ctx: Context, account: string): Promise<boolean> {
  if (!await guardianEnded(tx, ctx, account)) return false;
  const now = ctx.clock();
  await tx.update(guardianships).set({ endedAt: now }).where(and(eq(guardianships.child, account), isNull(guardianships.endedAt)));
  await tx.update(accounts).set({ passwordHash: null, emailHmac: null, emailSealed: null, phoneSealed: null, phraseSealed: null, contactConfirmedAt: null }).where(eq(accounts.id, account));
  await tx.delete(schema.identities).where(and(eq(schema.identities.account, account), eq(schema.identities.kind, 'email')));
  await tx.delete(schema.factors).where(eq(schema.factors.owner, account));
  await tx.delete(schema.knownDevices).where(eq(schema.knownDevices.account, account));
  await voidLinks(tx, account);
  await tx.update(schema.identities).set({ proof: 'eid' }).where(and(eq(schema.identities.account, account), eq(schema.identities.proof, 'guardian')));
  await endFamiliesOf(tx, account, now);
  return true;
}

/** GET /guardians: for the account itself, and for the children it acts for. */
export async function listGuardians(ctx: Context, clinic: ClinicConfig, account: string): Promise<GuardiansAnswer> {
  const now = ctx.clock();
  const rows = await ctx.db.select().from(guardianships).where(and(eq(guardianships.clinic, clinic.id), isNull(guardianships.endedAt), or(eq(guardianships.guardian, account), eq(guardianships.child, account))));
  const people = new Map((await ctx.db.select().from(accounts).where(inArray(accounts.id, [account, ...rows.flatMap((row) => [row.guardian, row.child])]))).map((row) => [row.id, openContact(ctx, row)]));
  const own = people.get(account)?.birthDate ?? null;
  const rights = (birthDate: string | null) => ({ rights: rightsOf(clinic, birthDate, now), next: nextOf(clinic, birthDate, now) });
  return {
    ...rights(own),
    guardians: rows.filter((row) => row.child === account).map((row) => ({ name: people.get(row.guardian)?.name ?? null, since: row.since.toISOString() })),
    children: rows.filter((row) => row.guardian === account).map((row) => { const child = people.get(row.child); return { name: child?.name ?? null, since: row.since.toISOString(), ...rights(child?.birthDate ?? null) }; })
      // Whose day has come is nobody's child here any more.
      .filter((child) => child.rights !== 'own'),
  };
}

/** Tells both, once for each change and some weeks before it. Of N services that sweep, one tells. */
export async function announceRights(ctx: Context, now: Date): Promise<void> {
  const rows = await ctx.db.select({ row: guardianships, child: accounts }).from(guardianships).innerJoin(accounts, eq(accounts.id, guardianships.child)).where(isNull(guardianships.endedAt));
  for (const { row, child } of rows) {
    const clinic = ctx.clinics.get(row.clinic);
    const contact = openContact(ctx, child);
    const next = clinic && nextOf(clinic, contact.birthDate, now);
    if (!clinic || !next || row.announcedFor === next.date || next.date > addDays(localDate(now, clinic.timeZone), announceDays)) continue;
    await ctx.db.transaction(async (tx) => {
      const told = await tx.update(guardianships).set({ announcedFor: next.date }).where(and(eq(guardianships.id, row.id), isNull(guardianships.endedAt), or(isNull(guardianships.announcedFor), ne(guardianships.announcedFor, next.date)))).returning({ id: guardianships.id });
      if (told.length === 0) return;
      const [guardian] = await tx.select().from(accounts).where(eq(accounts.id, row.guardian));
      const other = guardian ? openContact(ctx, guardian) : null;
      for (const [template, to] of [['rights-change-child', contact], ['rights-change-guardian', other]] as const) {
        if (to?.email) await queueMail(tx, ctx.keyring, { template, to: to.email, locale: to.locale as Locale, clinic: clinic.id, data: { rights: next.rights } }, now);
      }
      await appendAudit(tx, { at: now, clinic: clinic.id, actorKind: 'system', actor: null, action: 'rights-announce', objectKind: 'guardianship', object: row.id, patient: null, outcome: 'mailed' });
    });
  }
}
