/** What one service needs of the other: declared here, implemented by the owner, passed in by `server`. The two never import each other. */
import type { Acr, AppointmentTemplate, DeskWay, FactorKind, LinkState, Locale, PageScope, Rights, Service, StaffRole } from './ids.ts';

/** Effects take their time from here; tests turn it. */
export type Clock = () => Date;

/** A patient's open service page, as the guard proved it: token, DPoP proof, page row and record link all hold. `account` acts; `patient` is whose record it is: its own, or a child's whose guardian it is (N8). */
export interface PatientAccess { kind: 'patient'; account: string; clinic: string; service: Service; page: string; patient: string; /** Who acts for the child whose record it is, by name (N8; empty where none is known); null: it is their own. */ guardian: string | null; acr: Acr; locale: Locale }
export interface StaffAccess { kind: 'staff'; staff: string; clinic: string; name: string; roles: readonly StaffRole[]; locale: Locale }

/** Implemented by token-service. Throws PublicError: invalid_token, insufficient_user_authentication (with acr_values and scope), page_closed, not_linked, access_denied. */
export interface Guard {
  patient(request: Request, service: Service): Promise<PatientAccess>;
  staff(request: Request): Promise<StaffAccess>;
}

/** Accounts as the desk needs them: its call list, its mails, its help. Implemented by token-service; `transaction` as below. */
export interface Accounts<Transaction = unknown> {
  /** Without address and number where both were a guardian's and their day has come: nobody is told there any more (T32). */
  contacts(accounts: readonly string[]): Promise<ReadonlyMap<string, AccountContact>>;
  /** Whether the account sees that record of the clinic as of now: its own, or a child's whose guardian it is (N8). */
  reads(account: string, clinic: string, patient: string): Promise<boolean>;
  /** By the address it is known by. */
  find(email: string): Promise<string | null>;
  /** Those that may have no code today, because of too many wrong guesses, some of them at that clinic. */
  codesClosed(accounts: readonly string[], clinic: string): Promise<ReadonlySet<string>>;
  /** Guesses of codes of that clinic are forgiven: codes may be asked for again at once, unless too many were guessed elsewhere. */
  reopenCodes(transaction: Transaction, account: string, clinic: string): Promise<void>;
  /** Those whose log-ins send a code to a telephone number. */
  numbered(accounts: readonly string[]): Promise<ReadonlySet<string>>;
  /** For who lost that telephone (T31): the number goes, every session ends, and the owner is mailed. False where there was none. */
  removeNumber(transaction: Transaction, account: string, clinic: string): Promise<boolean>;
  /** Ends every open page of the account at a clinic, with its tokens. */
  closePages(transaction: Transaction, account: string, clinic: string): Promise<void>;
}
export interface AccountContact { account: string; name: string | null; birthDate: string | null; phone: string | null; /** Null until one was given: then nothing can be mailed. */ email: string | null; locale: Locale; /** A guardian made it and acts for it: address and number are the guardian's, and a mail says whose account it is about. */ child?: true }

