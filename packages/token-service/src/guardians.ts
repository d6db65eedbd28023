/**
 * Guardians (N8): who may act for a child, until the day on which the country's law gives the child its own say. Nothing has to run for that: every call, refresh
 * and log-in asks the calendar of the clinic (T32). An account that a guardian made is a guardian's in everything it was given (password, address), so on that
 * day it stops, until the person it is about has proven with an eID who they are.
 */
import { PublicError, type ClinicConfig, type GuardiansAnswer } from '@balie/contracts';
import { and, appendAudit, eq, inArray, isNull, ne, or, queueMail, schema, type Queryable, type Transaction } from '@balie/database';
import { addDays, localDate } from '@balie/rules';
import { accountById, openContact, provenByEid } from './accounts.ts';
import type { Context } from './context.ts';
import { endFamiliesOf } from './families.ts';
import { guardianMail, guardianName, holdGuardians, openAsked, standing } from './guardian-rows.ts';
import { voidLinks } from './password-reset.ts';
import { guardianEnded, nextOf, rightsOf } from './rights.ts';

const { accounts, guardianRequests, guardianships } = schema;
/** Days before a change of rights on which both are told. */
export const announceDays = 30;

/** The guardian proved to be whom the form named, and set up the child's account: from now on they act for it, at that clinic. */
export async function beginGuardianship(tx: Transaction, clinic: string, guardian: string, child: string, now: Date): Promise<void> {
  await tx.insert(guardianships).values({ clinic, guardian, child, since: now, setUp: true });
}

/** All that whoever knew a password can have set up: that, passkeys, telephone, address, words, devices, links on their way and sessions. */
export async function endSetUp(tx: Transaction, account: string, now: Date): Promise<void> {
  await tx.update(accounts).set({ passwordHash: null, emailHmac: null, emailSealed: null, phoneSealed: null, phraseSealed: null, contactConfirmedAt: null }).where(eq(accounts.id, account));
  await tx.delete(schema.identities).where(and(eq(schema.identities.account, account), eq(schema.identities.kind, 'email')));
  await tx.delete(schema.factors).where(eq(schema.factors.owner, account));
  await tx.delete(schema.knownDevices).where(eq(schema.knownDevices.account, account));
  await voidLinks(tx, account);
  await endFamiliesOf(tx, account, now);
}

/** Grown up, and proven by their own eID: guardians, and all that they could have set up, end: password, passkeys, telephone, address, devices, sessions. The account goes on. True when there was anything to take over. */
export async function takeOver(tx: Transaction, ctx: Context, account: string): Promise<boolean> {
  if (!await guardianEnded(tx, ctx, account)) return false;
  const now = ctx.clock(), { links } = await holdGuardians(tx, ctx, account);
  await tx.update(guardianships).set({ endedAt: now }).where(and(eq(guardianships.child, account), isNull(guardianships.endedAt)));
  await endSetUp(tx, account, now);
  await tx.update(schema.identities).set({ proof: 'eid' }).where(and(eq(schema.identities.account, account), eq(schema.identities.proof, 'guardian')));
  await tx.delete(guardianRequests).where(eq(guardianRequests.child, account));
  await ctx.linking.ownAgain(tx, account, links.map(({ clinic }) => clinic));
  return true;
}

/**
 * The child whom an account acts for at a clinic, as of this moment: named by the guardianship when a page is asked for, by the child at each request after that (T32). Both are asked of
 * the table and the calendar; nothing that a browser says counts. A child whose date of birth is not known has nobody to act for it: its age decides.
 * Whoever the practice added acts once an eID has proved that the number is theirs. Where the practice has yet to say yes to a guardian, or said no, it reads as where it has yet to say so of the child itself (T16). @throws PublicError access_denied, guardian_ended, not_linked
 */
