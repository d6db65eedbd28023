/** Fills the demo: HL7's example patients, our Dutch ones, an agenda for the coming weeks, earlier questions, and members of staff. Safe to run at every start. */
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { sql } from 'drizzle-orm';
import { importFhir, seedEconsults } from '@balie/care-service';
import { schema } from '@balie/database';
import type { Composition } from '@balie/server';
import { agenda } from './agenda.ts';
import { danishRecords } from './danes.ts';
import { demoStaff } from './people.ts';
import { questions } from './questions.ts';
import { record } from './record.ts';

const jsonFiles = async (folder: string, keep: (name: string) => boolean = () => true) =>
  Promise.all((await readdir(folder)).filter((name) => name.endsWith('.json') && keep(name)).sort().map(async (name) => ({ name, content: await readFile(join(folder, name), 'utf8') })));

export async function seed(house: Composition): Promise<void> {
  const [first] = await house.db.select({ count: sql<number>`count(*)::int` }).from(schema.patients);
  const own = await jsonFiles(join(import.meta.dirname, 'data'), (name) => !name.startsWith('dk-'));
  if (!first?.count) {
    const examples = dirname(createRequire(import.meta.url).resolve('hl7.fhir.r4.examples/package.json'));
    const read = /^(Patient|Practitioner|PractitionerRole|Medication|MedicationRequest|Observation|Condition|Encounter|AllergyIntolerance|Schedule|Slot)-/;
    await importFhir(house, 'de-linde', [...await jsonFiles(examples, (name) => read.test(name)), ...own]);
    for (const clinic of ['zeezicht', 'de-beuk', 'de-eik']) await importFhir(house, clinic, [...own, { name: 'record', content: JSON.stringify(record(house.clock())) }]);
    for (const clinic of ['laegehuset-ahorn', 'laegerne-birk', 'klinik-cypres']) await importFhir(house, clinic, [{ name: 'danes', content: JSON.stringify(danishRecords) }]);
    for (const { id, services, country, locales } of house.clinics.values()) if (services.econsults) await seedEconsults(house, id, questions(house.clock(), locales[0]!, country === 'DK' ? 'Einer' : 'f001'));
    for (const member of demoStaff) await house.tokens.seedStaff({ ...member, locale: house.clinics.get(member.clinic)?.locales[0] ?? 'nl' });
  }
  for (const { id, country } of house.clinics.values()) await importFhir(house, id, [{ name: 'agenda', content: JSON.stringify(agenda(house.clock(), country)) }]);
}