/** Record links. Implemented by care-service; `transaction` is the database transaction of the caller, so that both effects are one. */
export interface Linking<Transaction = unknown> {
  /**
   * Idempotent: one link per account and clinic. Also tells the practice (S0-19). `proven`: keyed hash of the personal number that an eID has just proved: where
   * exactly one record of the practice has it, and no other account, the account is linked at once (S1-15). Where a clinic admits first, and for a
   * child, that record waits beside the request, so that the practice need only say yes or no (S4-33).
   */
  request(transaction: Transaction, account: string, clinic: string, proven?: ProvenNumber): Promise<{ /** The record linked just now. */ patient: string | null }>;
  /** The account linked to the one record with that number (keyed hash), if there is one. */
  accountOf(transaction: Transaction, clinic: string, number: string): Promise<string | null>;
  /** Somebody in the practice's records for whom an account can be begun: alive, known by a verified number (keyed hash), and linked to none. */
  person(clinic: string, patient: string): Promise<{ name: string; birthDate: string | null; number: string | null } | null>;
  /** Links at once to the record that the desk began an account for; `by`: who did; `number`: the record's then. False when the record is no longer free, or has another number since. */
  byDesk(transaction: Transaction, link: { account: string; clinic: string; patient: string; number?: string | null | undefined; by: string; proof: DeskWay }): Promise<boolean>;
  /** `transaction`: as it sees it, and over its connection: transactions that each wait for a second one can use up the pool. */
  state(account: string, clinic: string, transaction?: Transaction): Promise<{ link: string; state: LinkState; patient: string | null; /** The record, where the account's own log-in sees it too, and not its guardians alone. */ own: string | null; recordName: string | null; /** Of the linked record: to be compared, never shown to a base session (S4-40). */ contact: { email: string | null; phone: string | null } | null; /** A child's, opened by its guardians and not by its own log-in, which one set up whom the practice did not let in, or let go. */ guardiansOnly: boolean } | null>;
  /** Every practice this account asked to be linked with, oldest first. `patient`, `own` and `guardiansOnly` as in `state`. `lock`: none of them changes until the transaction ends. */
  all(account: string, transaction?: Transaction, lock?: boolean): Promise<readonly { clinic: string; state: LinkState; patient: string | null; own: string | null; guardiansOnly: boolean; since: Date }[]>;
  /** False where the practice does not offer that service online to that patient: no code is mailed for it. */
  offered(patient: string, service: Service): Promise<boolean>;
  /** The account is being closed: no link of it opens anything from here on. */
  revokeAll(transaction: Transaction, account: string): Promise<void>;
  /** What opens the account counts at these practices from here on: its links there are no longer its guardians' alone. */
  ownAgain(transaction: Transaction, account: string, clinics: readonly string[]): Promise<void>;
}

/** Who acts for the children of a practice, and who asks to (N8), as its desk decides it. Implemented by token-service as acts of the caller's transaction, mails too; who may do them is decided there. */
export interface Guardians<Transaction = unknown> {
  /** At most 100, oldest first: what waits, and what was refused since. */
  asked(transaction: Transaction, clinic: string, refusedSince: Date): Promise<readonly GuardianAsked[]>;
  /** One of them; null for another practice's, and for one that became a guardianship. */
  one(transaction: Transaction, clinic: string, request: string): Promise<GuardianAsked | null>;
  /** Who acts for that account at the practice, oldest first. */
  of(transaction: Transaction, clinic: string, child: string): Promise<readonly Acting[]>;
  /** Yes: from now on they act for the child, and all whom it concerns are told. `alone`: of this practice's guardians nobody else stays, for they were let in by nothing that counts any more. Answers whether the child's own log-in is theirs. */
  letIn(transaction: Transaction, clinic: string, request: string, by: { name: string | null; alone: boolean }): Promise<{ setUp: boolean }>;
  /** At the counter: `number` as `readPersonalNumber` gives it, `email` where to tell them. Throws `conflict` when they act for the child already. Answers the guardianship, and whether the child's own log-in is theirs. */
  add(transaction: Transaction, wish: { clinic: string; child: string; number: string; name: string; email: string | null; locale: Locale }): Promise<{ id: string; setUp: boolean }>;
  /** The reason is for colleagues; the mail holds none, and is the one of every refusal. */
  refuse(transaction: Transaction, clinic: string, request: string, reason: string): Promise<void>;
  /** Out from this moment, open pages too; the other guardians stay. Answers whether they set up the child's own log-in; null when they were out already. */
  stop(transaction: Transaction, clinic: string, child: string, guardianship: string, reason: string): Promise<{ setUp: boolean } | null>;
  /** Ends every session of an account at that practice, and the log-ins under way. */
  logOut(transaction: Transaction, account: string, clinic: string): Promise<void>;
}
/** `before`: when this practice last refused or let go this very guardian of the child, and the reason that a colleague wrote. `childNumber` and `guardianNumber`: keyed hashes. `numberEnds`, `birthDate`: what the desk sees of the guardian's. */
export interface GuardianAsked { id: string; state: 'requested' | 'refused'; child: string; childNumber: string | null; guardianNumber: string; numberEnds: string; birthDate: string | null; name: string | null; email: string | null; phone: string | null; requestedAt: Date; before: { at: Date; reason: string | null } | null }
/** `number`: keyed hash, by which the practice's own record names them; null where their account is closed. */
export interface Acting { id: string; number: string | null; name: string | null; since: Date }

