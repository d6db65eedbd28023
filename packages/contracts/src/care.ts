/** Medicine, appointments and questions, as patient and desk see them: the bodies of the care service. */
import * as z from 'zod/mini';
import { behind } from './behind.ts';
import { emailAddress, instant, isoDate, line, linkStates, questionKinds, receiptNumber, staffRoles, text, uuid, whyAsked } from './ids.ts';

/** What every accepted request answers (N1): the number is on screen, in the list and at the desk. */
export const receipt = z.object({ id: uuid, number: receiptNumber, receivedAt: instant, promise: z.nullable(z.object({ date: isoDate, from: z.nullable(z.string()) })) });
export type Receipt = z.infer<typeof receipt>;
/** Name of the guardian who did it for a child (N8), empty where it is not known; absent: nobody but the patient or the desk. */
const byGuardian = z.optional(z.string());

export const renewal = z.discriminatedUnion('state', [
  z.object({ state: z.literal('renewable') }),
  z.object({ state: z.literal('practice-decides'), reason: z.enum(['unknown-class', 'listed-class']) }),
  z.object({ state: z.literal('not-renewable'), reason: z.enum(['addictive', 'too-soon', 'pending', 'stopped', 'review-due', 'not-online']), from: z.nullable(isoDate) }),
]);
export type Renewal = z.infer<typeof renewal>;
/** `remaining`: what the last issue still holds, by the calendar, where the source says how long it lasts. */
export const medicationItem = z.object({ id: uuid, name: z.string(), dosage: z.nullable(z.string()), lastIssued: z.nullable(isoDate), remaining: z.nullable(z.object({ until: isoDate, repeats: z.number() })), renewal });
export type MedicationItem = z.infer<typeof medicationItem>;

export const requestStates = ['received', 'approved', 'refused', 'at-pharmacy'] as const;
/** `medicationId` null: a medicine that is not in the list. `why`: what the patient says it is for; `reason`: why the practice refused. */
export const prescriptionLine = z.object({ id: uuid, medicationId: z.nullable(uuid), name: z.string(), note: z.nullable(z.string()), why: z.nullable(z.string()), state: z.enum(requestStates), reason: z.nullable(z.string()) });
export const prescriptionRequest = z.object({ ...receipt.shape, remark: z.nullable(z.string()), /** By name. */ pharmacy: z.nullable(z.string()), /** Who filled it in at the desk (N14); null: the patient. */ by: z.nullable(z.string()), guardian: byGuardian, lines: z.array(prescriptionLine) });
export type PrescriptionRequest = z.infer<typeof prescriptionRequest>;
/** `next`: the `after` with which the next older ones of one's own are asked for; null: these were the last. */
const older = { next: z.nullable(uuid) };
export const ownQuery = z.strictObject({ after: z.optional(uuid) });
/** GET /care/medication?after=: requests newest first */
/** What the practice asks, and promises for what is sent now. `pharmacy`: the one chosen last. `wayOut`: the appointment to make instead (N2). */
export const prescriptionTerms = z.object({ promise: receipt.shape.promise, pharmacies: z.array(z.object({ id: z.string(), name: z.string() })), pharmacy: z.nullable(z.string()), why: z.enum(whyAsked), unlisted: z.boolean(), wayOut: z.nullable(z.object({ type: z.string(), title: z.string() })) });
export const medicationAnswer = z.object({ items: z.array(medicationItem), requests: z.array(prescriptionRequest), terms: prescriptionTerms, ...behind, ...older });
export type MedicationAnswer = z.infer<typeof medicationAnswer>;
/** POST /care/prescription-requests (Idempotency-Key) → receipt */
const said = { note: z.optional(text(300)), why: z.optional(text(300)) };
export const prescriptionOrder = z.strictObject({
  lines: z.array(z.strictObject({ medicationId: uuid, ...said })).check(z.maxLength(30)), unlisted: z.optional(z.array(z.strictObject({ name: line(200), ...said })).check(z.maxLength(5))),
  pharmacy: z.optional(line(40)), remark: z.optional(text(500)),
}).check(z.refine(({ lines, unlisted }) => lines.length + (unlisted?.length ?? 0) > 0, { path: ['lines'] }));
export type PrescriptionOrder = z.infer<typeof prescriptionOrder>;

