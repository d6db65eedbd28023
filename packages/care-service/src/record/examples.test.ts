import { afterAll, beforeAll, expect, it } from 'vitest';
import { adviceEntry, resultEntry } from '@balie/contracts';
import { schema } from '@balie/database';
import { importFhir } from '../import/import.ts';
import { allExamples, clinic, importWorld, type ImportWorld } from '../import/import.fixture.ts';
import { open } from '../seals.ts';
import { adviceOf, adviceTypes } from './advice.ts';
import { resultsOf, type View } from './results.ts';

let world: ImportWorld;
beforeAll(async () => { world = await importWorld(); await importFhir(world.deps, clinic.id, allExamples()); }, 120_000);
afterAll(() => world.close());

it("all of HL7's R4 examples are shown as the contract has it, or counted as not to be shown", async () => {
  const { clinicalResources: table } = schema;
  const rows = (await world.db.select().from(table)).map(({ id, type, patient, resourceSealed }) => ({ id, type, patient, resource: JSON.parse(open(world.keyring, 'resource', resourceSealed)) as unknown }));
  const view: View = { locale: 'en', timeZone: 'Europe/Amsterdam', today: '2026-01-05', since: null, resultsAfterDays: 0 };
  const counts = { results: 0, unreadableResults: 0, advice: 0, unreadableAdvice: 0 };
  for (const mine of Map.groupBy(rows, ({ patient }) => patient).values()) {
    const results = resultsOf(mine, view);
    const advice = adviceOf(mine.filter(({ type }) => adviceTypes.includes(type)), view);
    for (const item of results.items) { resultEntry.parse(item); expect(item.comment !== null || item.values.length > 0).toBe(true); }
    for (const item of advice.items) adviceEntry.parse(item);
    counts.results += results.items.reduce((sum, { earlier }) => sum + 1 + (earlier?.length ?? 0), 0); counts.unreadableResults += results.unreadable; counts.advice += advice.items.length; counts.unreadableAdvice += advice.unreadable;
  }
  expect(counts).toEqual({ results: 66, unreadableResults: 9, advice: 14, unreadableAdvice: 9 });
});
