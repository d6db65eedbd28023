/** Our things in FHIR R4's words. Each carries an identifier of ours, by which it is found again; what else stands in a resource that is there already is let be. */
import { SystemTrouble } from '../system.ts';
import type { Booking, Kind, Line, Message, Thing } from '../things.ts';

export type FhirResource = Record<string, unknown> & { resourceType: string; id?: string };

/** System of our identifiers: of this installation, so that two of them never meet. */
export const identifierSystem = (issuer: string, kind: Kind | 'number'): string => `${issuer}/id/${kind}`;

/** An id that was a citizen's number is kept as keyed hash only, and cannot be said back. */
export function refer(type: string, id: string): { reference: string } {
  if (!/^[A-Za-z0-9\-.]{1,64}$/.test(id)) throw new SystemTrouble('refused', `${type.toLowerCase()}-without-id`);
  return { reference: `${type}/${id}` };
}

/** Of a line that was received nothing is known yet; a decision made there is read by `answers.ts`. */
export const taskStates: Readonly<Record<string, string>> = { received: 'requested', approved: 'accepted', refused: 'rejected', 'at-pharmacy': 'completed' };

const identifiers = (issuer: string, { kind, id, number }: Thing) => [{ system: identifierSystem(issuer, kind), value: id }, { system: identifierSystem(issuer, 'number'), value: number }];
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
    ...(one.slot === null ? {} : { slot: [refer('Slot', one.slot)] }), created: one.at.toISOString(), ...(comment ? { comment } : {}), participant: [party(refer('Patient', one.patient)), party(refer('Practitioner', one.practitioner))],
  };
}

function communication(issuer: string, one: Message): FhirResource {
  const practice = one.author === null ? {} : { sender: { display: one.author } };
  return {
    resourceType: 'Communication', identifier: identifiers(issuer, one), status: 'completed', subject: refer('Patient', one.patient), topic: { text: one.subject }, sent: one.at.toISOString(), ...(one.from === 'patient' ? { sender: refer('Patient', one.patient) } : { ...practice, recipient: [refer('Patient', one.patient)] }),
    ...(one.first === null ? {} : { inResponseTo: [{ type: 'Communication', identifier: { system: identifierSystem(issuer, 'message'), value: one.first } }] }),
    payload: [{ contentString: one.text }, ...one.files.map(({ type, data }) => ({ contentAttachment: { contentType: type, data } }))],
  };
}

export function write(issuer: string, thing: Thing): FhirResource {
  switch (thing.kind) {
    case 'prescription-line': return task(issuer, thing);
    case 'appointment': return appointment(issuer, thing);
    case 'message': return communication(issuer, thing);
  }
}
