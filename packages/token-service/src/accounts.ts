/** Accounts: one verified e-mail address each. Address, name, birth date and telephone number are sealed; the address is found by its HMAC. */
import type { AccountContact, Accounts, Locale } from '@balie/contracts';
import { eq, inArray, schema, type Queryable } from '@balie/database';
import { emailKey } from '@balie/rules';
import type { Context } from './context.ts';

const { accounts } = schema;
export type AccountRow = typeof accounts.$inferSelect;
export interface Person { email: string; name: string | null; birthDate: string | null; phone: string | null }

export const emailHmac = (ctx: Context, email: string): string => ctx.keyring.hmac('email', emailKey(email));

export async function findAccount(db: Queryable, ctx: Context, email: string): Promise<AccountRow | null> {
  const [row] = await db.select().from(accounts).where(eq(accounts.emailHmac, emailHmac(ctx, email)));
  return row ?? null;
}

export async function accountById(db: Queryable, id: string): Promise<AccountRow | null> {
  const [row] = await db.select().from(accounts).where(eq(accounts.id, id));
  return row ?? null;
}

const fields = { emailSealed: 'account-email', nameSealed: 'account-name', birthDateSealed: 'account-birth-date', phoneSealed: 'account-phone' } as const;

export function sealPerson(ctx: Context, person: Person) {
  const seal = (field: keyof typeof fields, value: string | null) => (value === null ? null : ctx.keyring.seal(fields[field], value));
  return { emailSealed: ctx.keyring.seal(fields.emailSealed, person.email), nameSealed: seal('nameSealed', person.name), birthDateSealed: seal('birthDateSealed', person.birthDate), phoneSealed: seal('phoneSealed', person.phone) };
}

export function openContact(ctx: Context, row: AccountRow): AccountContact {
  const open = (field: keyof typeof fields) => { const sealed = row[field]; return sealed === null ? null : ctx.keyring.open(fields[field], sealed); };
  return { account: row.id, email: ctx.keyring.open(fields.emailSealed, row.emailSealed), name: open('nameSealed'), birthDate: open('birthDateSealed'), phone: open('phoneSealed'), locale: row.locale as Locale };
}

export const createAccounts = (ctx: Context): Accounts => ({
  async contacts(ids) {
    const rows = ids.length === 0 ? [] : await ctx.db.select().from(accounts).where(inArray(accounts.id, [...new Set(ids)]));
    return new Map(rows.map((row) => [row.id, openContact(ctx, row)]));
  },
});
