/** One act of one person: what it reads or changes, the mail it causes and its audit entry are one transaction. No entry, no effect (T33). */
import { PublicError, type ClinicConfig, type PatientAccess, type Service, type StaffAccess } from '@balie/contracts';
import { appendAudit, appendAudits, type AuditEntry, type Transaction } from '@balie/database';
import type { CareDeps } from './deps.ts';
import { demandOffered } from './offered.ts';

/** The audit entry as it will be written; an act fills in what it learns (object, patient, outcome). Ids and states only. `shown`: patients of a list, `each`: things that one act changed; each has an entry of its own. `known`: all that was shown stands in the audit already. */
export type Trail = AuditEntry & { shown: readonly string[]; each: readonly Partial<Omit<AuditEntry, 'clinic' | 'actor' | 'actorKind' | 'action'>>[]; known?: boolean };

/** A member of staff who fills in for a patient at the counter or on the telephone (N14). `account`: the one linked to the record, which sees it and is told; null: nobody's. */
export interface CallerAccess extends StaffAccess { service: Service; patient: string; account: string | null }
type Anybody = PatientAccess | StaffAccess | CallerAccess;

export interface Act<Access extends Anybody = Anybody> {
  readonly deps: CareDeps;
  readonly access: Access;
  readonly clinic: ClinicConfig;
  readonly now: Date;
  /** Runs the whole act. Called once. The audit entry is its last change: the audit lock is held by nobody who still waits for a row. */
  transact<T>(work: (tx: Transaction, trail: Trail) => Promise<T>): Promise<T>;
}
export type PatientAct = Act<PatientAccess>;
export type StaffAct = Act<StaffAccess>;
/** What a patient does, and the desk does for one. */
export type CareAct = Act<PatientAccess | CallerAccess>;

export const actorOf = (access: Anybody): string => (access.kind === 'patient' ? access.account : access.staff);

/** Starts an act and sees to its entry: `done`, what the act itself noted, or the code of the error it ended with. */
export async function perform<Access extends Anybody, T>(
  deps: CareDeps, access: Access, what: { action: string; objectKind: string | null; object: string | null }, run: (act: Act<Access>) => Promise<T>,
): Promise<T> {
  const clinic = deps.clinics.get(access.clinic);
  if (!clinic) throw new PublicError('access_denied');
  const now = deps.clock();
  const trail: Trail = {
    at: now, clinic: access.clinic, actorKind: access.kind, actor: actorOf(access), ...what,
    patient: 'patient' in access ? access.patient : null, outcome: 'done', shown: [], each: [],
  };
  const entries = ({ shown, each, known, ...entry }: Trail): AuditEntry[] => {
    const all = [...each, ...[...new Set(shown)].map((patient) => ({ patient }))];
    return all.length === 0 ? (known ? [] : [entry]) : all.map((one) => ({ ...entry, ...one }));
  };
  const transact: Act['transact'] = (work) => deps.db.transaction(async (tx) => {
    if (access.kind === 'patient') await demandOffered(tx, access);
    const answer = await work(tx, trail);
    await appendAudits(tx, entries(trail));
    // Once more: the audit's lock puts all acts in one order, so that nothing comes after the act that switched the service off.
    if (access.kind === 'patient') await demandOffered(tx, access);
    return answer;
  });
  try { return await run({ deps, access, clinic, now, transact }); } catch (thrown) {
    if (!(thrown instanceof PublicError) || thrown.code === 'temporarily_unavailable') throw thrown;
    const { shown: _none, each: _nor, known: _known, ...entry } = trail;
    await deps.db.transaction((tx) => appendAudit(tx, { ...entry, outcome: thrown.code }));
    throw thrown;
  }
}