export async function childOf(db: Queryable, ctx: Context, clinic: ClinicConfig, guardian: string, by: { guardianship: string } | { child: string }): Promise<string> {
  const [found] = await db.select({ child: guardianships.child, birthDateSealed: accounts.birthDateSealed }).from(guardianships).innerJoin(accounts, eq(accounts.id, guardianships.child))
    .where(and(eq(guardianships.clinic, clinic.id), eq(guardianships.guardian, guardian), standing, 'child' in by ? eq(guardianships.child, by.child) : eq(guardianships.id, by.guardianship)));
  const [asked] = found || 'child' in by ? [] : await db.select().from(guardianRequests).where(and(eq(guardianRequests.id, by.guardianship), eq(guardianRequests.clinic, clinic.id), eq(guardianRequests.guardian, guardian)));
  if (!(found ?? asked) || !clinic.guardians || !await provenByEid(db, guardian)) throw new PublicError('access_denied');
  const birthDate = found ? found.birthDateSealed === null ? null : ctx.keyring.open('account-birth-date', found.birthDateSealed) : openAsked(ctx, asked!).birthDate;
  const rights = rightsOf(clinic, birthDate, ctx.clock());
  if (rights === 'own') throw new PublicError('guardian_ended');
  if (rights === null) throw new PublicError('access_denied');
  if (!found) throw new PublicError('not_linked');
  return found.child;
}

/** What the practice calls who acts for that child there; for acts that their account has no name for. */
export async function nameHere(db: Queryable, ctx: Context, clinic: string, guardian: string, child: string): Promise<string | null> {
  const [row] = await db.select().from(guardianships).where(and(eq(guardianships.clinic, clinic), eq(guardianships.guardian, guardian), eq(guardianships.child, child), standing));
  return row ? guardianName(ctx, row, null) : null;
}

/** Whether an account sees a record as of now, as the guard would find it: its own, or a child's that it acts for. */
export async function readsRecord(ctx: Context, account: string, clinicId: string, patient: string): Promise<boolean> {
  const clinic = ctx.clinics.get(clinicId);
  if (!clinic) return false;
  const sees = async (whose: string, by: 'own' | 'patient') => (await ctx.linking.state(whose, clinicId))?.[by] === patient;
  if (await sees(account, 'own')) return true;
  for (const { child } of await ctx.db.select({ child: guardianships.child }).from(guardianships).where(and(eq(guardianships.clinic, clinicId), eq(guardianships.guardian, account), standing))) {
    if (await sees(child, 'patient')) return childOf(ctx.db, ctx, clinic, account, { child }).then(() => true, (thrown: unknown) => { if (thrown instanceof PublicError) return false; throw thrown; });
  }
  return false;
}

