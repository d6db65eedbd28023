/** What the practice did in its own system with what we brought there: decided on a renewal, cancelled or moved an appointment, answered a question. Never what is only an echo of ours. */
import * as z from 'zod/mini';
import type { ClinicConfig } from '@balie/contracts';
import { and, appendAudit, eq, lt, ne, or, schema, sql, type SQL, type Transaction } from '@balie/database';
import { appointmentRows, tell } from '../appointments.ts';
import type { CareDeps } from '../deps.ts';
import { addAnswer } from '../desk/econsults.ts';
import { settleLines } from '../desk/prescriptions.ts';
import { sourceIdOf } from '../import/references.ts';
import { concept, few, instant, reference, resourceId } from '../import/resources.ts';
import { mistaken } from '../mistaken.ts';
import { hearerOf } from '../people.ts';
import { seal } from '../seals.ts';
import { makeExtra } from '../slots.ts';
import { passOn } from './changes.ts';
import { identifierSystem, isOfAnother } from './fhir/writing.ts';
import type { Scene } from './outcome.ts';
import type { Page } from './system.ts';
import { deskMade, type Kind } from './things.ts';

const { appointments, econsultMessages, econsults, patients, prescriptionLines, prescriptionRequests, slots, systemPushes } = schema;

const identified = { id: z.string().check(z.regex(resourceId)), status: z.string(), identifier: z.optional(few(z.object({ system: z.optional(z.string()), value: z.optional(z.string()) }))) };
const task = z.object({ resourceType: z.literal('Task'), ...identified, statusReason: z.optional(concept) });
const appointment = z.object({ resourceType: z.literal('Appointment'), ...identified, cancelationReason: z.optional(concept), slot: z.optional(few(reference)), start: z.optional(instant), end: z.optional(instant) });
const communication = z.object({
  resourceType: z.literal('Communication'), ...identified, sent: z.optional(z.string()), sender: z.optional(reference), inResponseTo: z.optional(few(reference)),
  payload: z.optional(z.array(z.object({ contentString: z.optional(z.string().check(z.maxLength(20_000))) }))),
});
const bundle = z.object({ entry: z.optional(z.array(z.looseObject({ resource: z.optional(z.unknown()) }))) });
const uuid = z.uuid();

/** What a state there means here. */
const lineStates: ReadonlyMap<string, string> = new Map(Object.entries({ accepted: 'approved', 'in-progress': 'approved', rejected: 'refused', failed: 'refused', cancelled: 'refused', completed: 'at-pharmacy' }));
const cancelled = ['cancelled', mistaken];
const textOf = (of: z.output<typeof concept> | undefined) => of?.text ?? of?.coding?.find(({ display }) => display)?.display;
const longest = 5000;
/** No visit is longer: what says so was written wrong. */
const longestVisit = 24 * 3_600_000;
type Slot = typeof slots.$inferSelect;

