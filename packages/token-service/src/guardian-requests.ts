/**
 * More than one guardian (N8): whoever proves by eID to be whom the form named asks to act for a child that has its account already, and until the practice says yes nothing of that account changes and
 * nothing of it is told (T16). One row a guardian, child and clinic; what the desk decides about it is `Guardians` of the contracts.
 */
import { PublicError, type Guardians, type Locale, type MailRequest } from '@balie/contracts';
import { and, asc, eq, gt, inArray, isNotNull, isNull, ne, numberHmac, or, queueMail, schema, type Queryable, type Transaction } from '@balie/database';
import { numberEnds, numberKinds, readPersonalNumber } from '@balie/rules';
import { accountById, findAccount, makeAccount, openContact, type Identity } from './accounts.ts';
import { clinicOf } from './clients.ts';
import type { Context } from './context.ts';
import { endFamiliesOf, endPages } from './families.ts';
import { counts, guardianMail, guardianName, holdGuardians, openAsked, standing, type Asked } from './guardian-rows.ts';
import { rightsOf } from './rights.ts';

const { accounts, guardianRequests, guardianships, identities, pages } = schema;
type Row = typeof guardianRequests.$inferSelect;

/** At that clinic. Who acts for the child there already is told so by mail, and who waits to with the child's own account asks nothing more; who was refused asks anew. The practice is told once (S4-33). */
export async function askToAct(tx: Transaction, ctx: Context, clinic: string, guardian: string, child: string, asked: Asked, now: Date): Promise<void> {
  const link = (await ctx.linking.state(child, clinic, tx))?.state ?? null;
  if ((link === 'linked' || link === 'requested' || link === 'identity-checked') && await actsFor(tx, clinic, guardian, child)) {
    const mine = link === 'linked' ? await accountById(tx, guardian) : null, own = mine && openContact(ctx, mine), to = own?.email ? own : asked;
    if (mine && to.email) await queueMail(tx, ctx.keyring, { template: 'guardian-approved', to: to.email, locale: to.locale, clinic, data: {} }, now);
    return;
  }
  const said = { state: 'requested', askedSealed: ctx.keyring.seal('guardian-request', JSON.stringify(asked)), requestedAt: now };
  const made = await tx.insert(guardianRequests).values({ clinic, guardian, child, ...said }).onConflictDoUpdate({ target: [guardianRequests.clinic, guardianRequests.guardian, guardianRequests.child], set: said, setWhere: eq(guardianRequests.state, 'refused') }).returning({ id: guardianRequests.id });
  if (made.length === 0) return;
  const { mail: { notify }, locales } = clinicOf(ctx, clinic, 'invalid_request');
  for (const to of notify) await queueMail(tx, ctx.keyring, { template: 'practice-guardian-asks', to, locale: locales[0]!, clinic, data: {} }, now);
}

/**
 * A child's own log-in that its practice closed, because who set it up was let go: another guardian's form sets it up anew. Only one whom every practice let in that the child is linked with, or waits for: it opens
 * nothing to them that they may not see. Answers those practices, held as they are until the transaction ends; null: not so.
 */
export async function maySetUpAnew(tx: Transaction, ctx: Context, clinic: string, guardian: string, child: string): Promise<readonly string[] | null> {
  if (!(await ctx.linking.state(child, clinic, tx))?.guardiansOnly) return null;
  const links = (await holdGuardians(tx, ctx, child)).links.filter(counts);
  if (!links.some((link) => link.clinic === clinic && link.guardiansOnly)) return null;
  for (const link of links) if (!await actsFor(tx, link.clinic, guardian, child)) return null;
  return links.map((link) => link.clinic);
}

const actsFor = async (db: Queryable, clinic: string, guardian: string, child: string): Promise<boolean> => await db.$count(guardianships, and(eq(guardianships.clinic, clinic), eq(guardianships.guardian, guardian), eq(guardianships.child, child), standing)) > 0;
/** Whether the child's password and address are this guardian's, wherever they set them up. */
const setUpBy = async (db: Queryable, guardian: string, child: string): Promise<boolean> => await db.$count(guardianships, and(eq(guardianships.guardian, guardian), eq(guardianships.child, child), eq(guardianships.setUp, true))) > 0;