export const practitioner = z.object({ id: uuid, name: z.string(), role: z.string() });
export type PractitionerSummary = z.infer<typeof practitioner>;
export const slot = z.object({ id: uuid, start: instant, end: instant, practitioner });
export type SlotSummary = z.infer<typeof slot>;
export const hold = z.object({ id: uuid, slot, type: z.string(), expiresAt: instant, canExtend: z.boolean() });
export type Hold = z.infer<typeof hold>;
export const appointmentStates = ['booked', 'cancelled'] as const;
/** An answer to a question at booking, with the question as it was asked. `yes` and `no` of a yes-no question are for the reader's language to say. */
const answered = z.object({ label: z.string(), kind: z.enum(questionKinds), answer: z.string() });
/** `title`: of the type, for the reader. `changeBy`: until when the patient may move or cancel it; null: only by telephone, or not any more. `cancellation`: what the practice wrote when it cancelled; `cancelledBy` null while it stands; `system`: the practice's own system had given the time away, and `alternatives` are the free times nearest to it (N9). `onItsWay`: kept, and confirmed once the practice's system has it. */
export const appointment = z.object({
  ...receipt.shape, type: z.string(), title: z.string(), instructions: z.nullable(z.string()), start: instant, end: instant, practitioner, reason: z.nullable(z.string()), answers: z.array(answered), state: z.enum(appointmentStates),
  changeBy: z.nullable(instant), cancelledBy: z.nullable(z.enum(['patient', 'practice', 'system'])), /** Who of the practice did it for the patient (N14); null: the patient, or it is said otherwise. */ by: z.nullable(z.string()), guardian: byGuardian, cancellation: z.optional(z.string()), onItsWay: z.optional(z.boolean()), alternatives: z.optional(z.array(slot)),
});
export type AppointmentSummary = z.infer<typeof appointment>;
export const appointmentQuestion = z.object({ id: z.string(), label: z.string(), kind: z.enum(questionKinds), required: z.boolean(), options: z.array(z.string()) });
export type AppointmentQuestion = z.infer<typeof appointmentQuestion>;
const bookableType = z.object({ id: z.string(), title: z.string(), minutes: z.number(), instructions: z.nullable(z.string()), questions: z.array(appointmentQuestion), /** Ids of who gives it. */ practitioners: z.array(uuid) });
/** Somebody's place on the waiting list, for any time or (`appointment`) for an earlier one. `offer`: a free time kept for this patient until then. */
export const waiting = z.object({ id: uuid, type: z.string(), title: z.string(), practitioner: z.nullable(practitioner), appointment: z.nullable(uuid), since: instant, offer: z.nullable(z.object({ slot, until: instant })) });
export type Waiting = z.infer<typeof waiting>;
/** GET /care/appointments: what the form needs to begin, the hold that survived a reload, and the own appointments to come. `online` false: only to look at. `waitingList`: whether there is one. */
export const appointmentsAnswer = z.object({ online: z.boolean(), waitingList: z.boolean(), types: z.array(bookableType), practitioners: z.array(practitioner), hold: z.nullable(hold), upcoming: z.array(appointment), waiting: z.array(waiting), ...behind });
export type AppointmentsAnswer = z.infer<typeof appointmentsAnswer>;
/** GET /care/appointments/past?after=: what has been, newest first. `next`: the `after` of the page that follows. */
export const pastAnswer = z.object({ items: z.array(appointment), ...older });
export type PastAnswer = z.infer<typeof pastAnswer>;
/** POST /care/appointments/:id/move (Idempotency-Key) → the same appointment at the held time; /cancel → the cancelled one. Both 409 `too_late` after `changeBy`. */
export const appointmentMove = z.strictObject({ hold: uuid });
/** GET /care/appointments/:id/calendar: an iCalendar file (RFC 5545), METHOD:PUBLISH. */
export const calendarFile = z.object({ name: z.string(), text: z.string() });
/** GET /care/days?type=&practitioner=&month=YYYY-MM: days of that month that have a free time. `first` and `last`: the months that may be asked for. */
export const daysQuery = z.strictObject({ type: line(40), practitioner: z.optional(uuid), month: z.string().check(z.regex(/^\d{4}-(0[1-9]|1[0-2])$/)) });
export const daysAnswer = z.object({ days: z.array(z.object({ date: isoDate, count: z.number() })), first: z.string(), last: z.string() });
export type DaysAnswer = z.infer<typeof daysAnswer>;
/** POST /care/waiting: for a time of a type, with anyone or with one practitioner; or for a time earlier than that of an appointment. → the list. POST /care/waiting/:id/decline: not this time; /leave: off the list. */
export const waitingOrder = z.union([z.strictObject({ type: line(40), practitioner: z.optional(uuid) }), z.strictObject({ appointment: uuid })]);
export type WaitingOrder = z.infer<typeof waitingOrder>;
export const waitingAnswer = z.object({ waiting: z.array(waiting) });
/** GET /care/slots?type=&practitioner=&from= → at most 14 days from `from`. `next`: first later date that has any. */
export const slotsQuery = z.strictObject({ type: line(40), practitioner: z.optional(uuid), from: z.optional(isoDate) });
export const slotsAnswer = z.object({ slots: z.array(slot), from: isoDate, to: isoDate, next: z.nullable(isoDate) });
export type SlotsAnswer = z.infer<typeof slotsAnswer>;
/** POST /care/holds → hold, or 409 `slot_taken` with `alternatives` (N9) */
export const holdRequest = z.strictObject({ slot: uuid, type: line(40) });
export const holdAct = z.strictObject({ hold: uuid });
export const slotTaken = z.object({ error: z.literal('slot_taken'), alternatives: z.array(slot) });
/** POST /care/appointments (Idempotency-Key) → appointment */
export const appointmentOrder = z.strictObject({ hold: uuid, reason: z.optional(text(300)), /** By question; of a yes-no question `yes` or `no`, of a choice the words of the option. */ answers: z.optional(z.array(z.strictObject({ question: line(40), answer: text(300) })).check(z.maxLength(10))) });
export type AppointmentOrder = z.infer<typeof appointmentOrder>;

