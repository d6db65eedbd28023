/** The public face of the browser client: what elements see of session, pages, care and account. No DOM, no texts. */
import type {
  AccessLogAnswer, AccountAnswer, AccountExport, ActivationChosen, ActivationStep, AppointmentOrder, AppointmentSummary, AppointmentsAnswer, ContactAnswer, DaysAnswer, EconsultOrder, EconsultReply, FileAnswer, SentFile, EconsultThread, EconsultsAnswer, ErrorCode, GuardiansAnswer, Hold, MeAnswer, MedicationAnswer, NotificationChoice, NotificationsAnswer, PageScope, PastAnswer, PrescriptionOrder, ProfileChange, PublicClinic, Receipt, RecordAnswer, RecordPage, RecordPart, RegisterRequest,
  SetupAnswer, SlotsAnswer, SlotSummary, Waiting, WaitingOrder,
} from '@balie/contracts';

/** `offline`: the request never got an answer. Everything else is a code of the error table. */
export type PortalErrorCode = ErrorCode | 'offline';
export class PortalError extends Error {
  readonly code: PortalErrorCode;
  /** Correlation id the patient can quote. */
  readonly id: string | null;
  /** Seconds. */
  readonly retryAfter: number | null;
  readonly fields: readonly string[];
  /** Of a PIN or a code. */
  readonly guessesLeft: number | null;
  /** Free times offered with `slot_taken`. */
  readonly alternatives: readonly SlotSummary[];
  constructor(code: PortalErrorCode, more: { id?: string | null; retryAfter?: number | null; fields?: readonly string[]; guessesLeft?: number | null; alternatives?: readonly SlotSummary[] } = {}) {
    super(code);
    this.name = 'PortalError';
    this.code = code;
    this.id = more.id ?? null;
    this.retryAfter = more.retryAfter ?? null;
    this.fields = more.fields ?? [];
    this.guessesLeft = more.guessesLeft ?? null;
    this.alternatives = more.alternatives ?? [];
  }
}

export type Who<Me> =
  /** Not looked yet. */
  | { state: 'unknown' }
  /** `why` is set when a session ended while this document was open. */
  | { state: 'out'; why: null | 'patient' | 'idle' | 'ended' }
  | { state: 'in'; me: Me };
export type Session = Who<MeAnswer>;

/** A value that tells when it changes. */
export interface Observable<T> { readonly value: T; subscribe(listener: (value: T) => void): () => void }

/** How far a document is with opening its service. One document, one page, one key, one code. */
export type PageState =
  | { step: 'closed'; why: 'new' | 'left' | 'idle' | 'logged-out' | 'ended' }
  | { step: 'sending' }
  /** A code is on its way. `problem` is about the last try. Times are epoch ms of this device's clock. */
  | { step: 'code'; by: 'email' | 'sms'; to: string; mark: string; expiresAt: number; resendAt: number; problem: null | 'wrong_code' | 'code_expired' | 'code_used' | 'code_replaced' | 'code_guesses_spent' | 'too_many_requests' | 'temporarily_unavailable' | 'offline'; guessesLeft: number | null; checking: boolean }
  /** `endsAt`: closes then unless there is input; `warn`: less than two minutes are left. */
  | { step: 'open'; endsAt: number; finalAt: number; warn: boolean }
  | { step: 'failed'; error: PortalError };

/** Something that a code opens: a service's page, or the log-in itself (C2). */
export interface CodePrompt extends Observable<PageState> {
  resend(): Promise<void>;
  submit(code: string): Promise<void>;
}

export interface ServicePage extends CodePrompt {
  readonly service: PageScope;
  /** Makes the page key and has a code sent, or opens at once where the clinic asks none. Only ever after the patient's own act. `child`: a guardianship, for whose child the page opens (N8). */
  ask(child?: string): Promise<void>;
  /** The same, opened by a passkey of this account instead of a code. Rejects with PortalError. */
  askPasskey(child?: string): Promise<PasskeyOutcome>;
  /** Real input: renews the lease, at most once a minute. */
  touch(): void;
  close(): void;
  readonly care: CareApi;
  /** Of the page `account`. */
  readonly account: AccountApi;
}

/** All reject with PortalError. Sending takes an idempotency key that the element keeps for as long as it retries the same act. The end of a hold is told by this device's clock. */
export interface CareApi {
  /** `after`, here and below: the `next` of the page before. */
  medication(after?: string): Promise<MedicationAnswer>;
  orderPrescriptions(order: PrescriptionOrder, key: string): Promise<Receipt>;
  appointments(): Promise<AppointmentsAnswer>;
  slots(query: { type: string; practitioner?: string; from?: string }): Promise<SlotsAnswer>;
  hold(slot: string, type: string): Promise<Hold>;
  extendHold(hold: string): Promise<Hold>;
  releaseHold(hold: string): Promise<void>;
  /** `month`: YYYY-MM. */
  days(query: { type: string; practitioner?: string; month: string }): Promise<DaysAnswer>;
  pastAppointments(after?: string): Promise<PastAnswer>;
  calendarFile(appointment: string): Promise<{ name: string; text: string }>;
  moveAppointment(appointment: string, hold: string, key: string): Promise<AppointmentSummary>;
  cancelAppointment(appointment: string): Promise<AppointmentSummary>;
  wait(order: WaitingOrder): Promise<Waiting[]>;
  /** Declines what is offered, or leaves the list. */
  waiting(place: string, act: 'decline' | 'leave'): Promise<Waiting[]>;
  book(order: AppointmentOrder, key: string): Promise<AppointmentSummary>;
  econsults(after?: string): Promise<EconsultsAnswer>;
  econsult(id: string): Promise<EconsultThread>;
  sendEconsult(order: EconsultOrder, key: string): Promise<Receipt>;
  replyEconsult(id: string, reply: EconsultReply, key: string): Promise<EconsultThread>;
  /** Base64. Kept for an hour, for the next message of this page. */
  stageFile(data: string): Promise<SentFile>;
  econsultFile(id: string): Promise<FileAnswer>;
  record(): Promise<RecordAnswer>;
  /** The page of a part that follows; `after` is the `next` of the one before. */
  recordPage(part: RecordPart, after: string): Promise<RecordPage>;
  letter(id: string): Promise<FileAnswer>;
}