export function createGuardians(ctx: Context): Guardians<Transaction> {
  const here = (clinic: string, request: string) => and(eq(guardianRequests.id, request), eq(guardianRequests.clinic, clinic));

  async function told(tx: Transaction, row: Row): Promise<Awaited<ReturnType<Guardians['asked']>>[number]> {
    const { country } = clinicOf(ctx, row.clinic, 'invalid_request'), asked = openAsked(ctx, row), read = readPersonalNumber(country, asked.number);
    const [child] = await tx.select({ hmac: identities.hmac }).from(identities).where(and(eq(identities.account, row.child), eq(identities.kind, numberKinds[country])));
    const guardian = await accountById(tx, row.guardian), contact = guardian && openContact(ctx, guardian);
    const [gone] = await tx.select().from(guardianships).where(and(eq(guardianships.clinic, row.clinic), eq(guardianships.guardian, row.guardian), eq(guardianships.child, row.child), isNotNull(guardianships.stoppedAt)));
    const noes = [{ at: row.refusedAt, sealed: row.refusalSealed, field: 'guardian-refusal' as const }, { at: gone?.stoppedAt ?? null, sealed: gone?.stopSealed ?? null, field: 'guardian-stop' as const }];
    const before = noes.flatMap(({ at, sealed, field }) => (at ? [{ at, reason: sealed === null ? null : ctx.keyring.open(field, sealed) }] : [])).sort((a, b) => b.at.getTime() - a.at.getTime())[0] ?? null;
    return {
      id: row.id, state: row.state as 'requested' | 'refused', child: row.child, childNumber: child?.hmac ?? null, guardianNumber: numberHmac(ctx.keyring, country, asked.number), numberEnds: numberEnds(country, asked.number),
      birthDate: read.ok ? read.value.birthDate : null, name: contact?.name ?? null, email: contact?.email ?? asked.email, phone: contact?.phone ?? asked.phone, requestedAt: row.requestedAt, before,
    };
  }

  /** From now on they act, at that practice; one who was let go does so again. Then all are told whom it concerns: who acts already, the child, and they themselves; an address once. */
  async function begin(tx: Transaction, { clinic, guardian, child, name, to }: { clinic: string; guardian: string; child: string; name: string | null; to: { email: string | null; locale: Locale } }): Promise<{ id: string; setUp: boolean }> {
    const now = ctx.clock(), setUp = await setUpBy(tx, guardian, child);
    const as = { since: now, nameSealed: name === null ? null : ctx.keyring.seal('guardian-name', name), toSealed: to.email === null ? null : ctx.keyring.seal('guardian-mail', JSON.stringify({ email: to.email, locale: to.locale })) };
    const [row] = await tx.insert(guardianships).values({ clinic, guardian, child, ...as }).onConflictDoUpdate({ target: [guardianships.clinic, guardianships.guardian, guardianships.child], set: { ...as, endedAt: null, stoppedAt: null, stopSealed: null, announcedFor: null } }).returning();
    const acting = await tx.select({ row: guardianships, account: accounts }).from(guardianships).innerJoin(accounts, eq(accounts.id, guardianships.guardian)).where(and(eq(guardianships.clinic, clinic), eq(guardianships.child, child), ne(guardianships.guardian, guardian), standing));
    const theirs = await accountById(tx, child), its = theirs && openContact(ctx, theirs);
    // Where another set the child's log-in up than this practice let in, its address is theirs.
    const closed = !setUp && (await ctx.linking.state(child, clinic, tx))?.guardiansOnly;
    const shared = its && rightsOf(clinicOf(ctx, clinic, 'invalid_request'), its.birthDate, now) === 'shared';
    const mails = new Map<string, Pick<MailRequest, 'locale'> & { template: 'guardian-added' | 'guardian-added-self' | 'guardian-approved' }>();
    const tell = (template: 'guardian-added' | 'guardian-added-self' | 'guardian-approved', who: { email: string | null; locale: Locale } | null) => { if (who?.email && !mails.has(who.email)) mails.set(who.email, { template, locale: who.locale }); };
    tell('guardian-approved', guardianMail(ctx, row!, await accountById(tx, guardian)));
    for (const one of acting) tell('guardian-added', guardianMail(ctx, one.row, one.account));
    if (!closed) tell(shared ? 'guardian-added-self' : 'guardian-added', its);
    for (const [address, mail] of mails) await queueMail(tx, ctx.keyring, { ...mail, to: address, clinic, data: {} }, now);
    return { id: row!.id, setUp };
  }

  return {
    async asked(tx, clinic, refusedSince) {
      const rows = await tx.select().from(guardianRequests).where(and(eq(guardianRequests.clinic, clinic), or(eq(guardianRequests.state, 'requested'), gt(guardianRequests.refusedAt, refusedSince)))).orderBy(eq(guardianRequests.state, 'refused'), asc(guardianRequests.requestedAt), asc(guardianRequests.id)).limit(100);
      const shown = [];
      for (const row of rows) shown.push(await told(tx, row));
      return shown;
    },
    async one(tx, clinic, request) {
      const [row] = await tx.select().from(guardianRequests).where(here(clinic, request));
      return row ? told(tx, row) : null;
    },
    async of(tx, clinic, child) {
      const rows = await tx.select({ row: guardianships, account: accounts }).from(guardianships).leftJoin(accounts, eq(accounts.id, guardianships.guardian)).where(and(eq(guardianships.clinic, clinic), eq(guardianships.child, child), standing)).orderBy(asc(guardianships.since), asc(guardianships.id));
      const numbers = new Map(rows.length === 0 ? [] : (await tx.select().from(identities).where(and(inArray(identities.account, rows.flatMap(({ account }) => (account ? [account.id] : []))), eq(identities.kind, numberKinds[clinicOf(ctx, clinic, 'invalid_request').country])))).map(({ account, hmac }) => [account, hmac]));
      return rows.map(({ row, account }) => ({ id: row.id, number: numbers.get(account?.id ?? '') ?? null, name: guardianName(ctx, row, account && openContact(ctx, account).name), since: row.since }));
    },
    async letIn(tx, clinic, request, { name, alone }) {
      const [row] = await tx.delete(guardianRequests).where(here(clinic, request)).returning();
      if (!row) throw new PublicError('already_handled');
      if (alone) await tx.update(guardianships).set({ stoppedAt: ctx.clock() }).where(and(eq(guardianships.clinic, clinic), eq(guardianships.child, row.child), or(isNull(guardianships.guardian), ne(guardianships.guardian, row.guardian)), standing));
      return begin(tx, { clinic, guardian: row.guardian, child: row.child, name, to: openAsked(ctx, row) });
    },
    async add(tx, { clinic, child, number, name, email, locale }) {
      const now = ctx.clock(), { country } = clinicOf(ctx, clinic, 'invalid_request');
      const identity: Identity = { kind: numberKinds[country], hmac: numberHmac(ctx.keyring, country, number) };
      const known = await findAccount(tx, identity);
      if (known?.id === child || (known && await actsFor(tx, clinic, known.id, child))) throw new PublicError('conflict');
      let guardian = known?.id ?? null;
      if (guardian === null) {
        // Known by the number that the practice saw, and by nothing else yet: what opens it is the eID of that number.
        const read = readPersonalNumber(country, number);
        guardian = await makeAccount(tx, ctx, identity, { email: null, name: null, birthDate: read.ok ? read.value.birthDate : null, phone: null }, { passwordHash: null, locale, proof: 'practice' }, now);
      }
      await tx.delete(guardianRequests).where(and(eq(guardianRequests.clinic, clinic), eq(guardianRequests.guardian, guardian), eq(guardianRequests.child, child)));
      return begin(tx, { clinic, guardian, child, name, to: { email, locale } });
    },
    async refuse(tx, clinic, request, reason) {
      const now = ctx.clock();
      const [row] = await tx.update(guardianRequests).set({ state: 'refused', refusedAt: now, refusalSealed: ctx.keyring.seal('guardian-refusal', reason) }).where(and(here(clinic, request), eq(guardianRequests.state, 'requested'))).returning();
      if (!row) throw new PublicError('already_handled');
      const asked = openAsked(ctx, row), mine = await accountById(tx, row.guardian), own = mine && openContact(ctx, mine);
      const to = own?.email ? own : asked;
      const template = clinicOf(ctx, clinic, 'invalid_request').registration.admission === 'approve' ? 'approval-refused-child' : 'link-refused-child';
      if (to.email) await queueMail(tx, ctx.keyring, { template, to: to.email, locale: to.locale, clinic, data: {} }, now);
    },
    async stop(tx, clinic, child, guardianship, reason) {
      const now = ctx.clock();
      const [row] = await tx.update(guardianships).set({ stoppedAt: now, stopSealed: ctx.keyring.seal('guardian-stop', reason) }).where(and(eq(guardianships.id, guardianship), eq(guardianships.clinic, clinic), eq(guardianships.child, child), standing)).returning();
      if (!row) return null;
      if (row.guardian === null) return { setUp: row.setUp };
      await endPages(tx, and(eq(pages.account, row.guardian), eq(pages.actsFor, child), eq(pages.clinic, clinic)), now);
      const to = guardianMail(ctx, row, await accountById(tx, row.guardian));
      if (to?.email) await queueMail(tx, ctx.keyring, { template: 'guardian-ended', to: to.email, locale: to.locale, clinic, data: {} }, now);
      return { setUp: await setUpBy(tx, row.guardian, child) };
    },
    logOut: (tx, account, clinic) => endFamiliesOf(tx, account, ctx.clock(), clinic),
  };
}