/** GET /guardians: for the account itself, and for the children it acts for or asked to. What the practice has not said yes to holds nothing but what the form said: the same whether the child had an account or not (T16). */
export async function listGuardians(ctx: Context, clinic: ClinicConfig, account: string): Promise<GuardiansAnswer> {
  const now = ctx.clock();
  const of = and(eq(guardianships.clinic, clinic.id), standing);
  const known = await ctx.db.select().from(guardianships).where(and(of, or(eq(guardianships.guardian, account), eq(guardianships.child, account))));
  // Whose number no eID has proved yet acts for nobody, and reads of nobody.
  const mine = await provenByEid(ctx.db, account) ? known : known.filter((row) => row.child === account);
  const ofMyChildren = mine.flatMap((row) => (row.guardian === account ? [row.child] : []));
  const rows = [...mine, ...(ofMyChildren.length === 0 ? [] : await ctx.db.select().from(guardianships).where(and(of, inArray(guardianships.child, ofMyChildren), or(isNull(guardianships.guardian), ne(guardianships.guardian, account)))))];
  const asked = (await ctx.db.select().from(guardianRequests).where(and(eq(guardianRequests.clinic, clinic.id), eq(guardianRequests.guardian, account)))).filter((row) => !ofMyChildren.includes(row.child));
  const people = new Map((await ctx.db.select().from(accounts).where(inArray(accounts.id, [account, ...rows.flatMap((row) => (row.guardian === null ? [row.child] : [row.guardian, row.child]))]))).map((row) => [row.id, openContact(ctx, row)]));
  const linked = new Set((await Promise.all(ofMyChildren.map(async (child) => ((await ctx.linking.state(child, clinic.id))?.state === 'linked' ? child : null)))));
  const own = people.get(account)?.birthDate ?? null;
  const rights = (birthDate: string | null) => ({ rights: rightsOf(clinic, birthDate, now), next: nextOf(clinic, birthDate, now) });
  const guardian = (row: typeof guardianships.$inferSelect) => ({ name: guardianName(ctx, row, people.get(row.guardian ?? '')?.name), since: row.since.toISOString() });
  return {
    ...rights(own),
    guardians: rows.flatMap((row) => (row.child === account && row.guardian !== null ? [guardian(row)] : [])),
    children: [
      ...mine.filter((row) => row.guardian === account).map((row) => {
        const child = people.get(row.child), its = rights(child?.birthDate ?? null), open = clinic.guardians && its.rights !== null && linked.has(row.child);
        return { id: row.id, name: child?.name ?? null, since: row.since.toISOString(), ...its, open, others: open ? rows.flatMap((other) => (other.child === row.child && other.id !== row.id && other.guardian !== null ? [guardian(other)] : [])) : [] };
      }),
      ...asked.map((row) => { const said = openAsked(ctx, row); return { id: row.id, name: said.childName, since: row.requestedAt.toISOString(), ...rights(said.birthDate), open: false, others: [] }; }),
      // Whose day has come is nobody's child here any more.
    ].filter((child) => child.rights !== 'own').sort((a, b) => (a.since < b.since ? -1 : 1)),
  };
}
/** Tells all whom a change of rights concerns, once for each change and some weeks before it: the child, and whoever acts for it then. Of N services that sweep, one tells. */
export async function announceRights(ctx: Context, now: Date): Promise<void> {
  const found = await ctx.db.select({ row: guardianships, child: accounts }).from(guardianships).innerJoin(accounts, eq(accounts.id, guardianships.child)).where(isNull(guardianships.endedAt));
  for (const { row, child } of found) {
    const clinic = ctx.clinics.get(row.clinic);
    const contact = openContact(ctx, child);
    const next = clinic && nextOf(clinic, contact.birthDate, now);
    if (!clinic || !next || row.announcedFor === next.date || next.date > addDays(localDate(now, clinic.timeZone), announceDays)) continue;
    await ctx.db.transaction(async (tx) => {
      const told = await tx.update(guardianships).set({ announcedFor: next.date }).where(and(eq(guardianships.clinic, row.clinic), eq(guardianships.child, row.child), isNull(guardianships.endedAt), or(isNull(guardianships.announcedFor), ne(guardianships.announcedFor, next.date)))).returning();
      // One that came after the others were told hears it alone.
      const again = told.length < await tx.$count(guardianships, and(eq(guardianships.clinic, row.clinic), eq(guardianships.child, row.child), isNull(guardianships.endedAt)));
      if (told.length === 0) return;
      const guardians = [];
      for (const one of told) if (one.guardian !== null && one.stoppedAt === null) guardians.push(guardianMail(ctx, one, await accountById(tx, one.guardian)));
      // An address that somebody gave who is let go here is not the child's any more.
      const own = again || (await ctx.linking.state(row.child, row.clinic, tx))?.guardiansOnly ? [] : [contact];
      for (const [template, people] of [['rights-change-child', own], ['rights-change-guardian', guardians]] as const) {
        for (const one of people) if (one?.email) await queueMail(tx, ctx.keyring, { template, to: one.email, locale: one.locale, clinic: clinic.id, data: { rights: next.rights } }, now);
      }
      await appendAudit(tx, { at: now, clinic: clinic.id, actorKind: 'system', actor: null, action: 'rights-announce', objectKind: 'guardianship', object: row.id, patient: null, outcome: 'mailed' });
    });
  }
}