/** Work at the desk, as far as leaving members concern it. Implemented by care-service. */
export interface Work<Transaction = unknown> {
  /** What was given to this member is nobody's again. */
  letGo(transaction: Transaction, member: string): Promise<void>;
}

/** Keyed hash of a personal number, and where to mail that the account was linked; null: nowhere yet. `byGuardian`: a child's, named by a guardian who proved their own. */
export interface ProvenNumber { number: string; mailTo: { email: string; locale: Locale } | null; byGuardian?: boolean }

/** Members of staff. Implemented by token-service as acts of the caller's transaction; who may do them is decided there, by the practice's rules. */
export interface Members<Transaction = unknown> {
  /** Everybody of a practice, invited ones too, by name. `lock`: none of them changes until the transaction ends, so a rule about all of them (an owner stays) holds under a race. */
  of(transaction: Transaction, clinic: string, lock?: boolean): Promise<readonly Member[]>;
  /** Names, also of who was removed: what they did stays theirs. */
  names(transaction: Transaction, members: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Mails an invitation and answers the member's id. Throws `conflict` when the address belongs to a member somewhere. */
  invite(transaction: Transaction, wish: { clinic: string; email: string; name: string; roles: readonly StaffRole[]; locale: Locale }): Promise<string>;
  setRoles(transaction: Transaction, member: string, roles: readonly StaffRole[]): Promise<void>;
  /** A new one is set up at the next log-in; sessions end, recovery codes too, and the member is told by mail. */
  resetSecondFactor(transaction: Transaction, member: string): Promise<void>;
  /** Sessions end with it; the address may be invited again, as another member. */
  remove(transaction: Transaction, member: string): Promise<void>;
  recoveryCodesLeft(transaction: Transaction, member: string): Promise<number>;
  /** New ones; the earlier ones stop. */
  renewRecoveryCodes(transaction: Transaction, member: string): Promise<readonly string[]>;
}
/** `expired`: invited, but the link is too old. `since`: invited or joined. */
export interface Member { id: string; name: string; email: string; roles: readonly StaffRole[]; locale: Locale; state: 'invited' | 'expired' | 'active'; secondFactor: boolean; since: Date }

/** What goes by mail or SMS as the patient chose: there is something to read or to do, and in which service. Nothing of what it is. */
export type NoticeTemplate = 'answer-ready' | 'medicine-due' | 'medicine-viewed' | 'earlier-time';
/** What a calendar file and its mail say of an appointment: when, and that it is at the practice. Never what for (T25). Times are instants. */
export interface CalendarEntry { id: string; /** Rises with every change (RFC 5545, 3.8.7.4). */ sequence: number; start: string; end: string; at: string }

/** Mails the services ask for; `server` renders and sends them. Payloads hold no medical content. */
export type MailRequest =
  | { template: 'confirm-registration'; to: string; locale: Locale; clinic: string; data: { secret: string; hours: number } }
  | { template: 'already-registered'; to: string; locale: Locale; clinic: string; data: Record<string, never> }
  | { template: 'session-code'; to: string; locale: Locale; clinic: string; data: { code: string; mark: string; service: PageScope; minutes: number; at: string } }
  | { template: 'log-in-code'; to: string; locale: Locale; clinic: string; data: { code: string; mark: string; minutes: number; at: string } }
  | { template: 'activation'; to: string; locale: Locale; clinic: string; data: { secret: string; days: number } }
  | { template: 'activation-alone'; to: string; locale: Locale; clinic: string; data: { secret: string; days: number } }
  | { template: 'activation-confirm'; to: string; locale: Locale; clinic: string; data: { secret: string; hours: number } }
  | { template: 'phone-added'; to: string; locale: Locale; clinic: string; data: Record<string, never> }
  | { template: 'linked' | 'linked-child'; to: string; locale: Locale; clinic: string; data: Record<string, never> }
  | { template: 'link-refused' | 'link-revoked' | 'link-refused-child' | 'link-revoked-child'; to: string; locale: Locale; clinic: string; data: Record<string, never> }
  | { template: NoticeTemplate; to: string; locale: Locale; clinic: string; data: { service: Service } }
  /** Several of the above within a short while. */
  | { template: 'several-waiting'; to: string; locale: Locale; clinic: string; data: { count: number; services: Service[] } }
  | { template: AppointmentTemplate; to: string; locale: Locale; clinic: string; data: CalendarEntry }
  | { template: 'code-log-in-closed'; to: string; locale: Locale; clinic: string; data: Record<string, never> }
  | { template: 'sessions-ended'; to: string; locale: Locale; clinic: string; data: Record<string, never> }
  /** `device`: browser and system in plain words, or null where the browser told neither. */
  | { template: 'new-device'; to: string; locale: Locale; clinic: string; data: { device: string | null; at: string } }
  | { template: 'password-changed'; to: string; locale: Locale; clinic: string; data: Record<string, never> }
  | { template: 'factor-added'; to: string; locale: Locale; clinic: string; data: { kind: FactorKind } }
  | { template: 'factor-removed'; to: string; locale: Locale; clinic: string; data: { kind: FactorKind } }
  | { template: 'account-closed'; to: string; locale: Locale; clinic: string; data: Record<string, never> }
  | { template: 'practice-new-account'; to: string; locale: Locale; clinic: string; data: Record<string, never> }
  | { template: 'practice-new-work'; to: string; locale: Locale; clinic: string; data: { service: Service } }
  | { template: 'password-reset'; to: string; locale: Locale; clinic: string; data: { secret: string; minutes: number } }
  | { template: 'contact-verify'; to: string; locale: Locale; clinic: string; data: { secret: string; hours: number } }
  | { template: 'contact-changing' | 'contact-changed' | 'approved' | 'approved-child' | 'approval-refused' | 'approval-refused-child'; to: string; locale: Locale; clinic: string; data: Record<string, never> }
  | { template: 'rights-change-child' | 'rights-change-guardian'; to: string; locale: Locale; clinic: string; data: { rights: Rights } }
  | { template: 'practice-guardian-asks' | 'guardian-added' | 'guardian-added-self' | 'guardian-approved' | 'guardian-ended'; to: string; locale: Locale; clinic: string; data: Record<string, never> }
  | { template: 'staff-invitation'; to: string; locale: Locale; clinic: string; data: { secret: string } }
  | { template: 'second-factor-reset'; to: string; locale: Locale; clinic: string; data: Record<string, never> }
  | { template: 'recovery-code-used'; to: string; locale: Locale; clinic: string; data: { left: number } };
export type MailTemplate = MailRequest['template'];
/** Text messages, `to` an E.164 number. A code ends with the origin-bound line; nothing of the patient. */
export type SmsRequest =
  | { template: 'code'; to: string; locale: Locale; clinic: string; data: { code: string; mark: string } }
  | { template: 'several-waiting'; to: string; locale: Locale; clinic: string; data: { count: number } }
  | { template: NoticeTemplate | AppointmentTemplate; to: string; locale: Locale; clinic: string; data: { service: Service } };

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
