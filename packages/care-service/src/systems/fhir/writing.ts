/** Our things in FHIR R4's words. Each carries an identifier of ours, by which it is found again; what else stands in a resource that is there already is let be. */
import * as z from 'zod/mini';
import { few, reference } from '../../import/resources.ts';
import { SystemTrouble } from '../system.ts';
import type { Booking, Kind, Line, Message, Thing } from '../things.ts';

export interface Mark { system: string; value: string }
export type FhirResource = Record<string, unknown> & { resourceType: string; id?: string; /** The first is the one it is found by. */ identifier: [Mark, ...Mark[]] };

/** System of our identifiers: of this installation, so that two of them never meet. */
export const identifierSystem = (issuer: string, kind: Kind | 'file' | 'number'): string => `${issuer}/id/${kind}`;

const whom = z.object({ for: z.optional(reference), subject: z.optional(reference), participant: z.optional(few(z.object({ actor: z.optional(reference) }))) });
/** Ids of the patients that it names; null: it cannot be read. */
export function patientsOf(resource: unknown): string[] | null {
  const { data } = whom.safeParse(resource);
  return data ? [data.for, data.subject, ...(data.participant ?? []).map(({ actor }) => actor)].flatMap((one) => /(?:^|\/)Patient\/([^/]+)(?:\/_history\/[^/]+)?$/.exec(one?.reference ?? '')?.[1] ?? []) : null;
}
/** Whether it names patients and none of them is the one: what was copied there for somebody else may still carry our identifier. */
export function isOfAnother(resource: unknown, isTheOne: (patient: string) => boolean): boolean {
  const named = patientsOf(resource);
  return named === null || (named.length > 0 && !named.some(isTheOne));
}

/** An id that was a citizen's number is kept as keyed hash only, and cannot be said back. */
export const canBeSaid = (id: string): boolean => /^(?!\.+$)[A-Za-z0-9\-.]{1,64}$/.test(id);
export function refer(type: string, id: string): { reference: string } {
  if (!canBeSaid(id)) throw new SystemTrouble('refused', `${type.toLowerCase()}-without-id`);
  return { reference: `${type}/${id}` };
}

/** Of a line that was received nothing is known yet; a decision made there is read by `answers.ts`. */
export const taskStates: Readonly<Record<string, string>> = { received: 'requested', approved: 'accepted', refused: 'rejected', 'at-pharmacy': 'completed' };

const identifiers = (issuer: string, { kind, id, number }: Pick<Thing, 'id' | 'number'> & { kind: Kind | 'file' }): FhirResource['identifier'] => [{ system: identifierSystem(issuer, kind), value: id }, { system: identifierSystem(issuer, 'number'), value: number }];
const note = (...texts: (string | null)[]) => { const said = texts.filter((text) => text !== null && text !== ''); return said.length ? { note: said.map((text) => ({ text })) } : {}; };
const input = (of: string, value: string | null) => (value === null ? [] : [{ type: { text: of }, valueString: value }]);

/** A renewal: a Task on the prescription it is about (hl7.org/fhir/R4/task.html); of a medicine that is not in the list its name alone. */
function task(issuer: string, line: Line): FhirResource {
  const inputs = [...input('why', line.why), ...input('pharmacy', line.pharmacy)];
  return {
    resourceType: 'Task', identifier: identifiers(issuer, line), status: taskStates[line.state] ?? 'requested', ...(line.reason === null ? {} : { statusReason: { text: line.reason } }), intent: 'order',
    code: { coding: [{ system: 'http://hl7.org/fhir/CodeSystem/task-code', code: 'fulfill' }] }, description: line.name, for: refer('Patient', line.patient), ...(line.medication === null ? {} : { focus: refer('MedicationRequest', line.medication) }),
    authoredOn: line.at.toISOString(), requester: refer('Patient', line.patient), ...note(line.note, line.remark), ...(inputs.length ? { input: inputs } : {}),
  };
}

function appointment(issuer: string, one: Booking): FhirResource {
  const comment = [one.reason, ...one.answers.map(({ label, answer }) => `${label}: ${answer}`)].filter((text) => text !== null).join('\n');
  const party = (actor: { reference: string }) => ({ actor, status: one.state === 'booked' ? 'accepted' : 'declined' });
  return {
    resourceType: 'Appointment', identifier: identifiers(issuer, one), status: one.state, ...(one.cancellation === null ? {} : { cancelationReason: { text: one.cancellation } }), serviceType: [{ text: one.title }], start: one.start.toISOString(), end: one.end.toISOString(),
    slot: one.slot === null ? undefined : [refer('Slot', one.slot)], created: one.at.toISOString(), ...(comment ? { comment } : {}), participant: [refer('Patient', one.patient), ...(one.practitioner === null ? [] : [refer('Practitioner', one.practitioner)])].map(party),
  };
}

const logical = (issuer: string, type: string, kind: Kind | 'file', id: string) => ({ type, identifier: { system: identifierSystem(issuer, kind), value: id } });
const writer = (one: Message) => (one.from === 'patient' ? refer('Patient', one.patient) : !one.author ? null : { display: one.author, ...(one.from === 'guardian' ? { type: 'RelatedPerson' } : {}) });

function communication(issuer: string, one: Message): FhirResource {
  const sender = writer(one);
  return {
    resourceType: 'Communication', identifier: identifiers(issuer, one), status: 'completed', subject: refer('Patient', one.patient), topic: { text: one.subject }, sent: one.at.toISOString(), ...(sender ? { sender } : {}), ...(one.from !== 'practice' ? {} : { recipient: [refer('Patient', one.patient)] }),
    ...(one.first === null ? {} : { inResponseTo: [logical(issuer, 'Communication', 'message', one.first)] }),
    payload: [{ contentString: one.text }, ...one.files.map(({ id }) => ({ contentReference: logical(issuer, 'DocumentReference', 'file', id) }))],
  };
}

/** Its files, each a document of its own: kept and found there like every other document, and a list of messages stays small. */
export function documents(issuer: string, one: Message): FhirResource[] {
  const author = writer(one);
  return one.files.map(({ id, type, data }) => ({
    resourceType: 'DocumentReference', identifier: identifiers(issuer, { kind: 'file', id, number: one.number }), status: 'current', docStatus: 'final', subject: refer('Patient', one.patient), date: one.at.toISOString(), ...(author ? { author: [author] } : {}), description: one.subject,
    content: [{ attachment: { contentType: type, data } }], context: { related: [logical(issuer, 'Communication', 'message', one.id)] },
  }));
}

export function write(issuer: string, thing: Thing): FhirResource {
  switch (thing.kind) {
    case 'prescription-line': return task(issuer, thing);
    case 'appointment': return appointment(issuer, thing);
    case 'message': return communication(issuer, thing);
  }
}
