/** What the desk reads and does about accounts; who may is decided there. */
import type { Accounts } from '@balie/contracts';
import { and, eq, inArray, isNotNull, queueMail, readCount, schema, type Transaction } from '@balie/database';
import { emailIdentity, findAccount, openContact } from './accounts.ts';
import type { Context } from './context.ts';
import { endSessions, mailOwner } from './devices.ts';
import { endPages } from './families.ts';
import { readsRecord } from './guardians.ts';
import { forget, limits, uncount } from './limits.ts';
import { guardedAmong } from './rights.ts';
import { guessKey, guessKeyAt } from './session-codes.ts';
import { smsFactorsOf } from './sms-number.ts';

const { accounts, factors, pages } = schema;

export const createAccounts = (ctx: Context): Accounts<Transaction> => ({
  async contacts(ids) {
    const rows = ids.length === 0 ? [] : await ctx.db.select().from(accounts).where(inArray(accounts.id, [...new Set(ids)]));
    const guarded = await guardedAmong(ctx.db, ctx, rows.map((row) => row.id));
    return new Map(rows.map((row) => { const contact = openContact(ctx, row); const by = guarded.get(row.id); return [row.id, !by ? contact : by.ended ? { ...contact, email: null, phone: null } : { ...contact, child: true }]; }));
  },
  reads: (account, clinic, patient) => readsRecord(ctx, account, clinic, patient),
  async find(email) { return (await findAccount(ctx.db, emailIdentity(ctx, email)))?.id ?? null; },
  async codesClosed(ids, clinic) {
    const closed = new Set<string>();
    for (const id of ids) if (await readCount(ctx.db, guessKey(ctx, id), ctx.clock()) >= limits.guessesPerAccount.limit && await readCount(ctx.db, guessKeyAt(ctx, id, clinic), ctx.clock()) > 0) closed.add(id);
    return closed;
  },
  async reopenCodes(tx, id, clinic) {
    const own = guessKeyAt(ctx, id, clinic);
    await uncount(tx, guessKey(ctx, id), Math.min(await readCount(tx, own, ctx.clock()), limits.guessesPerAccount.limit));
    await forget(tx, own);
  },
  async numbered(ids) {
    const rows = ids.length === 0 ? [] : await ctx.db.select({ owner: factors.owner }).from(factors).where(and(inArray(factors.owner, [...ids]), eq(factors.kind, 'sms'), isNotNull(factors.activatedAt)));
    return new Set(rows.map(({ owner }) => owner));
  },
  async removeNumber(tx, id, clinic) {
    const gone = await tx.delete(factors).where(and(smsFactorsOf(id), isNotNull(factors.activatedAt))).returning({ id: factors.id });
    if (gone.length === 0) return false;
    const now = ctx.clock();
    await endSessions(tx, id, { allBut: null }, now);
    await mailOwner(tx, ctx, id, (to) => queueMail(tx, ctx.keyring, { template: 'factor-removed', ...to, clinic, data: { kind: 'sms' } }, now));
    return true;
  },
  closePages: (tx, id, clinic) => endPages(tx, and(eq(pages.account, id), eq(pages.clinic, clinic)), ctx.clock()),
});