export const econsultStates = ['sent', 'answered', 'closed'] as const;
/** `promise`: for what waits since `waitingSince`, the last time that the patient wrote. `unread`: what the practice wrote and the patient has not opened yet. */
export const econsultSummary = z.object({ ...receipt.shape, subject: z.string(), state: z.enum(econsultStates), waitingSince: instant, answeredAt: z.nullable(instant), unread: z.number() });
export type EconsultSummary = z.infer<typeof econsultSummary>;
/** Photos and documents, told by what is in them. `size` in bytes. No file has a name: what people call their files is nobody's business. */
export const fileKinds = ['jpeg', 'png', 'webp', 'pdf'] as const;
export type FileKind = (typeof fileKinds)[number];
export const sentFile = z.object({ id: uuid, kind: z.enum(fileKinds), size: z.number() });
export type SentFile = z.infer<typeof sentFile>;
/** POST /care/econsults/files → the file, kept for an hour for the question of this page. Base64 (RFC 4648 §4). `file_refused` says in `fields` why. */
export const fileUpload = z.strictObject({ data: z.string().check(z.regex(/^[A-Za-z0-9+/]*={0,2}$/)) });
/** GET /care/econsults/files/:id, GET /staff/econsults/files/:id, GET /care/record/letters/:id */
export const fileAnswer = z.object({ ...sentFile.shape, data: z.string() });
export type FileAnswer = z.infer<typeof fileAnswer>;
const files = z.optional(z.array(uuid).check(z.maxLength(10)));