/** False: not a page of these. Each resource is a transaction of its own; one that cannot be read is let be, and read again when it changes. */
export async function takeAnswers(deps: CareDeps, clinic: ClinicConfig, page: Page): Promise<boolean> {
  const takers: Readonly<Record<string, (resource: unknown) => Promise<void>>> = { Task: takeTask, Appointment: takeAppointment, Communication: takeCommunication };
  const taker = takers[page.type];
  if (!taker) return false;
  const read = bundle.safeParse(JSON.parse(page.content));
  for (const { resource } of read.data?.entry ?? []) await taker(resource);
  return true;

  function ownId(identifiers: z.output<typeof identified.identifier>, kind: Kind): string | undefined {
    return identifiers?.find(({ system, value }) => system === identifierSystem(deps.issuer, kind) && uuid.safeParse(value).success)?.value;
  }
  function scene(): Scene { return { deps, clinic, now: deps.clock() }; }
  /** What was done here since is on its way, and goes first. */
  async function isNewerHere(tx: Transaction, kind: Kind, object: string): Promise<boolean> {
    return await tx.$count(systemPushes, and(eq(systemPushes.clinic, clinic.id), eq(systemPushes.kind, kind), eq(systemPushes.object, object), lt(systemPushes.sent, systemPushes.wanted))) > 0;
  }
  /** Copied there for somebody else, our identifier with it: not a word of it is for our patient. */
  function isAnothers(resource: unknown, patient: string, job: string): boolean {
    const is = isOfAnother(resource, (id) => sourceIdOf(deps.keyring, id) === patient);
    if (is) deps.log({ event: 'system-of-another', level: 'warn', clinic: clinic.id, template: page.type, job });
    return is;
  }
  function note(tx: Transaction, action: string, objectKind: string, object: string, patient: string): Promise<unknown> {
    return appendAudit(tx, { at: deps.clock(), clinic: clinic.id, actorKind: 'system', actor: null, action, objectKind, object, patient, outcome: 'done' });
  }

  async function takeTask(resource: unknown): Promise<void> {
    const { data } = task.safeParse(resource);
    const id = data && ownId(data.identifier, 'prescription-line'), state = data && lineStates.get(data.status);
    if (!id || !state) return;
    const [of] = await deps.db.select({ account: prescriptionRequests.account, patient: prescriptionRequests.patient, request: prescriptionRequests.id, sourceId: patients.sourceId }).from(prescriptionLines).innerJoin(prescriptionRequests, eq(prescriptionRequests.id, prescriptionLines.request)).innerJoin(patients, eq(patients.id, prescriptionRequests.patient)).where(and(eq(prescriptionLines.id, id), eq(prescriptionRequests.clinic, clinic.id)));
    if (!of || isAnothers(resource, of.sourceId, id)) return;
    const contact = await hearerOf(deps, { ...of, clinic: clinic.id });
    await deps.db.transaction(async (tx) => {
      const [request] = await tx.select().from(prescriptionRequests).where(eq(prescriptionRequests.id, of.request)).for('update');
      const lines = await tx.select().from(prescriptionLines).where(eq(prescriptionLines.request, of.request));
      const is = lines.find((line) => line.id === id)?.state;
      if (!request || is === state || !(is === 'received' || (is === 'approved' && state === 'at-pharmacy')) || await isNewerHere(tx, 'prescription-line', id)) return;
      await settleLines(tx, scene(), { request, lines, decisions: [{ line: id, state, ...(state === 'refused' ? { reason: textOf(data.statusReason)?.slice(0, 500) } : {}) }], by: null, contact });
      await note(tx, 'prescription-request.decide', 'prescription-request', request.id, request.patient);
    });
  }

  async function takeAppointment(resource: unknown): Promise<void> {
    const { data } = appointment.safeParse(resource);
    const id = data && ownId(data.identifier, 'appointment');
    if (!id) return;
    const [of] = await deps.db.select({ account: appointments.account, patient: appointments.patient, sourceId: patients.sourceId }).from(appointments).innerJoin(patients, eq(patients.id, appointments.patient)).where(and(eq(appointments.id, id), eq(appointments.clinic, clinic.id)));
    if (!of || isAnothers(resource, of.sourceId, id)) return;
    const contact = await hearerOf(deps, { ...of, clinic: clinic.id });
    await deps.db.transaction(async (tx) => {
      await tx.select({ id: appointments.id }).from(appointments).where(and(eq(appointments.id, id), eq(appointments.clinic, clinic.id))).for('update');
      const [row] = await appointmentRows(tx).where(and(eq(appointments.id, id), eq(appointments.clinic, clinic.id), eq(appointments.state, 'booked')));
      if (!row || await isNewerHere(tx, 'appointment', id)) return;
      const before = { sequence: sql`${appointments.sequence} + 1` };
      if (cancelled.includes(data.status)) {
        const reason = textOf(data.cancelationReason)?.slice(0, 500);
        const [gone] = await tx.update(appointments).set({ ...before, state: 'cancelled', cancelledBy: 'practice', seenAt: scene().now, cancellationSealed: reason ? seal(deps.keyring, 'cancellation', reason) : null }).where(eq(appointments.id, id)).returning();
        await letGo(tx, row.slot);
        await passOn(tx, scene(), 'appointment', row.appointment.patient, [id]);
        await tell(tx, scene(), contact, 'appointment-cancelled', { ...row, appointment: gone! }, true);
        return void await note(tx, 'appointment.cancel', 'appointment', id, row.appointment.patient);
      }
      const wanted = (data.slot ?? []).map((one) => /(?:^|\/)Slot\/([^/]+)$/.exec(one.reference ?? '')?.[1]).find((one) => one !== undefined);
      if (wanted === row.slot.sourceId || data.status !== 'booked') return;
      const slot = wanted === undefined ? await timeOf(tx, data, row.slot) : await lockSlot(tx, wanted);
      if (slot === null) return;
      // A time that is unknown here, or that another patient has: the desk sees two in one place in its own system.
      if (!slot || await tx.$count(appointments, and(eq(appointments.slot, slot.id), eq(appointments.state, 'booked'))) > 0) return deps.log({ event: 'system-move-unknown', level: 'warn', clinic: clinic.id, job: id });
      const [moved] = await tx.update(appointments).set({ ...before, slot: slot.id }).where(eq(appointments.id, id)).returning();
      await passOn(tx, scene(), 'appointment', row.appointment.patient, [id], true);
      await letGo(tx, row.slot);
      await tell(tx, scene(), contact, 'appointment-moved', { appointment: moved!, slot }, true);
      await note(tx, 'appointment.move', 'appointment', id, row.appointment.patient);
    });
  }

  /** Bookings of it under way are waited for and then seen; later ones find it taken. */
  async function lockSlot(tx: Transaction, sourceId: string): Promise<Slot | undefined> {
    const [slot] = await tx.select().from(slots).where(and(eq(slots.clinic, clinic.id), eq(slots.sourceId, sourceId))).for('update');
    return slot;
  }
  /** Of an appointment that names no time there, which only begins or ends otherwise now: a time of its own, as the desk makes one. Null: it is as it was, or over. */
  async function timeOf(tx: Transaction, { start: from, end: to }: { start?: string | undefined; end?: string | undefined }, slot: Slot): Promise<Slot | null> {
    const start = from === undefined ? slot.start : new Date(from), end = to === undefined ? new Date(start.getTime() + slot.end.getTime() - slot.start.getTime()) : new Date(to);
    const same = +start === +slot.start && +end === +slot.end;
    return same || end <= start || end.getTime() - start.getTime() > longestVisit || end <= deps.clock() ? null : makeExtra(tx, clinic.id, { practitioner: slot.practitioner, start, end });
  }
  /** Whether a time of the system's is free again it says itself, once our mark is off it. */
  async function letGo(tx: Transaction, slot: Slot): Promise<void> {
    if (!slot.sourceId.startsWith(deskMade)) await tx.update(slots).set({ status: 'busy' }).where(eq(slots.id, slot.id));
  }

  async function takeCommunication(resource: unknown): Promise<void> {
    const { data } = communication.safeParse(resource);
    if (!data || data.status !== 'completed') return;
    const own = ownId(data.identifier, 'message');
    const messageOf = (...which: SQL[]) => deps.db.select({ id: econsults.id, account: econsults.account, patient: econsults.patient, sourceId: patients.sourceId }).from(econsultMessages).innerJoin(econsults, eq(econsults.id, econsultMessages.econsult)).innerJoin(patients, eq(patients.id, econsults.patient)).where(and(eq(econsults.clinic, clinic.id), or(...which))).limit(1);
    // Our own: its id there is how answers refer to it.
    if (own) {
      const [of] = await messageOf(eq(econsultMessages.id, own));
      if (of && !isAnothers(resource, of.sourceId, of.id)) await deps.db.update(econsultMessages).set({ sourceId: data.id }).where(and(eq(econsultMessages.id, own), or(sql`${econsultMessages.sourceId} is null`, ne(econsultMessages.sourceId, data.id))));
      return;
    }
    const text = (data.payload ?? []).map(({ contentString }) => contentString?.trim()).filter(Boolean).join('\n\n').slice(0, longest);
    if (!text || data.sender?.reference?.includes('Patient/')) return;
    const to = (data.inResponseTo ?? []).flatMap((one) => { const id = ownId(one.identifier ? [one.identifier] : [], 'message'); const there = /(?:^|\/)Communication\/([^/]+)$/.exec(one.reference ?? '')?.[1]; return [...(id ? [eq(econsultMessages.id, id)] : []), ...(there ? [eq(econsultMessages.sourceId, there)] : [])]; });
    if (to.length === 0) return;
    const [of] = await messageOf(...to);
    if (!of || isAnothers(resource, of.sourceId, of.id)) return;
    const contact = await hearerOf(deps, { ...of, clinic: clinic.id });
    await deps.db.transaction(async (tx) => {
      await tx.select({ id: econsults.id }).from(econsults).where(eq(econsults.id, of.id)).for('update');
      if (await tx.$count(econsultMessages, and(eq(econsultMessages.econsult, of.id), eq(econsultMessages.sourceId, data.id))) > 0) return;
      const { now } = scene();
      const [row] = await tx.update(econsults).set({ state: 'answered', answeredAt: now, messages: sql`${econsults.messages} + 1` }).where(and(eq(econsults.id, of.id), ne(econsults.state, 'closed'))).returning();
      if (!row) return;
      await addAnswer(tx, scene(), row, contact, { staff: null, author: data.sender?.display ?? clinic.name, at: now, text, sourceId: data.id });
      await note(tx, 'econsult.answer', 'econsult', row.id, row.patient);
    });
  }
}
