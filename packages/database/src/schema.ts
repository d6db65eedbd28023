/**
 * Every table, once. Personal numbers, e-mail addresses and telephone numbers stand here only as keyed hash (`…Hmac`, for look-up) and
 * encrypted copy (`…Sealed`); secrets only as hash. Owners: who you are → token-service, what you may do → care-service, the rest → all.
 */
import { sql } from 'drizzle-orm';
import { bigserial, boolean, date, index, integer, jsonb, pgTable, primaryKey, smallint, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core';

const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date', precision: 3 });
const id = () => uuid('id').primaryKey().defaultRandom();

// ── who you are ─────────────────────────────────────────────────────────────────────────────────────────────────────
export const accounts = pgTable('account', {
  id: id(),
  /** Where mail goes; null until an account that began with an eID has given an address. Not what an account is known by: see `account_identity`. */
  emailHmac: text('email_hmac'),
  emailSealed: text('email_sealed'),
  nameSealed: text('name_sealed'),
  birthDateSealed: text('birth_date_sealed'),
  phoneSealed: text('phone_sealed'),
  /** Null where one logs in by eID or passkey alone. */
  passwordHash: text('password_hash'),
  locale: text('locale').notNull(),
  /** The patient's own words at the log-in, by which our frame is told from a drawn one (T05). */
  phraseSealed: text('phrase_sealed'),
  /** When the patient last said that address and telephone number are right (S4-40). */
  contactConfirmedAt: at('contact_confirmed_at'),
  createdAt: at('created_at').notNull(),
}, (t) => [index('account_email').on(t.emailHmac)]);

/** What an account is known by (C1): `email`, `bsn` or `cpr`, each as keyed hash; one of each value over all clinics (S0-03, S4-20). */
export const identities = pgTable('account_identity', {
  kind: text('kind').notNull(),
  hmac: text('hmac').notNull(),
  account: uuid('account').notNull().references(() => accounts.id, { onDelete: 'cascade' }),
  /** How it was proven: `mail`, `eid`, `letter` or `practice`; `unconfirmed`: named by the practice, and the first log-in must bring an eID (S4-36); `eid-alone`: it did, and the password still waits for one; `guardian`: a child's, named by a guardian who proved their own. */
  proof: text('proof').notNull(),
  createdAt: at('created_at').notNull(),
}, (t) => [primaryKey({ columns: [t.kind, t.hmac] }), uniqueIndex('account_identity_kind').on(t.account, t.kind)]);

/** Second factors and passkeys of accounts and staff: `sms`, `totp`, `passkey`. Asked for once `activatedAt` is set (S2-24, S3-19). */
export const factors = pgTable('factor', {
  id: id(),
  /** An account or a member of staff. */
  owner: uuid('owner').notNull(),
  kind: text('kind').notNull(),
  /** JSON: telephone number, TOTP secret, or the passkey's credential. */
  secretSealed: text('secret_sealed').notNull(),
  /** Passkey: credential id, to find it by. */
  handle: text('handle').unique(),
  label: text('label'),
  /** Passkey: signature counter. TOTP: last time step taken (RFC 6238 §5.2). */
  counter: integer('counter').notNull().default(0),
  createdAt: at('created_at').notNull(),
  activatedAt: at('activated_at'),
  lastUsedAt: at('last_used_at'),
}, (t) => [index('factor_owner').on(t.owner)]);

/** One-time codes to get back in without the second factor. */
export const recoveryCodes = pgTable('recovery_code', { owner: uuid('owner').notNull(), codeHash: text('code_hash').notNull(), usedAt: at('used_at') }, (t) => [primaryKey({ columns: [t.owner, t.codeHash] })]);

/** Which version of which document an account agreed to, and when (S2-12, S4-31). */
export const consents = pgTable('consent', {
  account: uuid('account').notNull().references(() => accounts.id, { onDelete: 'cascade' }), clinic: text('clinic').notNull(), document: text('document').notNull(), version: text('version').notNull(), at: at('at').notNull(),
}, (t) => [primaryKey({ columns: [t.account, t.clinic, t.document, t.version] })]);

/** How a patient wants to hear of something at a clinic; no row: as `notificationChannels` begins. */
export const notificationChoices = pgTable('notification_choice', {
  account: uuid('account').notNull().references(() => accounts.id, { onDelete: 'cascade' }), clinic: text('clinic').notNull(), kind: text('kind').notNull(), channel: text('channel').notNull(),
}, (t) => [primaryKey({ columns: [t.account, t.clinic, t.kind] })]);

/** When somebody was last told of something, at a clinic and by `channel` (`mail`, `sms`), and what has come since and waits to be told at once. */
export const notices = pgTable('notice', {
  account: uuid('account').notNull(), clinic: text('clinic').notNull(), channel: text('channel').notNull(), toldAt: at('told_at').notNull(), waiting: jsonb('waiting').$type<unknown[]>().notNull(),
}, (t) => [primaryKey({ columns: [t.account, t.clinic, t.channel] }), index('notice_told').on(t.toldAt)]);

/** Sign-ups that wait for their mailed link (S0-09…13). Many may wait for one address; confirming one ends the others (T39). */
export const registrations = pgTable('registration', {
  id: id(),
  clinic: text('clinic').notNull(),
  secretHash: text('secret_hash').notNull().unique(),
  /** `email` waits for a mailed link; `number` and `child` for an eID (S4-22, S4-27); `confirm`: a first log-in that waits for one (S4-36). */
  kind: text('kind').notNull().default('email'),
  emailHmac: text('email_hmac').notNull(),
  /** JSON of email, name, birthDate, phone */
  personSealed: text('person_sealed').notNull(),
  /** Keyed hash of the personal number typed, and of the guardian's. */
  numberHmac: text('number_hmac'),
  guardianHmac: text('guardian_hmac'),
  passwordHash: text('password_hash').notNull(),
  /** Device key that registered; null when the form was posted without script. */
  jkt: text('jkt'),
  locale: text('locale').notNull(),
  createdAt: at('created_at').notNull(),
  expiresAt: at('expires_at').notNull(),
  usedAt: at('used_at'),
}, (t) => [index('registration_email').on(t.emailHmac)]);

/** Device keys that once logged in to an account: they keep a password bucket of their own (T15). */
export const knownDevices = pgTable('known_device', {
  account: uuid('account').notNull().references(() => accounts.id, { onDelete: 'cascade' }),
  jkt: text('jkt').notNull(),
  firstSeen: at('first_seen').notNull(),
  lastSeen: at('last_seen'),
  /** Browser and system in plain words, as the log-in's user agent told; never the whole string. */
  label: text('label'),
}, (t) => [primaryKey({ columns: [t.account, t.jkt] })]);

/**
 * Accounts that the practice began: a letter with a first log-in code (S2), or an activation mail (S4-35). The steps are passed in order, each by
 * compare-and-set on `step`: `letter` (the PIN waits) → `confirm` (a password was chosen, the second mail is out) → `done`; or `mail` (the link alone) → `done`.
 */
export const activations = pgTable('activation', {
  id: id(),
  clinic: text('clinic').notNull(),
  patient: uuid('patient').notNull(),
  personSealed: text('person_sealed').notNull(),
  /** Hash of the paper PIN (argon2id); null where no letter is used. Dead once a password exists (S2-32). */
  pinHash: text('pin_hash'),
  linkHash: text('link_hash').unique(),
  confirmHash: text('confirm_hash').unique(),
  passwordHash: text('password_hash'),
  /** The practice says that this patient cannot use the eID that would confirm the first log-in (S4-36). */
  excused: boolean('excused').notNull().default(false),
  account: uuid('account'),
  step: text('step').notNull(),
  locale: text('locale').notNull(),
  createdBy: uuid('created_by').notNull(),
  createdAt: at('created_at').notNull(),
  expiresAt: at('expires_at').notNull(),
}, (t) => [index('activation_patient').on(t.clinic, t.patient)]);

/** Links that set a new password or a new address; one live per account and purpose, consumed once. */
export const accountLinks = pgTable('account_link', {
  secretHash: text('secret_hash').primaryKey(),
  account: uuid('account').notNull().references(() => accounts.id, { onDelete: 'cascade' }),
  clinic: text('clinic').notNull(),
  /** `password` or `contact` */
  purpose: text('purpose').notNull(),
  /** JSON of what is confirmed by it: the new address or telephone number. */
  dataSealed: text('data_sealed'),
  createdAt: at('created_at').notNull(),
  expiresAt: at('expires_at').notNull(),
  usedAt: at('used_at'),
}, (t) => [uniqueIndex('account_link_live').on(t.account, t.purpose).where(sql`used_at is null`)]);

/** An eID trip under way: from /par to the code that comes back (protocol: "eID"). Everything it was begun with, and nothing it was proven by. */
export const eidTransactions = pgTable('eid_transaction', {
  id: id(),
  clinic: text('clinic').notNull(),
  broker: text('broker').notNull(),
  /** `log-in`, `register`, `child`, `confirm` (first log-in of a staff-created user) or `attach` (to the account logged in) */
  purpose: text('purpose').notNull(),
  requestUriHash: text('request_uri_hash').notNull().unique(),
  jkt: text('jkt').notNull(),
  codeChallenge: text('code_challenge').notNull(),
  /** The client's own state, given back with the code. */
  state: text('state').notNull(),
  returnUrl: text('return_url').notNull(),
  scope: text('scope').notNull(),
  /** Of a registration that waits for this proof, or of the account it shall be attached to. */
  subject: uuid('subject'),
  cookieHash: text('cookie_hash').unique(),
  /** JSON: state, nonce and verifier towards the broker. */
  brokerSealed: text('broker_sealed'),
  createdAt: at('created_at').notNull(),
  startedAt: at('started_at'),
  expiresAt: at('expires_at').notNull(),
  usedAt: at('used_at'),
});

/** Who may act for whom, until a date that the rules of age compute (N8, T32). */
export const guardianships = pgTable('guardianship', {
  id: id(),
  clinic: text('clinic').notNull(),
  /** Null once that account is closed: the day on which what it set up for the child ends must still come (T32). */
  guardian: uuid('guardian').references(() => accounts.id, { onDelete: 'set null' }),
  child: uuid('child').notNull().references(() => accounts.id, { onDelete: 'cascade' }),
  since: at('since').notNull(),
  /** Chose the child's password and address: where the practice lets this guardian go, those open nothing there any more. */
  setUp: boolean('set_up').notNull().default(false),
  /** As the practice knows the guardian by name; null where the account alone does. */
  nameSealed: text('name_sealed'),
  /** JSON of an address and its language, as the form or the counter gave it: where the account has none of its own. */
  toSealed: text('to_sealed'),
  /** The day on which the rights next change was announced to both; null until then. */
  announcedFor: date('announced_for', { mode: 'string' }),
  endedAt: at('ended_at'),
  /** The practice let this guardian go, and why. It counts on for one thing: the day on which what they set up ends must still come (T32). */
  stoppedAt: at('stopped_at'),
  stopSealed: text('stop_sealed'),
}, (t) => [uniqueIndex('guardianship_pair').on(t.clinic, t.guardian, t.child), index('guardianship_child').on(t.child)]);

/** Who asks to act for a child that has its account already, and proved by eID who they are: nothing of that account changes before the practice said yes. A yes makes it a guardianship and ends this row. */
export const guardianRequests = pgTable('guardian_request', {
  id: id(),
  clinic: text('clinic').notNull(),
  guardian: uuid('guardian').notNull().references(() => accounts.id, { onDelete: 'cascade' }),
  child: uuid('child').notNull().references(() => accounts.id, { onDelete: 'cascade' }),
  /** `requested` or `refused` */
  state: text('state').notNull(),
  /** JSON of what the form said: the child's name and date of birth, where to mail the guardian, and the guardian's number. */
  askedSealed: text('asked_sealed').notNull(),
  requestedAt: at('requested_at').notNull(),
  refusalSealed: text('refusal_sealed'),
  refusedAt: at('refused_at'),
}, (t) => [uniqueIndex('guardian_request_pair').on(t.clinic, t.guardian, t.child), index('guardian_request_child').on(t.child), index('guardian_request_waiting').on(t.clinic, t.requestedAt)]);

export const staff = pgTable('staff', {
  id: id(),
  clinic: text('clinic').notNull(),
  emailHmac: text('email_hmac').notNull(),
  emailSealed: text('email_sealed').notNull(),
  name: text('name').notNull(),
  roles: text('roles').array().notNull(),
  locale: text('locale').notNull(),
  /** Null until the invitation was used. */
  passwordHash: text('password_hash'),
  totpSealed: text('totp_sealed'),
  /** RFC 6238 §5.2: a time step is accepted once. */
  totpLastStep: integer('totp_last_step'),
  invitationHash: text('invitation_hash').unique(),
  invitationExpiresAt: at('invitation_expires_at'),
  createdAt: at('created_at').notNull(),
  removedAt: at('removed_at'),
}, (t) => [uniqueIndex('staff_email').on(t.emailHmac)]);

/** Device keys that once logged in as a member of staff: the same bucket of their own (T15). */
export const staffDevices = pgTable('staff_device', {
  staff: uuid('staff').notNull().references(() => staff.id, { onDelete: 'cascade' }), jkt: text('jkt').notNull(), firstSeen: at('first_seen').notNull(),
}, (t) => [primaryKey({ columns: [t.staff, t.jkt] })]);

/** A log-in or step-up under way (First-Party Applications draft). The secret is new after each answer; `secretHash` is the live one. */
export const authSessions = pgTable('auth_session', {
  id: id(),
  secretHash: text('secret_hash').notNull().unique(),
  /** The previous secret, its request's hash and our encrypted answer: a lost answer is given again for 60 s. */
  lastSecretHash: text('last_secret_hash').unique(),
  lastRequestHash: text('last_request_hash'),
  lastAnswerSealed: text('last_answer_sealed'),
  lastAnswerAt: at('last_answer_at'),
  jkt: text('jkt').notNull(),
  clientId: text('client_id').notNull(),
  origin: text('origin').notNull(),
  /** JSON: scope, redirect_uri, code_challenge, state, account or staff once known, page, acr and steps passed */
  state: jsonb('state').notNull(),
  requests: integer('requests').notNull().default(0),
  expiresAt: at('expires_at').notNull(),
  usedAt: at('used_at'),
});

/** One live code per account, of a page or of a log-in: a newer one, from any page or clinic, replaces the row (S0-30, S0-31). */
export const sessionCodes = pgTable('session_code', {
  account: uuid('account').primaryKey().references(() => accounts.id, { onDelete: 'cascade' }),
  id: uuid('id').notNull().defaultRandom(),
  /** HMAC(account, key of the page, service, code) */
  codeHmac: text('code_hmac').notNull(),
  authSession: uuid('auth_session').notNull(),
  page: uuid('page'),
  mark: text('mark').notNull(),
  guesses: integer('guesses').notNull().default(0),
  sentAt: at('sent_at').notNull(),
  expiresAt: at('expires_at').notNull(),
  usedAt: at('used_at'),
});

/** One open document with one service (protocol: "a page"). */
export const pages = pgTable('page', {
  id: id(),
  /** Who sits there. */
  account: uuid('account').notNull().references(() => accounts.id, { onDelete: 'cascade' }),
  /** A child whom this guardian acts for (N8); null: oneself. */
  actsFor: uuid('acts_for').references(() => accounts.id, { onDelete: 'cascade' }),
  clinic: text('clinic').notNull(),
  clientId: text('client_id').notNull(),
  service: text('service').notNull(),
  jkt: text('jkt').notNull().unique(),
  family: uuid('family').notNull(),
  closeSecretHash: text('close_secret_hash').notNull().unique(),
  createdAt: at('created_at').notNull(),
  /** Null until the session code was right. */
  openedAt: at('opened_at'),
  leaseUntil: at('lease_until'),
  endsAt: at('ends_at'),
  closedAt: at('closed_at'),
}, (t) => [index('page_account').on(t.account), index('page_family').on(t.family)]);

export const authorizationCodes = pgTable('authorization_code', {
  codeHash: text('code_hash').primaryKey(),
  clientId: text('client_id').notNull(),
  jkt: text('jkt').notNull(),
  codeChallenge: text('code_challenge').notNull(),
  redirectUri: text('redirect_uri').notNull(),
  subject: uuid('subject').notNull(),
  scope: text('scope').notNull(),
  acr: text('acr').notNull(),
  authTime: at('auth_time').notNull(),
  page: uuid('page'),
  expiresAt: at('expires_at').notNull(),
  usedAt: at('used_at'),
  /** What the code minted, so that a second use can revoke it. */
  family: uuid('family'),
});

/** A refresh family: base session (`page` null) or one page's renewal. `subject` is an account or, for the desk, a member of staff. */
export const tokenFamilies = pgTable('token_family', {
  id: id(),
  subject: uuid('subject').notNull(),
  clientId: text('client_id').notNull(),
  clinic: text('clinic').notNull(),
  jkt: text('jkt').notNull(),
  scope: text('scope').notNull(),
  acr: text('acr').notNull(),
  authTime: at('auth_time').notNull(),
  page: uuid('page'),
  /** Of such a page: whom its tokens are about (RFC 8693 `act`). */
  actsFor: uuid('acts_for'),
  createdAt: at('created_at').notNull(),
  endsAt: at('ends_at').notNull(),
  revokedAt: at('revoked_at'),
}, (t) => [index('token_family_subject').on(t.subject)]);

export const refreshTokens = pgTable('refresh_token', {
  tokenHash: text('token_hash').primaryKey(),
  family: uuid('family').notNull().references(() => tokenFamilies.id, { onDelete: 'cascade' }),
  issuedAt: at('issued_at').notNull(),
  idleUntil: at('idle_until').notNull(),
  usedAt: at('used_at'),
  /** The successor, encrypted, so that a lost answer can be given again while the successor is unused. */
  successorHash: text('successor_hash'),
  successorSealed: text('successor_sealed'),
}, (t) => [index('refresh_token_family').on(t.family)]);

/** DPoP proofs seen (RFC 9449 §11.1); swept when expired. */
export const dpopProofs = pgTable('dpop_proof', { hash: text('hash').primaryKey(), expiresAt: at('expires_at').notNull() }, (t) => [index('dpop_proof_expiry').on(t.expiresAt)]);

/** Limits: fixed windows and back-offs, counted atomically. Keys are HMACs. */
export const counters = pgTable('counter', { key: text('key').primaryKey(), count: integer('count').notNull(), windowEndsAt: at('window_ends_at').notNull() }, (t) => [index('counter_expiry').on(t.windowEndsAt)]);

export const signingKeys = pgTable('signing_key', {
  kid: text('kid').primaryKey(),
  privateSealed: text('private_sealed').notNull(),
  publicJwk: jsonb('public_jwk').notNull(),
  createdAt: at('created_at').notNull(),
  activeFrom: at('active_from').notNull(),
  retiresAt: at('retires_at').notNull(),
  goneAt: at('gone_at').notNull(),
});

// ── what you may do ─────────────────────────────────────────────────────────────────────────────────────────────────
export const patients = pgTable('patient', {
  id: id(),
  clinic: text('clinic').notNull(),
  /** The id in the system it was imported from. */
  sourceId: text('source_id').notNull(),
  family: text('family').notNull(),
  given: text('given').notNull(),
  birthDate: date('birth_date', { mode: 'string' }),
  gender: text('gender'),
  /** Of the BSN or CPR number: keyed hash and encrypted copy. */
  numberHmac: text('number_hmac'),
  numberSealed: text('number_sealed'),
  /** False when the number is missing, masked or fails its check: kept, listed, and never linked on the number alone. */
  verified: boolean('verified').notNull(),
  phoneSealed: text('phone_sealed'),
  emailSealed: text('email_sealed'),
  deceased: boolean('deceased').notNull().default(false),
}, (t) => [uniqueIndex('patient_source').on(t.clinic, t.sourceId), index('patient_number').on(t.clinic, t.numberHmac), index('patient_birth').on(t.clinic, t.birthDate), /** Each word after `<clinic>/`, for `nameWords` of the rules. */ index('patient_words').using('gin', sql`patient_words(${t.clinic}, ${t.given} || ' ' || ${t.family})`)]);

export const recordLinks = pgTable('record_link', {
  id: id(),
  account: uuid('account').notNull(),
  clinic: text('clinic').notNull(),
  patient: uuid('patient').references(() => patients.id),
  /** Keyed hash of the record's number when it was checked: a record that has another one since is to be checked again. */
  numberHmac: text('number_hmac'),
  state: text('state').notNull(),
  requestedAt: at('requested_at').notNull(),
  checkedBy: uuid('checked_by'),
  checkedAt: at('checked_at'),
  /** `telephone`, `visit`, `eid`, `letter`, `practice` (by its activation mail), or `guardian`: a child's, whose guardian proved to be who the form named */
  proof: text('proof'),
  linkedBy: uuid('linked_by'),
  linkedAt: at('linked_at'),
  refusalSealed: text('refusal_sealed'),
  refusedAt: at('refused_at'),
  /** A child's, which opens to those whom this practice let in as its guardians, and not by the account's own log-in: another guardian set that up. */
  guardiansOnly: boolean('guardians_only').notNull().default(false),
}, (t) => [uniqueIndex('record_link_account').on(t.account, t.clinic), uniqueIndex('record_link_patient').on(t.clinic, t.patient).where(sql`state = 'linked'`), index('record_link_state').on(t.clinic, t.state, t.requestedAt), index('record_link_record').on(t.clinic, t.patient), index('record_link_waiting').on(t.clinic, t.requestedAt, t.id).where(sql`state in ('requested', 'identity-checked')`)]);

export const practitioners = pgTable('practitioner', {
  id: id(), clinic: text('clinic').notNull(), sourceId: text('source_id').notNull(), name: text('name').notNull(), role: text('role').notNull(),
}, (t) => [uniqueIndex('practitioner_source').on(t.clinic, t.sourceId)]);

export const medications = pgTable('medication_request', {
  id: id(), clinic: text('clinic').notNull(), sourceId: text('source_id').notNull(), patient: uuid('patient').notNull().references(() => patients.id),
  name: text('name').notNull(), dosage: text('dosage'), atc: text('atc'), status: text('status').notNull(), authoredOn: date('authored_on', { mode: 'string' }),
  /** Days the last issue lasts, if the source says so. */
  supplyDays: integer('supply_days'), repeatsAllowed: integer('repeats_allowed'),
  /** From that day on the practice first wants to see the patient. */
  reviewDue: date('review_due', { mode: 'string' }),
  /** Only narrows what a search reads: `remainingOf` of the rules decides. */
  supplyEnds: date('supply_ends', { mode: 'string' }).generatedAlwaysAs(sql`authored_on + supply_days * (1 + greatest(0, coalesce(repeats_allowed, 0)))`),
}, (t) => [uniqueIndex('medication_source').on(t.clinic, t.sourceId), index('medication_patient').on(t.patient), index('medication_supply').on(t.clinic, t.supplyEnds)]);

/** What the practice said of one prescription: may be renewed online after all, or not (S4-02). */
export const medicationOverrides = pgTable('medication_override', {
  medication: uuid('medication').primaryKey().references(() => medications.id, { onDelete: 'cascade' }), state: text('state').notNull(), until: date('until', { mode: 'string' }), by: uuid('by').notNull(), at: at('at').notNull(),
});

/** What became of a due date: the patient saw the medicine and did not order it, and which reminders went. At most one of each a due date (N1, S1-04). */
export const medicationReminders = pgTable('medication_reminder', {
  medication: uuid('medication').notNull().references(() => medications.id, { onDelete: 'cascade' }), due: date('due', { mode: 'string' }).notNull(), viewedAt: at('viewed_at'), toldDueAt: at('told_due_at'), toldViewedAt: at('told_viewed_at'),
}, (t) => [primaryKey({ columns: [t.medication, t.due] }), index('medication_reminder_due').on(t.due)]);

export const schedules = pgTable('schedule', {
  id: id(), clinic: text('clinic').notNull(), sourceId: text('source_id').notNull(), practitioner: uuid('practitioner').notNull().references(() => practitioners.id),
  /** Laid out at the desk: hours, breaks, minutes and days, as `agendaPlan` of the contracts has them; null where it was imported. */
  plan: jsonb('plan'),
}, (t) => [uniqueIndex('schedule_source').on(t.clinic, t.sourceId)]);

export const slots = pgTable('slot', {
  id: id(), clinic: text('clinic').notNull(), sourceId: text('source_id').notNull(), schedule: uuid('schedule').notNull().references(() => schedules.id), practitioner: uuid('practitioner').notNull().references(() => practitioners.id),
  start: at('start').notNull(), end: at('end').notNull(),
  /** FHIR slot status: free, busy, busy-unavailable, busy-tentative, entered-in-error. Only `free` is offered. */
  status: text('status').notNull(),
  /** Made by the desk for one appointment, at a time that is taken or outside the others; its status is never `free`, so nobody is offered it. */
  extra: boolean('extra').notNull().default(false),
}, (t) => [uniqueIndex('slot_source').on(t.clinic, t.sourceId), index('slot_free').on(t.clinic, t.status, t.start), index('slot_agenda').on(t.clinic, t.start), /** What is not over: a block or a schedule reads no history. */ index('slot_over').on(t.clinic, t.end)]);

/** A stretch of time in which nobody is offered anything, whatever slots an import or a schedule brings: of one practitioner (`block`, `break`), or of the whole practice (`closed`, practitioner null). */
export const agendaBlocks = pgTable('agenda_block', {
  id: id(), clinic: text('clinic').notNull(), practitioner: uuid('practitioner').references(() => practitioners.id), start: at('start').notNull(), end: at('end').notNull(), kind: text('kind').notNull(),
  /** For the staff alone. */ reasonSealed: text('reason_sealed'), /** For patients, by language. */ words: jsonb('words').notNull().default({}), madeBy: uuid('made_by').notNull(), madeAt: at('made_at').notNull(),
}, (t) => [index('agenda_block_time').on(t.clinic, t.end)]);

/** A slot someone is filling in a form for: one live row a slot; an expired row may be taken over by compare-and-set. */
export const slotHolds = pgTable('slot_hold', {
  slot: uuid('slot').primaryKey().references(() => slots.id), id: uuid('id').notNull().defaultRandom(), /** Who fills in: an account, or a member of staff for a caller, whose `page` is then the patient. */ account: uuid('account').notNull(), /** For whom: the account's own record, a child's (N8), or a caller's (N14). */ patient: uuid('patient').notNull(), clinic: text('clinic').notNull(), page: uuid('page').notNull(),
  type: text('type').notNull(), extensions: smallint('extensions').notNull().default(0), createdAt: at('created_at').notNull(), expiresAt: at('expires_at').notNull(),
  /** Kept for somebody on the waiting list, who has not taken it up yet; `page` is then the place on the list. */
  offer: boolean('offer').notNull().default(false),
}, (t) => [index('slot_hold_account').on(t.account, t.clinic), uniqueIndex('slot_hold_id').on(t.id)]);

/** An appointment owns its slot: the unique index is what makes double booking impossible. */
export const appointments = pgTable('appointment', {
  id: id(), number: text('number').notNull().unique(), clinic: text('clinic').notNull(), patient: uuid('patient').notNull().references(() => patients.id), /** Null: booked by the desk for somebody who has none. */ account: uuid('account'),
  slot: uuid('slot').notNull().references(() => slots.id), type: text('type').notNull(), reasonSealed: text('reason_sealed'), state: text('state').notNull(),
  receivedAt: at('received_at').notNull(), seenAt: at('seen_at'), seenBy: uuid('seen_by'), cancellationSealed: text('cancellation_sealed'),
  /** Questions and answers at booking, as JSON. */ answersSealed: text('answers_sealed'), /** `patient` or `practice`. */ cancelledBy: text('cancelled_by'), /** Name of who booked, moved or cancelled it at the desk for the patient, whoever did so last; null: the patient. */ byName: text('by_name'), /** Name of the guardian who did it for a child, empty where it is not known; null: none. */ byGuardian: text('by_guardian'), /** Of its calendar file: rises with every change. */ sequence: integer('sequence').notNull().default(0),
}, (t) => [uniqueIndex('appointment_slot').on(t.slot).where(sql`state = 'booked'`), index('appointment_clinic').on(t.clinic, t.state, t.receivedAt), index('appointment_patient').on(t.patient), index('appointment_waiting').on(t.clinic, t.receivedAt, t.id).where(sql`seen_at is null and (state = 'booked' or cancelled_by <> 'practice')`)]);

/** Who waits for a time, or (`appointment`) for an earlier one. `offered`: the slots offered so far, none of which is offered again. */
export const waitingList = pgTable('waiting_list', {
  id: id(), clinic: text('clinic').notNull(), patient: uuid('patient').notNull().references(() => patients.id), account: uuid('account').notNull(), type: text('type').notNull(), practitioner: uuid('practitioner').references(() => practitioners.id),
  appointment: uuid('appointment').references(() => appointments.id), createdAt: at('created_at').notNull(), offered: uuid('offered').array().notNull().default([]), offeredAt: at('offered_at'),
}, (t) => [uniqueIndex('waiting_list_any').on(t.patient, t.type).where(sql`appointment is null`), uniqueIndex('waiting_list_appointment').on(t.appointment), index('waiting_list_turn').on(t.clinic, t.createdAt)]);

export const prescriptionRequests = pgTable('prescription_request', {
  id: id(), number: text('number').notNull().unique(), clinic: text('clinic').notNull(), patient: uuid('patient').notNull().references(() => patients.id), /** Null: the desk filled it in for somebody who has none. */ account: uuid('account'), /** Who filled it in at the desk for the patient. */ byStaff: uuid('by_staff'), /** Name of the guardian who asked for a child, empty where it is not known; null: none. */ byGuardian: text('by_guardian'),
  remarkSealed: text('remark_sealed'), receivedAt: at('received_at').notNull(), promiseDate: date('promise_date', { mode: 'string' }), promiseFrom: text('promise_from'), handledAt: at('handled_at'), handledBy: uuid('handled_by'),
  /** Id of one of the clinic's pharmacies. */
  pharmacy: text('pharmacy'),
}, (t) => [index('prescription_request_open').on(t.clinic, t.handledAt, t.receivedAt), index('prescription_request_patient').on(t.patient), index('prescription_request_waiting').on(t.clinic, t.receivedAt, t.id).where(sql`handled_at is null`)]);

/** One medicine of the list or, by name, one that is not on it. */
export const prescriptionLines = pgTable('prescription_line', {
  id: id(), request: uuid('request').notNull().references(() => prescriptionRequests.id, { onDelete: 'cascade' }), medication: uuid('medication').references(() => medications.id), nameSealed: text('name_sealed'),
  noteSealed: text('note_sealed'), /** Why the patient needs it, where the practice asks. */ whySealed: text('why_sealed'), state: text('state').notNull(), reasonSealed: text('reason_sealed'),
}, (t) => [uniqueIndex('prescription_line_medication').on(t.request, t.medication), uniqueIndex('prescription_line_pending').on(t.medication).where(sql`state = 'received'`)]);

export const econsults = pgTable('econsult', {
  id: id(), number: text('number').notNull().unique(), clinic: text('clinic').notNull(), patient: uuid('patient').notNull().references(() => patients.id), /** Null: written down by the desk for somebody who has none. */ account: uuid('account'),
  subjectSealed: text('subject_sealed').notNull(), state: text('state').notNull(), receivedAt: at('received_at').notNull(), promiseDate: date('promise_date', { mode: 'string' }), answeredAt: at('answered_at'),
  /** When the patient last wrote what is to be answered. */
  waitingSince: at('waiting_since').notNull(),
  /** How many it holds: who answers says how many they saw, and so never answers what they did not read. */
  messages: smallint('messages').notNull(),
}, (t) => [index('econsult_open').on(t.clinic, t.state, t.waitingSince), index('econsult_patient').on(t.patient), index('econsult_waiting').on(t.clinic, t.waitingSince, t.id).where(sql`state = 'sent'`)]);

export const econsultMessages = pgTable('econsult_message', {
  id: id(), econsult: uuid('econsult').notNull().references(() => econsults.id, { onDelete: 'cascade' }), from: text('from').notNull(), staff: uuid('staff'), author: text('author'), at: at('at').notNull(), textSealed: text('text_sealed').notNull(),
  /** Its place in the question, from 1. */
  position: smallint('position').notNull(),
  /** When the patient first opened what the practice wrote. */
  readAt: at('read_at'),
  /** Id in the practice's system of an answer that was written there. */
  sourceId: text('source_id'),
}, (t) => [uniqueIndex('econsult_message_position').on(t.econsult, t.position), uniqueIndex('econsult_message_source').on(t.econsult, t.sourceId)]);

/** A photo or PDF with a message; without one it waits for its question: of that account, clinic and page, for an hour. */
export const econsultFiles = pgTable('econsult_file', {
  id: id(), clinic: text('clinic').notNull(), patient: uuid('patient').notNull().references(() => patients.id), account: uuid('account').notNull(), page: uuid('page').notNull(),
  message: uuid('message').references(() => econsultMessages.id, { onDelete: 'cascade' }), kind: text('kind').notNull(), /** Bytes. */ size: integer('size').notNull(), dataSealed: text('data_sealed').notNull(), at: at('at').notNull(),
}, (t) => [index('econsult_file_message').on(t.message), index('econsult_file_waiting').on(t.page).where(sql`message is null`)]);

/** Whose work an item of the desk's queue is (`kind` as the queue names it); without a row nobody's. Stays when it is handled: who answered hears what comes after. */
export const assignments = pgTable('assignment', {
  kind: text('kind').notNull(), item: uuid('item').notNull(), clinic: text('clinic').notNull(), staff: uuid('staff').notNull(), by: uuid('by').notNull(), at: at('at').notNull(),
}, (t) => [primaryKey({ columns: [t.kind, t.item] }), index('assignment_staff').on(t.staff)]);

/** The practice's own standard texts (`kind`: `answer`, `refusal`, `cancellation`), in one language each. Nothing of a patient is in them. */
export const answerTemplates = pgTable('answer_template', {
  id: id(), clinic: text('clinic').notNull(), kind: text('kind').notNull(), locale: text('locale').notNull(), title: text('title').notNull(), text: text('text').notNull(), by: uuid('by').notNull(), at: at('at').notNull(),
}, (t) => [index('answer_template_clinic').on(t.clinic)]);

/** A service that the practice does not offer online to this patient, and why: staff read it, the patient does not. */
export const serviceBlocks = pgTable('service_block', {
  patient: uuid('patient').notNull().references(() => patients.id), service: text('service').notNull(), reasonSealed: text('reason_sealed').notNull(), by: uuid('by').notNull(), at: at('at').notNull(),
}, (t) => [primaryKey({ columns: [t.patient, t.service] })]);

/** The other FHIR resources of a patient, for the record: sealed JSON as imported. */
export const clinicalResources = pgTable('clinical_resource', {
  id: id(), clinic: text('clinic').notNull(), type: text('type').notNull(), sourceId: text('source_id').notNull(), patient: uuid('patient').references(() => patients.id),
  /** The (first) day it is about, by the practice's clock; null where it names none. */
  about: date('about', { mode: 'string' }),
  resourceSealed: text('resource_sealed').notNull(),
}, (t) => [uniqueIndex('clinical_resource_source').on(t.clinic, t.type, t.sourceId), index('clinical_resource_patient').on(t.patient, t.type, t.about)]);

/** What an imported document holds, cleaned and sealed (base64): the file of a letter. A practice's own system is asked for its own. */
export const clinicalFiles = pgTable('clinical_file', {
  resource: uuid('resource').primaryKey().references(() => clinicalResources.id, { onDelete: 'cascade' }), kind: text('kind').notNull(), /** Bytes. */ size: integer('size').notNull(), dataSealed: text('data_sealed').notNull(),
});

/** How far these tables are in step with a practice's own system. `since`: everything that changed there before was taken; `comparedAt`: when the whole was last laid beside it. */
export const systemStates = pgTable('system_state', {
  clinic: text('clinic').primaryKey(), since: at('since'), pulledAt: at('pulled_at'), comparedAt: at('compared_at'), nextAt: at('next_at').notNull(), /** Since when it cannot be reached, how often in a row, and why. */ failedSince: at('failed_since'), failures: integer('failures').notNull().default(0), problem: text('problem'),
  /** One at a time keeps a clinic in step; one that died is followed after this. */ leaseUntil: at('lease_until'),
});

/** What has to reach a practice's own system: a thing, not a message. `wanted` rises with every change, `sent` is the change that is there; what is taken there is the thing as it is at that moment. */
export const systemPushes = pgTable('system_push', {
  clinic: text('clinic').notNull(), kind: text('kind').notNull(), object: uuid('object').notNull(), patient: uuid('patient').notNull(), wanted: integer('wanted').notNull().default(1), sent: integer('sent').notNull().default(0),
  changedAt: at('changed_at').notNull(), nextAt: at('next_at').notNull(), attempts: integer('attempts').notNull().default(0), /** Refused for good, and why. */ failedAt: at('failed_at'), reason: text('reason'), /** It was done there first: the patient has been told, and is not told again once it is brought. */ told: boolean('told').notNull().default(false),
}, (t) => [primaryKey({ columns: [t.clinic, t.kind, t.object] }), index('system_push_open').on(t.clinic, t.changedAt).where(sql`sent < wanted`)]);

/** One row per act of sending (Idempotency-Key): a retry or double click gets the first answer. */
export const idempotency = pgTable('idempotency', {
  key: text('key').primaryKey(), requestHash: text('request_hash').notNull(), answerSealed: text('answer_sealed').notNull(), createdAt: at('created_at').notNull(),
}, (t) => [index('idempotency_age').on(t.createdAt)]);

// ── for all ─────────────────────────────────────────────────────────────────────────────────────────────────────────
/** Mail that waits or went. `mailSealed` (address and payload) is wiped once sent; the row stays as proof that it went once. */
export const outbox = pgTable('outbox', {
  id: id(), template: text('template').notNull(), clinic: text('clinic').notNull(), mailSealed: text('mail_sealed'), createdAt: at('created_at').notNull(), sentAt: at('sent_at'), failedAt: at('failed_at'), attempts: integer('attempts').notNull().default(0), expiresAt: at('expires_at'),
});

/** A patient that a member of staff has before them in the queue: the audit has when that began, and gets when it ended. What is read anew each minute meanwhile only moves `lastAt`. */
export const sightings = pgTable('sighting', {
  staff: uuid('staff').notNull(), clinic: text('clinic').notNull(), patient: uuid('patient').notNull(), firstAt: at('first_at').notNull(), lastAt: at('last_at').notNull(),
}, (t) => [primaryKey({ columns: [t.staff, t.clinic, t.patient] }), index('sighting_last').on(t.lastAt)]);

/** Append-only, hash-chained (NEN 7513): who, on what, did what, when, and how it ended. No names, numbers or content. */
export const audit = pgTable('audit', {
  sequence: bigserial('sequence', { mode: 'number' }).primaryKey(),
  at: at('at').notNull(), clinic: text('clinic'), actorKind: text('actor_kind').notNull(), actor: text('actor'), action: text('action').notNull(), objectKind: text('object_kind'), object: text('object'), patient: text('patient'), outcome: text('outcome').notNull(),
  previous: text('previous').notNull(), hash: text('hash').notNull(),
}, (t) => [uniqueIndex('audit_chain').on(t.previous), index('audit_own').on(t.actor, t.sequence), index('audit_record').on(t.patient, t.sequence)]);
