/** Photos and PDFs with a question: cleaned, sealed, and for an hour nobody's but the page's that sent them. */
import { PublicError, type FileAnswer, type FileKind, type SentFile } from '@balie/contracts';
import { and, asc, eq, gt, inArray, isNull, lte, schema, sql, type Queryable, type SQL, type Transaction } from '@balie/database';
import type { Act, CareAct, PatientAct, StaffAct } from '../act.ts';
import { demand, may } from '../desk/roles.ts';
import { open, seal } from '../seals.ts';
import { clean } from './clean.ts';
import { FileRefused } from './fault.ts';

const { econsultFiles, econsultMessages } = schema;
const hour = 3_600_000;
/** A page may try again, but is no store. */
const waitingAtMost = 12;
const columns = { id: econsultFiles.id, kind: econsultFiles.kind, size: econsultFiles.size, message: econsultFiles.message };
const asSent = ({ id, kind, size }: { id: string; kind: string; size: number }): SentFile => ({ id, kind: kind as FileKind, size });
const refused = (why: string) => new PublicError('file_refused', { fields: [why] });
/** Sent up by this page and not yet part of a message. */
const waiting = ({ access, clinic, now }: Pick<PatientAct, 'access' | 'clinic' | 'now'>) => and(eq(econsultFiles.clinic, clinic.id), eq(econsultFiles.account, access.account), eq(econsultFiles.patient, access.patient), eq(econsultFiles.page, access.page), isNull(econsultFiles.message), gt(econsultFiles.at, new Date(now.getTime() - hour)));

/** POST /care/econsults/files: cleaned before anything is written. Throws `file_refused` with the reason, `too_many_requests` for a page that keeps too many. */
export async function stageFile(act: PatientAct, data: string): Promise<SentFile> {
  const { count, megabytes } = act.clinic.econsults.files;
  if (count === 0) throw new PublicError('access_denied');
  const sent = Buffer.from(data, 'base64');
  if (sent.length > megabytes * 1_000_000) throw refused('size');
  // Before any of it is read: a page that keeps too many gets no more of our time.
  const full = async (db: Queryable) => { if (await db.$count(econsultFiles, waiting(act)) >= waitingAtMost) throw new PublicError('too_many_requests', { retry_after: hour / 1000 }); };
  await full(act.deps.db);
  const { kind, bytes } = await clean(sent).catch((thrown: unknown) => { throw thrown instanceof FileRefused ? refused(thrown.fault) : thrown; });
  return act.transact(async (tx, trail) => {
    // One page's files are counted one after another: parallel ones would not see each other's.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`econsult_file ${act.access.page}`}, 0))`);
    await full(tx);
    const [made] = await tx.insert(econsultFiles).values({
      clinic: act.clinic.id, patient: act.access.patient, account: act.access.account, page: act.access.page, kind, size: bytes.length, dataSealed: seal(act.deps.keyring, 'econsultFile', Buffer.from(bytes).toString('base64')), at: act.now,
    }).returning(columns);
    trail.object = made!.id;
    return asSent(made!);
  });
}

/** Makes files part of a message. All or none: one that is not this page's, or is gone, is `file_refused` with `gone`; the desk sends up none. */
export async function takeFiles(tx: Transaction, { access, clinic, now }: CareAct, message: string, ids: readonly string[] = []): Promise<void> {
  if (ids.length === 0) return;
  if (ids.length > clinic.econsults.files.count || new Set(ids).size !== ids.length) throw new PublicError('invalid_request', { fields: ['files'] });
  if (access.kind !== 'patient') throw refused('gone');
  const taken = await tx.update(econsultFiles).set({ message }).where(and(waiting({ access, clinic, now }), inArray(econsultFiles.id, [...ids]))).returning({ id: econsultFiles.id });
  if (taken.length !== ids.length) throw refused('gone');
}

/** Files by message. */
export async function filesOf(db: Queryable, messages: readonly string[]): Promise<Map<string, SentFile[]>> {
  const rows = messages.length === 0 ? [] : await db.select(columns).from(econsultFiles).where(inArray(econsultFiles.message, [...messages])).orderBy(asc(econsultFiles.at), asc(econsultFiles.id));
  return new Map(messages.map((message) => [message, rows.filter((row) => row.message === message).map(asSent)]));
}

async function fileWhere(tx: Transaction, act: Act, where: SQL | undefined): Promise<FileAnswer & { patient: string }> {
  const [row] = await tx.select({ file: econsultFiles }).from(econsultFiles).innerJoin(econsultMessages, eq(econsultMessages.id, econsultFiles.message)).where(where);
  if (!row) throw new PublicError('not_found');
  return { ...asSent(row.file), data: open(act.deps.keyring, 'econsultFile', row.file.dataSealed), patient: row.file.patient };
}
/** GET /care/econsults/files/:id */
export const readFile = (act: PatientAct, id: string): Promise<FileAnswer> => act.transact(async (tx) => {
  const { patient: _own, ...file } = await fileWhere(tx, act, and(eq(econsultFiles.id, id), eq(econsultFiles.clinic, act.clinic.id), eq(econsultFiles.patient, act.access.patient)));
  return file;
});
/** GET /staff/econsults/files/:id */
export async function readFileAtDesk(act: StaffAct, id: string): Promise<FileAnswer> {
  demand(may(act.access, act.clinic).care);
  return act.transact(async (tx, trail) => {
    const { patient, ...file } = await fileWhere(tx, act, and(eq(econsultFiles.id, id), eq(econsultFiles.clinic, act.clinic.id)));
    trail.patient = patient;
    return file;
  });
}

/** What was sent up and never became part of a message. */
export async function sweepFiles(db: Queryable, now: Date): Promise<void> { await db.delete(econsultFiles).where(and(isNull(econsultFiles.message), lte(econsultFiles.at, new Date(now.getTime() - hour)))); }
