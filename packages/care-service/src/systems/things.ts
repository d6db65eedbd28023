/** What of ours a practice's own system gets to see: read as it is now, opened, with the ids that the system itself gave. */
import { wordsIn, type ClinicConfig } from '@balie/contracts';
import { and, asc, eq, lt, ne, schema, sql, type Queryable } from '@balie/database';
import type { CareBase } from '../deps.ts';
import { pharmacyOf } from '../medication.ts';
import { open, openOptional } from '../seals.ts';

const { appointments, econsultFiles, econsultMessages, econsults, medications, patients, practitioners, prescriptionLines, prescriptionRequests, slots, systemPushes } = schema;

export const kinds = ['prescription-line', 'appointment', 'message'] as const;
export type Kind = (typeof kinds)[number];
/** How ids begin of times that the desk made here (`agenda-schedules.ts`): no other system knows them. */
export const deskMade = 'desk/';
/** Receipt number, and id of the patient there. */
interface Of { id: string; number: string; patient: string }
export interface Line extends Of { kind: 'prescription-line'; medication: string | null; name: string; note: string | null; why: string | null; remark: string | null; pharmacy: string | null; state: string; reason: string | null; at: Date }
export interface Booking extends Of { kind: 'appointment'; /** Id here of its time, and there; null: the desk made it here. */ time: string; slot: string | null; practitioner: string; start: Date; end: Date; title: string; reason: string | null; answers: { label: string; answer: string }[]; state: string; cancellation: string | null; at: Date; /** Another appointment had this time, and the system does not know yet that it gave it up. */ rival: boolean }
export interface Message extends Of { kind: 'message'; from: string; author: string | null; at: Date; subject: string; text: string; /** The message that began the question; null: this one did. */ first: string | null; /** Id there of one that was written there. */ source: string | null; files: { id: string; type: string; data: string }[] }
export type Thing = Line | Booking | Message;

/** Null: it is gone, with its account. */
export function readThing(db: Queryable, base: CareBase, clinic: ClinicConfig, kind: Kind, id: string): Promise<Thing | null> {
  const readers: { [K in Kind]: () => Promise<Thing | null> } = { 'prescription-line': () => readLine(db, base, clinic, id), appointment: () => readBooking(db, base, clinic, id), message: () => readMessage(db, base, clinic, id) };
  return readers[kind]();
}

async function readLine(db: Queryable, { keyring }: CareBase, clinic: ClinicConfig, id: string): Promise<Line | null> {
  const [row] = await db.select({ line: prescriptionLines, request: prescriptionRequests, medication: medications.sourceId, name: medications.name, patient: patients.sourceId }).from(prescriptionLines).innerJoin(prescriptionRequests, eq(prescriptionRequests.id, prescriptionLines.request))
    .innerJoin(patients, eq(patients.id, prescriptionRequests.patient)).leftJoin(medications, eq(medications.id, prescriptionLines.medication)).where(and(eq(prescriptionLines.id, id), eq(prescriptionRequests.clinic, clinic.id)));
  if (!row) return null;
  const { line, request } = row;
  return {
    kind: 'prescription-line', id, number: request.number, patient: row.patient, medication: row.medication, name: row.name ?? openOptional(keyring, 'prescriptionName', line.nameSealed) ?? '', note: openOptional(keyring, 'prescriptionNote', line.noteSealed),
    why: openOptional(keyring, 'prescriptionWhy', line.whySealed), remark: openOptional(keyring, 'prescriptionRemark', request.remarkSealed), pharmacy: pharmacyOf(clinic, request.pharmacy), state: line.state, reason: openOptional(keyring, 'prescriptionReason', line.reasonSealed), at: request.receivedAt,
  };
}

async function readBooking(db: Queryable, { keyring }: CareBase, clinic: ClinicConfig, id: string): Promise<Booking | null> {
  const [row] = await db.select({ appointment: appointments, slot: slots, practitioner: practitioners.sourceId, patient: patients.sourceId }).from(appointments).innerJoin(slots, eq(slots.id, appointments.slot)).innerJoin(practitioners, eq(practitioners.id, slots.practitioner))
    .innerJoin(patients, eq(patients.id, appointments.patient)).where(and(eq(appointments.id, id), eq(appointments.clinic, clinic.id)));
  if (!row) return null;
  const { appointment, slot } = row;
  const rivals = await db.select({ one: sql`1` }).from(systemPushes).innerJoin(appointments, eq(appointments.id, systemPushes.object))
    .where(and(eq(systemPushes.clinic, clinic.id), eq(systemPushes.kind, 'appointment'), ne(appointments.id, id), eq(appointments.state, 'cancelled'), eq(appointments.slot, slot.id), lt(systemPushes.sent, systemPushes.wanted))).limit(1);
  return {
    kind: 'appointment', id, number: appointment.number, patient: row.patient, time: slot.id, slot: slot.sourceId.startsWith(deskMade) ? null : slot.sourceId, practitioner: row.practitioner, start: slot.start, end: slot.end, title: wordsIn(clinic, clinic.appointments.types.find((type) => type.id === appointment.type)?.title, clinic.locales[0]!) ?? appointment.type,
    reason: openOptional(keyring, 'appointmentReason', appointment.reasonSealed), answers: appointment.answersSealed === null ? [] : JSON.parse(open(keyring, 'appointmentAnswers', appointment.answersSealed)) as Booking['answers'],
    state: appointment.state, cancellation: openOptional(keyring, 'cancellation', appointment.cancellationSealed), at: appointment.receivedAt, rival: rivals.length > 0,
  };
}

const mimeTypes: Readonly<Record<string, string>> = { jpeg: 'image/jpeg', png: 'image/png', webp: 'image/webp', pdf: 'application/pdf' };

async function readMessage(db: Queryable, { keyring }: CareBase, clinic: ClinicConfig, id: string): Promise<Message | null> {
  const [row] = await db.select({ message: econsultMessages, econsult: econsults, patient: patients.sourceId }).from(econsultMessages).innerJoin(econsults, eq(econsults.id, econsultMessages.econsult)).innerJoin(patients, eq(patients.id, econsults.patient)).where(and(eq(econsultMessages.id, id), eq(econsults.clinic, clinic.id)));
  if (!row) return null;
  const { message, econsult } = row;
  const [first] = await db.select({ id: econsultMessages.id }).from(econsultMessages).where(eq(econsultMessages.econsult, econsult.id)).orderBy(asc(econsultMessages.position)).limit(1);
  const files = await db.select().from(econsultFiles).where(eq(econsultFiles.message, id)).orderBy(asc(econsultFiles.at), asc(econsultFiles.id));
  return {
    kind: 'message', id, number: econsult.number, patient: row.patient, from: message.from, author: message.author, at: message.at, subject: open(keyring, 'econsultSubject', econsult.subjectSealed), text: open(keyring, 'econsultMessage', message.textSealed),
    first: first && first.id !== id ? first.id : null, source: message.sourceId, files: files.map((file) => ({ id: file.id, type: mimeTypes[file.kind] ?? 'application/octet-stream', data: open(keyring, 'econsultFile', file.dataSealed) })),
  };
}