/** How asking the browser for a passkey ended. `exists`: this device has one for the account already. */
export type PasskeyOutcome = 'done' | 'cancelled' | 'unsupported' | 'exists';

/** All reject with PortalError. */
export interface AccountApi {
  addPasskey(): Promise<PasskeyOutcome>;
  read(): Promise<AccountAnswer>;
  /** `before`: `next` of the part before. */
  log(before?: number): Promise<AccessLogAnswer>;
  export(): Promise<AccountExport>;
  /** `mailed`: another address waits for its link. */
  changeProfile(profile: ProfileChange): Promise<{ mailed: boolean }>;
  changePassword(current: string, password: string): Promise<void>;
  endDevice(device: string): Promise<void>;
  endOtherDevices(): Promise<void>;
  removeFactor(factor: string): Promise<void>;
  setPhrase(phrase: string | null): Promise<void>;
  /** How this clinic tells the patient something, by kind; one choice at a time. */
  notifications(): Promise<NotificationsAnswer>;
  chooseNotification(choice: NotificationChoice): Promise<void>;
  /** After it there is no session any more: the caller logs out here. */
  close(password?: string): Promise<void>;
}

/** About the account itself. All reject with PortalError. */
export interface SelfApi {
  /** What is typed before there is an account: comes back after a reload, in this tab alone, for an hour (N7). Each of its calls rejects where the browser refuses storage. */
  typed(): Promise<Drafts>;
  /** A form with a personal number: answers the secret by which the eID trip finds it. Nothing exists before that. */
  registerNumber(request: Omit<RegisterRequest, 'clinic' | 'locale'>): Promise<string>;
  /** An account of another clinic asks this one too. */
  registerHere(): Promise<void>;
  /** Resolves the same whatever exists. */
  forgot(request: { email: string; number?: string }): Promise<void>;
  /** Whether a mailed link still works: throws `link_invalid` where it does not. */
  resetLink(secret: string): Promise<void>;
  reset(secret: string, password: string): Promise<void>;
  contact(): Promise<ContactAnswer>;
  confirmContact(contact: { email: string; phone?: string }): Promise<{ mailed: boolean }>;
  verifyContact(secret: string): Promise<void>;
  guardians(): Promise<GuardiansAnswer>;
}

/** Drafts: AES-GCM on this device under a key of account and client; gone after sending, after 24 h, or with the shared-computer ending. */
export interface Drafts {
  load<T>(name: string): Promise<T | null>;
  save(name: string, value: unknown): Promise<void>;
  clear(name: string): Promise<void>;
}

/** The way in by letter and PIN (S2), consents, and a telephone number as second factor. All reject with PortalError. */
export interface JoiningApi {
  /** How far the first mail's link has come. */
  activation(secret: string): Promise<ActivationStep>;
  checkPin(secret: string, pin: string): Promise<void>;
  /** `pin` null where the link alone suffices. */
  choosePassword(secret: string, pin: string | null, password: string): Promise<ActivationChosen>;
  /** The second mail once more, by the first link. */
  resendSecond(secret: string): Promise<void>;
  /** The second link with the password: `in`, or `known` when the address has an account already. */
  confirmActivation(secret: string, password: string): Promise<'in' | 'known'>;
  setup(): Promise<SetupAnswer>;
  agree(documents: SetupAnswer['documents']): Promise<void>;
  /** Sends a code there; `prompt` is `open` once it was right, and `activate` then takes the password again. */
  addPhone(country: string, number: string): Promise<PhoneSetup>;
}
export interface PhoneSetup { readonly prompt: CodePrompt; activate(password: string): Promise<void> }

export interface Portal {
  readonly clinic: PublicClinic;
  readonly session: Observable<Session>;
  /** False: this browser refuses storage here, so the session lives as long as the document and drafts as long as the element. */
  readonly storage: boolean;
  readonly online: Observable<boolean>;
  readonly drafts: Drafts;
  register(request: Omit<RegisterRequest, 'clinic' | 'locale'>): Promise<void>;
  confirm(secret: string, password?: string): Promise<'confirmed' | 'password_needed'>;
  /** Null: logged in. Else the code that is still asked for; it is `open` once logged in and `failed` when one has to begin again. */
  logIn(username: string, password: string): Promise<CodePrompt | null>;
  /** Without a user name: the device shows its passkeys. */
  logInByPasskey(): Promise<PasskeyOutcome>;
  /** The words chosen by who last logged in on this device here (T05); null where nobody did. Never leaves this frame. */
  phrase(): Promise<string | null>;
  readonly joining: JoiningApi;
  /** `shared`: the shared-computer ending also forgets device key and drafts. */
  logOut(how?: { shared?: boolean }): Promise<void>;
  /** Loaded when first asked for. */
  self(): Promise<SelfApi>;
  /** Reads /me again, for the link state. */
  refresh(): Promise<void>;
  /** The page of this document for that service; the same object each time. */
  page(service: PageScope): ServicePage;
}
