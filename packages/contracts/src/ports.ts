/** What one service needs of the other: declared here, implemented by the owner, passed in by `server`. The two never import each other. */
import type { Acr, LinkState, Locale, Service, StaffRole } from './ids.ts';

/** Effects take their time from here; tests turn it. */
export type Clock = () => Date;

/** A patient's open service page, as the guard proved it: token, DPoP proof, page row and record link all hold. */
export interface PatientAccess { kind: 'patient'; account: string; clinic: string; service: Service; page: string; patient: string; acr: Acr; locale: Locale }
export interface StaffAccess { kind: 'staff'; staff: string; clinic: string; name: string; roles: readonly StaffRole[]; locale: Locale }

/** Implemented by token-service. Throws PublicError: invalid_token, insufficient_user_authentication (with acr_values and scope), page_closed, not_linked, access_denied. */
export interface Guard {
  patient(request: Request, service: Service): Promise<PatientAccess>;
  staff(request: Request): Promise<StaffAccess>;
}

/** Contact data of accounts, for the desk's call list and for mails. Implemented by token-service. */
export interface Accounts {
  contacts(accounts: readonly string[]): Promise<ReadonlyMap<string, AccountContact>>;
}
export interface AccountContact { account: string; name: string | null; birthDate: string | null; phone: string | null; /** Null until one was given: then nothing can be mailed. */ email: string | null; locale: Locale }

/** Record links. Implemented by care-service; `transaction` is the database transaction of the caller, so that both effects are one. */
export interface Linking<Transaction = unknown> {
  /** Idempotent: one link per account and clinic. Also tells the practice (S0-19). */
  request(transaction: Transaction, account: string, clinic: string): Promise<void>;
  /** Somebody in the practice's records for whom an account can be begun: alive, known by a verified number, and linked to none. */
  person(clinic: string, patient: string): Promise<{ name: string; birthDate: string | null } | null>;
  /** Links at once to the record that a letter was handed over for; `by`: who made it. False when the record is no longer free. */
  byLetter(transaction: Transaction, link: { account: string; clinic: string; patient: string; by: string }): Promise<boolean>;
  state(account: string, clinic: string): Promise<{ link: string; state: LinkState; patient: string | null; recordName: string | null } | null>;
}

/** Mails the services ask for; `server` renders and sends them. Payloads hold no medical content. */
export type MailRequest =
  | { template: 'confirm-registration'; to: string; locale: Locale; clinic: string; data: { secret: string; hours: number } }
  | { template: 'already-registered'; to: string; locale: Locale; clinic: string; data: Record<string, never> }
  | { template: 'session-code'; to: string; locale: Locale; clinic: string; data: { code: string; mark: string; service: Service; minutes: number; at: string } }
  | { template: 'log-in-code'; to: string; locale: Locale; clinic: string; data: { code: string; mark: string; minutes: number; at: string } }
  | { template: 'activation'; to: string; locale: Locale; clinic: string; data: { secret: string; days: number } }
  | { template: 'activation-confirm'; to: string; locale: Locale; clinic: string; data: { secret: string; hours: number } }
  | { template: 'phone-added'; to: string; locale: Locale; clinic: string; data: Record<string, never> }
  | { template: 'linked'; to: string; locale: Locale; clinic: string; data: Record<string, never> }
  | { template: 'link-refused'; to: string; locale: Locale; clinic: string; data: Record<string, never> }
  | { template: 'answer-ready'; to: string; locale: Locale; clinic: string; data: { service: Service } }
  | { template: 'code-log-in-closed'; to: string; locale: Locale; clinic: string; data: Record<string, never> }
  | { template: 'sessions-ended'; to: string; locale: Locale; clinic: string; data: Record<string, never> }
  | { template: 'practice-new-account'; to: string; locale: Locale; clinic: string; data: Record<string, never> }
  | { template: 'practice-new-work'; to: string; locale: Locale; clinic: string; data: { service: Service } }
  | { template: 'staff-invitation'; to: string; locale: Locale; clinic: string; data: { secret: string } };
export type MailTemplate = MailRequest['template'];
/** Text messages, `to` an E.164 number. One line of words and the origin-bound line; nothing of the patient. */
export interface SmsRequest { template: 'code'; to: string; locale: Locale; clinic: string; data: { code: string; mark: string } }

/** The only shape a log line may have: no free text, no values from a request, never an Error object (T25, T26). */
export interface LogRecord {
  event: string;
  level?: 'info' | 'warn' | 'error';
  /** Correlation id, the same as in the error answer. */
  id?: string;
  clinic?: string; route?: string; method?: string; status?: number; code?: string; ms?: number; count?: number; template?: string; job?: string; port?: number; version?: string;
  /** Class name of what was thrown and the code of a system or SQL error (`ECONNREFUSED`, `23505`), never its message. */
  thrown?: string; systemCode?: string;
}
export type Log = (record: LogRecord) => void;
