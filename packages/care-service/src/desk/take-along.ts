/** A request, taken away as FHIR beside being printed (N14): by who may see it, and written down. */
import { PublicError, type BundleAnswer, type TakenAlong } from '@balie/contracts';
import { and, asc, eq, inArray, schema, sum, type Transaction } from '@balie/database';
import type { StaffAct } from '../act.ts';
import { bundleOf } from '../systems/fhir/bundle.ts';
import { readThing, type Kind } from '../systems/things.ts';
import { demand, may, sees } from './roles.ts';

const { appointments, econsultFiles, econsultMessages, econsults, patients, prescriptionLines, prescriptionRequests } = schema;

/** Bytes of files in one: more is saved one by one. */
const most = 50_000_000;

/** What each kind of request is made of, in its order, and whose it is; none: not of this clinic. */
const parts: Readonly<Record<TakenAlong, (tx: Transaction, clinic: string, id: string) => Promise<{ patient: string; kind: Kind; object: string }[]>>> = {
  prescriptions: async (tx, clinic, id) => (await tx.select({ patient: prescriptionRequests.patient, object: prescriptionLines.id }).from(prescriptionLines).innerJoin(prescriptionRequests, eq(prescriptionRequests.id, prescriptionLines.request)).where(and(eq(prescriptionRequests.id, id), eq(prescriptionRequests.clinic, clinic))).orderBy(asc(prescriptionLines.id))).map((row) => ({ ...row, kind: 'prescription-line' })),
  appointments: async (tx, clinic, id) => (await tx.select({ patient: appointments.patient, object: appointments.id }).from(appointments).where(and(eq(appointments.id, id), eq(appointments.clinic, clinic)))).map((row) => ({ ...row, kind: 'appointment' })),
  econsults: async (tx, clinic, id) => (await tx.select({ patient: econsults.patient, object: econsultMessages.id }).from(econsultMessages).innerJoin(econsults, eq(econsults.id, econsultMessages.econsult)).where(and(eq(econsults.id, id), eq(econsults.clinic, clinic))).orderBy(asc(econsultMessages.position))).map((row) => ({ ...row, kind: 'message' })),
};

/** GET /staff/{prescriptions,appointments,econsults}/:id/bundle. Throws `too_large` for a question with more files than one bundle holds. */
export function takeAlong(act: StaffAct, of: TakenAlong, id: string): Promise<BundleAnswer> {
  const { deps, clinic, access, now } = act;
  demand(sees(may(access, clinic))[of]);
  return act.transact(async (tx, trail) => {
    const found = await parts[of](tx, clinic.id, id);
    const [patient] = found[0] ? await tx.select().from(patients).where(eq(patients.id, found[0].patient)) : [];
    if (!patient) throw new PublicError('not_found');
    trail.patient = patient.id;
    const [files] = await tx.select({ size: sum(econsultFiles.size).mapWith(Number) }).from(econsultFiles).where(inArray(econsultFiles.message, found.flatMap(({ kind, object }) => (kind === 'message' ? [object] : []))));
    if ((files?.size ?? 0) > most) throw new PublicError('too_large');
    const things = [];
    for (const { kind, object } of found) things.push(await readThing(tx, deps, clinic, kind, object));
    return { bundle: bundleOf(deps.issuer, now, { id: patient.id, source: patient.sourceId, family: patient.family, given: patient.given, birthDate: patient.birthDate, gender: patient.gender }, things.filter((one) => one !== null)) };
  });
}
