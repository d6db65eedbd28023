/** Medication and everything else about a patient. */
import * as z from 'zod/mini';
import { FileRefused } from '../files/fault.ts';
import { handedOn } from '../files/handed-on.ts';
import { seal } from '../seals.ts';
import type { PatientFor } from './load-people.ts';
import type { Loading } from './loading.ts';
import { medicationOf, productOf } from './medication.ts';
import type { Found, Resource } from './read-files.ts';
import { Refusal } from './report.ts';
import { clinical, readAs } from './resources.ts';
import { storeClinical, storeFiles, storeMedications, type ClinicalFile } from './store.ts';

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

export async function loadClinical(loading: Loading, patientFor: PatientFor): Promise<void> {
  const { tx, clinic, key, each, sound, whole } = loading;
  for (const type of clinicalTypes) {
    const found = await sound(type), files = type === 'DocumentReference' ? await filesOf(loading, found) : null;
    const kept: Found[] = [];
    await storeClinical(tx, each(type, found, (one) => {
      const file = files?.get(one);
      if (file instanceof Refusal) throw file;
      const about = readAs(clinical, one.resource);
      // What a document holds is kept by itself, or not at all.
      const { content: _content, ...described } = one.resource;
      const row = whole(type === 'DocumentReference' ? { ...one, resource: described as Resource } : one, patientFor(about.subject ?? about.patient));
      kept.push(one);
      return row;
    }));
    if (files && loading.keepsFiles) await storeFiles(tx, clinic.id, type, kept.map((one) => ({ sourceId: key(one), file: files.get(one) as ClinicalFile | undefined })));
  }
}

const holding = z.object({ content: z.array(z.object({ attachment: z.object({ data: z.optional(z.string()) }) })) });

/** What each document holds, where that stands in it: cleaned and sealed, or why it cannot be handed on. */
async function filesOf({ keepsFiles, keyring, clinic }: Loading, found: readonly Found[]): Promise<Map<Found, ClinicalFile | Refusal>> {
  const files = new Map<Found, ClinicalFile | Refusal>();
  for (const one of keepsFiles ? found : []) {
    const data = holding.safeParse(one.resource).data?.content.find(({ attachment }) => attachment.data)?.attachment.data;
    if (data === undefined) continue;
    try {
      const { kind, size, data: cleaned } = await handedOn(Buffer.from(data, 'base64'), clinic.econsults.files.megabytes);
      files.set(one, { kind, size, dataSealed: seal(keyring, 'letter', cleaned) });
    } catch (thrown) {
      if (!(thrown instanceof FileRefused)) throw thrown;
      files.set(one, new Refusal(`what it holds is not handed on (${thrown.fault})`));
    }
  }
  return files;
}
