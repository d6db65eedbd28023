/** Medication and everything else about a patient. */
import type { PatientFor } from './load-people.ts';
import type { Loading } from './loading.ts';
import { medicationOf, productOf } from './medication.ts';
import type { Resource } from './read-files.ts';
import { clinical, readAs } from './resources.ts';
import { storeClinical, storeMedications } from './store.ts';

/** Kept whole for the record, each under its patient. */
export const clinicalTypes = [
  'AllergyIntolerance', 'CarePlan', 'ClinicalImpression', 'Condition', 'DiagnosticReport', 'DocumentReference', 'Encounter', 'EpisodeOfCare', 'FamilyMemberHistory', 'Flag', 'Goal', 'Immunization',
  'MedicationAdministration', 'MedicationDispense', 'MedicationStatement', 'Observation', 'Procedure', 'QuestionnaireResponse', 'ServiceRequest', 'Specimen',
] as const;

export async function loadMedications(loading: Loading, patientFor: PatientFor): Promise<void> {
  const { tx, clinic, key, each, sound, whole, supporting } = loading;
  await storeClinical(tx, each('Medication', await sound('Medication'), (one) => whole(one, null)));
  const requests = await sound('MedicationRequest');
  const products = new Map<Resource, Resource | undefined>();
  for (const { resource } of requests) {
    const reference = productOf(resource);
    products.set(resource, reference && await supporting(reference, 'Medication'));
  }
  await storeMedications(tx, each('MedicationRequest', requests, (one) => {
    const { subject, ...row } = medicationOf(one.resource, clinic.timeZone, products.get(one.resource));
    return { clinic: clinic.id, sourceId: key(one), patient: patientFor(subject), ...row };
  }));
}

export async function loadClinical({ tx, each, sound, whole }: Loading, patientFor: PatientFor): Promise<void> {
  for (const type of clinicalTypes) {
    await storeClinical(tx, each(type, await sound(type), (one) => {
      const about = readAs(clinical, one.resource);
      // Of a document what it is: what it holds is not shown, so it is not kept.
      const { content: _content, ...described } = one.resource;
      return whole(type === 'DocumentReference' ? { ...one, resource: described as Resource } : one, patientFor(about.subject ?? about.patient));
    }));
  }
}
