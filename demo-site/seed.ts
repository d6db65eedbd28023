/** Fills the demo: HL7's example patients, our Dutch ones, an agenda for the coming weeks, earlier questions, and members of staff; each practice's where it keeps its records. Safe to run at every start. */
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
import type { PracticeSystem, Resource } from './system/start.ts';

const jsonFiles = async (folder: string, keep: (name: string) => boolean = () => true) =>
  Promise.all((await readdir(folder)).filter((name) => name.endsWith('.json') && keep(name)).sort().map(async (name) => ({ name, content: await readFile(join(folder, name), 'utf8') })));

interface File { name: string; content: string }
const file = (name: string, content: object): File => ({ name, content: JSON.stringify(content) });
const dutch = () => jsonFiles(join(import.meta.dirname, 'data'), (name) => !name.startsWith('dk-'));

/** A practice's records, as FHIR; of who has none, none. */
async function recordsOf(clinic: string, now: Date): Promise<File[]> {
  const examples = dirname(createRequire(import.meta.url).resolve('hl7.fhir.r4.examples/package.json'));
  const read = /^(Patient|Practitioner|PractitionerRole|Medication|MedicationRequest|Observation|Condition|Encounter|AllergyIntolerance|Schedule|Slot)-/;
  if (clinic === 'de-linde') return [...await jsonFiles(examples, (name) => read.test(name)), ...await dutch()];
  if (['zeezicht', 'de-beuk', 'de-eik'].includes(clinic)) return [...await dutch(), file('record', record(now))];
  return ['laegehuset-ahorn', 'laegerne-birk', 'klinik-cypres'].includes(clinic) ? [file('danes', danishRecords)] : [];
}
const resourcesOf = ({ content }: File): Resource[] => { const json = JSON.parse(content) as Resource & { entry?: { resource: Resource }[] }; return json.entry?.map(({ resource }) => resource) ?? [json]; };

export async function seed(house: Composition, systems: PracticeSystem | null = null): Promise<void> {
  const [first] = await house.db.select({ count: sql<number>`count(*)::int` }).from(schema.patients);
  for (const { id, country, system } of house.clinics.values()) {
    const lately = file('agenda', agenda(house.clock(), country));
    if (system.kind === 'own') { await importFhir(house, id, [...(first?.count ? [] : await recordsOf(id, house.clock())), lately]); continue; }
    const there = systems!.of(id);
    const known = new Set((await there.search('Slot?_count=100000')).map((slot) => slot.id));
    // What patients did with a time stays.
    await there.load(...(known.size ? [] : await recordsOf(id, house.clock())).flatMap(resourcesOf), ...resourcesOf(lately).filter((one) => !known.has(one.id)));
    await house.care.systems.sync(id);
  }
  if (first?.count) return;
  for (const { id, services, country, locales } of house.clinics.values()) if (services.econsults) await seedEconsults(house, id, questions(house.clock(), locales[0]!, country === 'DK' ? 'Einer' : 'f001'));
  for (const member of demoStaff) await house.tokens.seedStaff({ ...member, locale: house.clinics.get(member.clinic)?.locales[0] ?? 'nl' });
}
