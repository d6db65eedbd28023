/** A clinic to import into, on its own database. */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { clinicConfig } from '@balie/contracts';
import { testDatabase, type TestDatabase } from '@balie/database/testing';
import { importFhir, type ImportDeps } from './import.ts';
import type { ImportReport } from './report.ts';

export const clinic = clinicConfig.parse({
  id: 'de-linde', name: 'De Linde', country: 'NL', timeZone: 'Europe/Amsterdam', locales: ['nl'], origins: ['https://de-linde.example'], pages: { register: 'https://de-linde.example/a', portal: 'https://de-linde.example/b' },
  phones: { practice: '+31201234567', outOfHours: '+31207654321', emergency: '112' }, openingHours: [{ days: [1, 2, 3, 4, 5], from: '08:00', to: '17:00' }], mail: { from: 'a@de-linde.example', notify: [] }, linking: { caller: 'practice', identityCheck: 'assistant', link: 'gp' },
  services: { prescriptions: { title: {} } },
});
const other = { ...clinic, id: 'zeezicht' };

export interface ImportWorld extends TestDatabase {
  deps: ImportDeps;
  /** Resources, each as a file of its own unless text is given. */
  load(...files: readonly (object | [name: string, content: string])[]): Promise<ImportReport>;
}

export async function importWorld(): Promise<ImportWorld> {
  const test = await testDatabase();
  const deps: ImportDeps = { db: test.db, keyring: test.keyring, clock: () => new Date('2026-01-05T09:00:00Z'), clinics: new Map([[clinic.id, clinic], [other.id, other]]) };
  return { ...test, deps, load: (...files) => importFhir(deps, clinic.id, files.map((file, index) => (Array.isArray(file) ? { name: String(file[0]), content: String(file[1]) } : { name: `${index + 1}.json`, content: JSON.stringify(file) }))) };
}

const examples = dirname(createRequire(import.meta.url).resolve('hl7.fhir.r4.examples/package.json'));
export const example = (name: string): Record<string, unknown> => JSON.parse(readFileSync(join(examples, `${name}.json`), 'utf8')) as Record<string, unknown>;
/** One after the other: all together they are 190 MB. */
export function* allExamples(): Generator<{ name: string; content: string }> {
  for (const name of readdirSync(examples).filter((entry) => entry.endsWith('.json')).sort()) yield { name, content: readFileSync(join(examples, name), 'utf8') };
}