/** `readAt`: when the patient first opened what the practice wrote. */
/** `author`: who of the practice wrote it, or wrote it down for a caller (N14); of `guardian`, who acts for the child (N8; empty where no name is known). */
export const econsultMessage = z.object({ id: uuid, from: z.enum(['patient', 'guardian', 'practice']), author: z.nullable(z.string()), at: instant, readAt: z.nullable(instant), text: z.string(), files: z.array(sentFile) });
/** `reply`: until when the patient may write again; null: not any more. */
export const econsultThread = z.object({ ...econsultSummary.shape, messages: z.array(econsultMessage), reply: z.nullable(z.object({ until: z.nullable(instant) })) });
export type EconsultThread = z.infer<typeof econsultThread>;
/** GET /care/econsults?after=, the last written in first; GET /care/econsults/:id → thread (and marks it read) */
/** Whether a question can be sent now and, if not, why and from when, by the practice's clock. */
export const econsultIntake = z.discriminatedUnion('open', [z.object({ open: z.literal(true) }), z.object({ open: z.literal(false), why: z.enum(['closed', 'hours', 'full']), opens: z.nullable(z.object({ date: isoDate, time: z.string() })) })]);
export type EconsultIntake = z.infer<typeof econsultIntake>;
export const econsultsAnswer = z.object({ items: z.array(econsultSummary), intake: econsultIntake, /** How many files a message may have, and how large each. */ files: z.object({ count: z.number(), bytes: z.number() }), ...behind, ...older });
export type EconsultsAnswer = z.infer<typeof econsultsAnswer>;
/** POST /care/econsults (Idempotency-Key) → receipt. `urgent` must have been answered "no" before the text (S4-06, N4). */
export const econsultOrder = z.strictObject({ urgent: z.literal(false), subject: line(120), question: text(5000), files });
export type EconsultOrder = z.infer<typeof econsultOrder>;
/** POST /care/econsults/:id/reply (Idempotency-Key) → the thread. */
export const econsultReply = z.strictObject({ text: text(5000), files });
export type EconsultReply = z.infer<typeof econsultReply>;

