/** What every step of an import shares: the transaction, what was read, and the report it adds to. */
import type { ClinicConfig } from '@balie/contracts';
import { and, eq, schema, sql, type Keyring, type Transaction } from '@balie/database';
import { open, seal } from '../seals.ts';
import type { Found, Resource } from './read-files.ts';
import { sourceIdOf, type Index, type Target } from './references.ts';
import { Refusal, type ImportReport } from './report.ts';
import { aboutDay, isMistake, type Reference } from './resources.ts';
import { withdraw } from './store.ts';

/** Kept because other resources refer to them, in this import or a later one. */
export type SupportingType = 'Medication' | 'PractitionerRole';

export interface Loading {
  readonly tx: Transaction;
  readonly keyring: Keyring;
  readonly clinic: ClinicConfig;
  readonly index: Index;
  readonly report: ImportReport;
  /** Whether what a document holds is kept here. */
  readonly keepsFiles: boolean;
  /** The id under which the clinic's tables know it. */
  key(target: Target): string;
  /** The resources of a type without what the source calls a mistake; that is listed, and withdrawn if it was loaded before. */
  sound(type: string): Promise<Found[]>;
  /** Reads each one to a row; a `Refusal` lists it instead. Counts what was read. */
  each<Row>(type: string, found: readonly Found[], read: (one: Found) => Row): Row[];
  /** The row that keeps a resource whole. */
  whole(one: Found, patient: string | null): typeof schema.clinicalResources.$inferInsert;
  /** The resource that a reference means: of this import, else as an earlier one stored it. */
  supporting(reference: Reference, type: SupportingType): Promise<Resource | undefined>;
}

export function createLoading(tx: Transaction, keyring: Keyring, clinic: ClinicConfig, index: Index, report: ImportReport, keepsFiles: boolean): Loading {
  const key = ({ id }: Target) => sourceIdOf(keyring, id);
  const refuse = (one: Found, reason: string) => { report.refused.push({ file: one.file, resource: one.label, reason }); };
  return {
    tx, keyring, clinic, index, report, keepsFiles, key,
    async sound(type) {
      const found = index.of(type);
      const mistakes = found.filter((one) => isMistake(one.resource));
      for (const one of mistakes) refuse(one, 'entered in error');
      await withdraw(tx, clinic.id, type, mistakes.map(key));
      return found.filter((one) => !mistakes.includes(one));
    },
    each(type, found, read) {
      const rows = found.flatMap((one) => {
        try { return [read(one)]; } catch (thrown) {
          if (!(thrown instanceof Refusal)) throw thrown;
          refuse(one, thrown.message);
          return [];
        }
      });
      if (rows.length) report.loaded[type] = rows.length;
      return rows;
    },
    whole: (one, patient) => ({ clinic: clinic.id, type: one.type, sourceId: key(one), patient, about: aboutDay(one.resource, clinic.timeZone), resourceSealed: seal(keyring, 'resource', JSON.stringify(one.resource)) }),
    async supporting(reference, type) {
      const target = index.target(reference, [type]);
      if (!target) return undefined;
      const here = index.get(target);
      if (here) return here.resource;
      const { clinicalResources: table } = schema;
      const [row] = await tx.select({ sealed: table.resourceSealed }).from(table).where(and(eq(table.clinic, clinic.id), eq(table.type, type), eq(table.sourceId, key(target)), sql`${table.patient} is null`));
      return row ? (JSON.parse(open(keyring, 'resource', row.sealed)) as Resource) : undefined;
    },
  };
}
