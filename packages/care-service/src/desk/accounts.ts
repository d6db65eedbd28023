/** Accounts at the practice, whatever their state: found, and helped when something is wrong with them. */
import { PublicError, type AccountSearch, type accountSearchAnswer, type DeskAccount, type LinkState } from '@balie/contracts';
import { and, desc, eq, inArray, ne, numberHmac, schema, type Queryable, type SQL, type Transaction } from '@balie/database';
import { nameWords, readPersonalNumber } from '@balie/rules';
import type { output } from 'zod/mini';
import type { StaffAct, Trail } from '../act.ts';
import { mailPatient } from '../mails.ts';
import { seal } from '../seals.ts';
import { contactOf } from '../contacts.ts';
import { deskLinkOf, linkRows, ofClinic, type LinkWithPatient } from './links.ts';
import { nameFits } from './patients.ts';
import { demand, may } from './roles.ts';

const { recordLinks, patients } = schema;
const page = 50;
/** Looked through at most. Accounts without a record are known by what they said of themselves only, which is sealed: these are opened, newest first. */
const looked = 500;

/** The rule of `nameFits`, for names that are sealed. */
const begins = (typed: readonly string[], name: readonly string[]): boolean => typed.length > 0 && typed.every((word) => name.some((one) => one.startsWith(word)));

async function accountsOf(act: StaffAct, rows: readonly LinkWithPatient[]): Promise<DeskAccount[]> {
  const ids = rows.map((row) => row.link.account);
  const [contacts, closed, numbered] = [await act.deps.accounts.contacts(ids), await act.deps.accounts.codesClosed(ids, act.clinic.id), await act.deps.accounts.numbered(ids)];
  return rows.map((row) => ({ ...deskLinkOf(act.deps, row, contacts.get(row.link.account)), linkedAt: row.link.linkedAt?.toISOString() ?? null, codesClosed: closed.has(row.link.account), smsNumber: !row.link.guardiansOnly && numbered.has(row.link.account) }));
}

/** POST /staff/accounts/search: all fields given must fit. A number that cannot be one is `invalid_request`. */
export async function searchAccounts(act: StaffAct, { name, birthDate, number: typed, email }: AccountSearch): Promise<output<typeof accountSearchAnswer>> {
  demand(may(act.access, act.clinic).accounts);
  const { keyring, accounts } = act.deps;
  const number = typed === undefined ? null : readPersonalNumber(act.clinic.country, typed);
  if (number?.ok === false) throw new PublicError('invalid_request', { fields: ['number'] });
  const account = email === undefined ? undefined : await accounts.find(email);
  const mine = and(eq(recordLinks.clinic, act.clinic.id), account ? and(eq(recordLinks.account, account), eq(recordLinks.guardiansOnly, false)) : undefined);
  const record = and(
    name === undefined ? undefined : nameFits(act.clinic.id, name), birthDate === undefined ? undefined : eq(patients.birthDate, birthDate),
    number === null ? undefined : eq(patients.numberHmac, numberHmac(keyring, act.clinic.country, number.value.number)),
  );
  const newest = (db: Queryable, ...which: (SQL | undefined)[]) => linkRows(db).where(and(mine, ...which)).orderBy(desc(recordLinks.requestedAt)).limit(looked);
  // Before the transaction, which writes down whose record is shown: contacts are read over another connection.
  const unlinked = account !== null && record && number === null ? await newest(act.deps.db, ne(recordLinks.state, 'linked')) : [];
  const contacts = await accounts.contacts(unlinked.map((row) => row.link.account));
  const said = unlinked.filter(({ link }) => {
    const contact = contacts.get(link.account);
    return contact !== undefined && (name === undefined || begins(nameWords(name), nameWords(contact.name ?? ''))) && (birthDate === undefined || contact.birthDate === birthDate);
  });
  const found = await act.transact(async (tx, trail) => {
    const byRecord = account === null ? [] : await newest(tx, record && inArray(recordLinks.patient, tx.select({ id: patients.id }).from(patients).where(and(eq(patients.clinic, act.clinic.id), record))));
    const rows = [...new Map([...byRecord, ...said].map((row) => [row.link.id, row])).values()];
    trail.shown = rows.slice(0, page).flatMap(({ patient }) => (patient ? [patient.id] : []));
    return rows;
  });
  return { accounts: await accountsOf(act, found.slice(0, page)), more: Math.max(0, found.length - page) };
}

/** One account, locked; afterwards as it is then. Throws `not_found` for another practice's. */
async function help(act: StaffAct, id: string, work: (tx: Transaction, link: LinkWithPatient['link'], trail: Trail) => Promise<void>): Promise<DeskAccount> {
  const row = await act.transact(async (tx, trail) => {
    const [link] = await tx.select().from(recordLinks).where(ofClinic(act, id)).for('update');
    if (!link) throw new PublicError('not_found');
    trail.patient = link.state === 'linked' ? link.patient : null;
    await work(tx, link, trail);
    const [after] = await linkRows(tx).where(ofClinic(act, id));
    return after!;
  });
  return (await accountsOf(act, [row]))[0]!;
}

/** POST /staff/links/:id/revoke: the record is out of reach at once, in pages that are open too; the patient is mailed. The reason stays at the practice. */
export async function revokeLink(act: StaffAct, id: string, reason: string): Promise<DeskAccount> {
  const allowed = may(act.access, act.clinic);
  demand(allowed.checkIdentity || allowed.link);
  const contact = await contactOf(act, recordLinks, id);
  return help(act, id, async (tx, link) => {
    if ((link.state as LinkState) !== 'linked') throw new PublicError('already_handled');
    await tx.update(recordLinks).set({ state: 'revoked' satisfies LinkState, refusalSealed: seal(act.deps.keyring, 'refusal', reason) }).where(eq(recordLinks.id, id));
    await act.deps.accounts.closePages(tx, link.account, act.clinic.id);
    await mailPatient(tx, act.deps, act.clinic, contact, act.now, { template: 'link-revoked', data: {} });
  });
}

/** POST /staff/links/:id/reopen-codes: of somebody on the telephone who guessed wrong too often today: what was guessed at this practice is forgiven, not what was at others. */
export function reopenCodes(act: StaffAct, id: string): Promise<DeskAccount> {
  demand(may(act.access, act.clinic).accounts);
  return help(act, id, (tx, link) => act.deps.accounts.reopenCodes(tx, link.account, act.clinic.id));
}

/** POST /staff/links/:id/remove-number: of who lost the telephone that codes go to, by who may check identity; log-ins then do without, until another number is given. */
export function removeNumber(act: StaffAct, id: string): Promise<DeskAccount> {
  demand(may(act.access, act.clinic).checkIdentity);
  return help(act, id, async (tx, link) => {
    // Nor the telephone of one whom this practice did not let in, or let go.
    if ((link.state as LinkState) !== 'linked' || link.guardiansOnly || !await act.deps.accounts.removeNumber(tx, link.account, act.clinic.id)) throw new PublicError('already_handled');
  });
}
