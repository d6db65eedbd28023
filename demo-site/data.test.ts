import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { importFhir, seedEconsults, type ImportReport } from '@balie/care-service';
import { clinicConfig, parse, withPreset } from '@balie/contracts';
import { eq, numberHmac, schema } from '@balie/database';
import { testDatabase, type TestDatabase } from '@balie/database/testing';
import { isLate, localTime, readBsn, renewalOf } from '@balie/rules';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agenda } from './agenda.ts';
import { danishRecords } from './danes.ts';
import danes from './data/dk-test-persons.json' with { type: 'json' };
import { demoPatients } from './people.ts';
import { questions } from './questions.ts';

const now = new Date('2026-12-14T09:00:00Z');
const folder = join(import.meta.dirname, 'data');
const clinic = clinicConfig.parse(JSON.parse(readFileSync(join(import.meta.dirname, 'clinics/de-linde.json'), 'utf8')));
let test: TestDatabase;
let report: ImportReport;
const load = (at: Date) => importFhir({ db: test.db, keyring: test.keyring, clock: () => at, clinics: new Map([[clinic.id, clinic]]) }, clinic.id, [...readdirSync(folder).filter((name) => !name.startsWith('dk-')).map((name) => ({ name, content: readFileSync(join(folder, name), 'utf8') })), { name: 'agenda', content: JSON.stringify(agenda(at)) }]);
beforeAll(async () => { test = await testDatabase(); report = await load(now); });
afterAll(() => test.close());

describe('the demo', () => {
  it('loads whole; only the patient whose number is masked is not verified', async () => {
    expect(report.refused).toEqual([]);
    expect(report.notVerified).toEqual([{ file: 'patients.json', resource: 'Patient/demo-masked', reason: 'its BSN is masked' }]);
    const rows = await test.db.select().from(schema.patients);
    for (const { name, birthDate, bsn } of demoPatients) {
      expect(readBsn(bsn)).toEqual({ ok: true, value: bsn });
      expect(rows).toContainEqual(expect.objectContaining({ birthDate, numberHmac: numberHmac(test.keyring, 'NL', bsn), verified: true, given: name.split(' ', name.startsWith('Pieter') ? 1 : 2).join(' ') }));
    }
  });

  it('has free times for every appointment type in each coming week, within working hours over the change of clocks, on no holiday', async () => {
    for (const from of [now, new Date('2026-03-16T09:00:00Z'), new Date('2026-10-12T09:00:00Z')]) {
      await load(from);
      const free = await test.db.select({ slot: schema.slots, role: schema.practitioners.role }).from(schema.slots).innerJoin(schema.practitioners, eq(schema.practitioners.id, schema.slots.practitioner)).where(eq(schema.slots.status, 'free'));
      for (const type of clinic.appointments.types) for (let week = 0; week < 4; week++) {
        const [begin, end] = [from.getTime() + week * 7 * 86_400_000, from.getTime() + (week + 1) * 7 * 86_400_000];
        expect(free.filter(({ slot, role }) => type.roles.includes(role) && +slot.start >= begin && +slot.start < end && +slot.end - +slot.start >= type.minutes * 60_000).length).toBeGreaterThan(10);
      }
      const times = free.map(({ slot }) => [localTime(slot.start, clinic.timeZone), localTime(slot.end, clinic.timeZone)] as const);
      expect(times.every(([start, end]) => start.time >= '08:00' && end.time <= '17:00' && start.weekday <= 5)).toBe(true);
      expect(times.some(([start]) => ['2026-12-25', '2026-04-06'].includes(start.date))).toBe(false);
    }
  });

  it('shows every state that a medicine can be in', async () => {
    await load(now);
    const rows = await test.db.select().from(schema.medications);
    const states = new Set(rows.map((row) => renewalOf({ ...row, override: null, pending: false }, clinic.prescriptions, '2026-12-14')).map((renewal) => ('reason' in renewal ? renewal.reason : renewal.state)));
    expect(states).toEqual(new Set(['renewable', 'listed-class', 'unknown-class', 'too-soon', 'review-due', 'stopped']));
    expect(rows.every((row) => row.dosage)).toBe(true);
  });
});

describe('the Danish clinic', () => {
  it('loads whole: numbers that fail modulus 11, families, guardians; the dead are known as such (N13)', async () => {
    const ahorn = parse(clinicConfig, withPreset(JSON.parse(readFileSync(join(import.meta.dirname, 'clinics/laegehuset-ahorn.json'), 'utf8'))));
    const danish = await importFhir({ db: test.db, keyring: test.keyring, clock: () => now, clinics: new Map([[ahorn.id, ahorn]]) }, ahorn.id, [{ name: 'danes', content: JSON.stringify(danishRecords) }, { name: 'agenda', content: JSON.stringify(agenda(now, 'DK')) }]);
    expect(danish.refused).toEqual([]);
    expect(danish.notVerified).toEqual([]);
    const rows = (await test.db.select().from(schema.patients)).filter((row) => row.clinic === ahorn.id);
    expect(rows).toHaveLength(danes.persons.length);
    for (const { cpr, birthDate, deceased } of danes.persons) expect(rows).toContainEqual(expect.objectContaining({ numberHmac: numberHmac(test.keyring, 'DK', cpr), birthDate, deceased, verified: true }));
    const mine = (await test.db.select().from(schema.medications)).filter((row) => row.clinic === ahorn.id).map((row) => renewalOf({ ...row, override: null, pending: false }, ahorn.prescriptions, '2026-12-14'));
    expect(new Set(mine.map((renewal) => ('reason' in renewal ? renewal.reason : renewal.state)))).toEqual(new Set(['renewable', 'addictive', 'too-soon', 'review-due']));
    const free = (await test.db.select().from(schema.slots)).filter((slot) => slot.clinic === ahorn.id && slot.status === 'free');
    // Whole Denmark is closed on both days of Christmas, and on the day before.
    expect(free.length).toBeGreaterThan(50);
    expect(free.some(({ start }) => ['2026-12-25', '2026-12-26'].includes(localTime(start, ahorn.timeZone).date))).toBe(false);
  });

  it('has a question in every state for whoever looks for the first time, once however often it starts (N3)', async () => {
    const base = { db: test.db, keyring: test.keyring, clock: () => now, clinics: new Map([[clinic.id, clinic]]), log: () => undefined };
    for (const locale of ['nl', 'en', 'da'] as const) await seedEconsults(base, clinic.id, questions(now, locale, 'f001'));
    const rows = (await test.db.select().from(schema.econsults)).toSorted((a, b) => +b.receivedAt - +a.receivedAt);
    expect(rows.map(({ state, promiseDate }) => [state, isLate({ date: promiseDate!, from: null }, now, clinic.timeZone)])).toEqual([['sent', false], ['answered', true], ['sent', true], ['answered', true], ['closed', true]]);
    const messages = await test.db.select().from(schema.econsultMessages);
    expect(rows.map(({ id }) => messages.filter((one) => one.econsult === id && one.from === 'practice' && one.readAt === null).length), 'one answer waits to be read').toEqual([0, 1, 0, 0, 0]);
    expect(await test.db.$count(schema.outbox)).toBe(0);
  });
});