// ── The desk ────────────────────────────────────────────────────────────────────────────────────────────────────────
export const deskPatient = z.object({ id: uuid, name: z.string(), birthDate: z.nullable(isoDate), verified: z.boolean(), phone: z.nullable(z.string()), email: z.nullable(z.string()), /** the last digits only */ numberEnds: z.nullable(z.string()) });
export type DeskPatient = z.infer<typeof deskPatient>;
export const deskLink = z.object({ id: uuid, state: z.enum(linkStates), requestedAt: instant, name: z.nullable(z.string()), birthDate: z.nullable(isoDate), phone: z.nullable(z.string()), email: z.string(), checkedBy: z.nullable(z.string()), checkedPatient: z.nullable(deskPatient), /** An eID proved the number of the patient, or of a child's guardian. */ proof: z.optional(z.nullable(z.enum(['eid', 'guardian']))), /** After linking: a mail goes to the patient. */ told: z.optional(z.boolean()) });
export type DeskLink = z.infer<typeof deskLink>;
/** `told`: of what the desk just did. A message goes to the patient, or one waits unread; else somebody calls. Nothing where there was nothing to tell yet. */
const about = { patient: deskPatient, told: z.optional(z.boolean()) };
export const deskPrescription = z.object({ ...prescriptionRequest.shape, ...about });
export const deskAppointment = z.object({ ...appointment.shape, ...about, seen: z.boolean() });
export const deskEconsult = z.object({ ...econsultSummary.shape, ...about, /** Of the account that asked, or that has the record: where the record itself says no number. */ accountPhone: z.optional(z.string()) });
/** POST /staff/patients/search: by POST, so that no number is ever in a URL. At least one field. */
export const patientSearch = z.strictObject({ name: z.optional(line(120)), birthDate: z.optional(isoDate), number: z.optional(line(20)) }).check(z.refine((value) => Boolean(value.name ?? value.birthDate ?? value.number)));
export type PatientSearch = z.infer<typeof patientSearch>;
/** `linked`: an account has this record already, so that none is begun for it. */
const foundPatient = z.object({ ...deskPatient.shape, linked: z.boolean() });
export type FoundPatient = z.infer<typeof foundPatient>;
export const patientSearchAnswer = z.object({ patients: z.array(foundPatient), more: z.number() });
/** POST /staff/links/:id/check: the assistant spoke with the patient; date of birth and personal number (BSN or CPR) are compared by the server with the record chosen (S0-20). */
export const linkCheck = z.strictObject({ patient: uuid, birthDate: isoDate, number: line(20), how: z.enum(['telephone', 'visit']) });
/** The check's answer: what matched. Both must, or nothing changes. */
export const linkCheckAnswer = z.object({ matched: z.boolean(), birthDate: z.boolean(), number: z.boolean(), link: z.nullable(deskLink) });
/** POST /staff/accounts/search: accounts with this practice, by what their record or they themselves say. At least one field; by POST, as above. */
export const accountSearch = z.strictObject({ name: z.optional(line(120)), birthDate: z.optional(isoDate), number: z.optional(line(20)), email: z.optional(emailAddress) }).check(z.refine((value) => Boolean(value.name ?? value.birthDate ?? value.number ?? value.email)));
export type AccountSearch = z.infer<typeof accountSearch>;
/** `codesClosed`: too many wrong guesses today, so no code is sent until tomorrow or until the practice reopens it. `smsNumber`: codes of its log-ins go to a telephone number. */
export const deskAccount = z.object({ ...deskLink.shape, linkedAt: z.nullable(instant), codesClosed: z.boolean(), smsNumber: z.boolean() });
export type DeskAccount = z.infer<typeof deskAccount>;
export const accountSearchAnswer = z.object({ accounts: z.array(deskAccount), more: z.number() });
/** POST /staff/links/:id/link: the record that was on the screen. Another one is a `conflict`: a colleague has checked anew meanwhile. */
export const linkOrder = z.strictObject({ patient: uuid });
/** POST /staff/links/:id/refuse and /revoke */
export const linkRefusal = z.strictObject({ reason: line(200) });
/** POST /staff/prescriptions/:id/decide */
export const prescriptionDecision = z.strictObject({ decisions: z.array(z.strictObject({ line: uuid, state: z.enum(['approved', 'refused', 'at-pharmacy']), reason: z.optional(line(200)) })).check(z.minLength(1)) });
/** GET /staff/patients/:id/medication: the list as the patient sees it, with what the practice said of each. */
export const overrideStates = ['renewable', 'not-online'] as const;
const override = z.object({ state: z.enum(overrideStates), until: z.nullable(isoDate) });
export const deskMedication = z.object({ ...medicationItem.shape, override: z.nullable(override) });
export type DeskMedication = z.infer<typeof deskMedication>;
export const deskMedicationAnswer = z.object({ items: z.array(deskMedication) });
/** POST /staff/medication/:id/override; `override` null takes it back. */
export const medicationOverride = z.strictObject({ override: z.nullable(z.strictObject({ state: z.enum(overrideStates), until: z.nullable(isoDate) })) });
/** POST /staff/appointments/:id/seen and /cancel */
export const appointmentCancellation = z.strictObject({ reason: line(200) });
/** GET /staff/econsults/:id → the thread; POST /staff/econsults/:id/answer → the thread with the answer in it. */
export const deskEconsultThread = z.object({ ...econsultThread.shape, ...deskEconsult.shape });
export type DeskEconsultThread = z.infer<typeof deskEconsultThread>;
/** `seen`: how many messages were on the screen. Where there are more by now (a colleague's answer, another word of the patient's) it is `already_handled`. */
export const econsultAnswer = z.strictObject({ text: text(5000), seen: z.int().check(z.minimum(1)) });
export type EconsultAnswer = z.infer<typeof econsultAnswer>;

/** GET /staff/members. `since`: invited or joined. `mine`: whether the one who asks may change, remove and reset this member. */
export const memberStates = ['invited', 'expired', 'active'] as const;
export const member = z.object({ id: uuid, name: z.string(), email: z.string(), roles: z.array(z.enum(staffRoles)), state: z.enum(memberStates), secondFactor: z.boolean(), since: instant, mine: z.boolean() });
export type DeskMember = z.infer<typeof member>;
/** `give`: the roles that the one who asks may give (S3-03). */
export const membersAnswer = z.object({ members: z.array(member), give: z.array(z.enum(staffRoles)) });
export type MembersAnswer = z.infer<typeof membersAnswer>;
const someRoles = z.array(z.enum(staffRoles)).check(z.minLength(1), z.maxLength(staffRoles.length));
/** POST /staff/members → the member; POST /staff/members/:id/resend, /roles, /reset, /remove */
export const memberInvitation = z.strictObject({ name: line(120), email: emailAddress, roles: someRoles });
export type MemberInvitation = z.infer<typeof memberInvitation>;
export const memberRoles = z.strictObject({ roles: someRoles });
/** POST /staff/recovery-codes: new ones, shown this once; the earlier ones stop. */
export const recoveryCodesAnswer = z.object({ codes: z.array(z.string()) });
