/** What patients asked, as a collection to take into any system that reads FHIR R4 (hl7.org/fhir/R4/bundle.html): the things as a practice's own system would get them, and whom they are about. */
import type { Thing } from '../things.ts';
import { canBeSaid, documents, write } from './writing.ts';

/** `id`: ours; `source`: in the records. No number: the desk does not see it whole either. */
export interface About { id: string; source: string; family: string; given: string; birthDate: string | null; gender: string | null }
type Resource = Record<string, unknown> & { resourceType: string };
/** A type, for an interface fits no loose contract. */
export type Bundle = { resourceType: 'Bundle'; type: 'collection'; timestamp: string; entry: { fullUrl: string; resource: Resource }[] };

export function bundleOf(issuer: string, at: Date, about: About, things: readonly Thing[]): Bundle {
  // An id that cannot be said back is ours here: the bundle holds what it means.
  const patient = canBeSaid(about.source) ? about.source : about.id;
  const entry = (id: string, resource: Resource) => ({ fullUrl: `${issuer}/fhir/${resource.resourceType}/${id}`, resource: { ...resource, id } });
  return {
    resourceType: 'Bundle', type: 'collection', timestamp: at.toISOString(),
    entry: [
      entry(patient, { resourceType: 'Patient', name: [{ family: about.family, given: [about.given] }], ...(about.birthDate === null ? {} : { birthDate: about.birthDate }), ...(about.gender === null ? {} : { gender: about.gender }) }),
      ...things.flatMap((thing) => {
        const one = sayable({ ...thing, patient });
        return [...(one.kind === 'message' ? documents(issuer, one).map((document) => entry(document.identifier[0].value, document)) : []), entry(one.id, write(issuer, one))];
      }),
    ],
  };
}

/** Without references that mean nothing to who reads it. */
function sayable(thing: Thing): Thing {
  switch (thing.kind) {
    case 'prescription-line': return { ...thing, medication: thing.medication !== null && canBeSaid(thing.medication) ? thing.medication : null };
    case 'appointment': return { ...thing, slot: thing.slot !== null && canBeSaid(thing.slot) ? thing.slot : null, practitioner: thing.practitioner !== null && canBeSaid(thing.practitioner) ? thing.practitioner : null };
    case 'message': return thing;
  }
}
