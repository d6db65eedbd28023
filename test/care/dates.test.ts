/** Dates as a patient of each country is given them, on every connector: over Christmas, New Year and Easter, and the nights in which the clock changes. In 2027 summer time begins on Easter Sunday. */
import ICAL from 'ical.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { calendarFile, receipt, type ClinicConfigFile } from '@balie/contracts';
import { ids, openPractice, type Connector, type Practice } from './practice.ts';

interface Country { name: string; clinic: Partial<ClinicConfigFile>; /** What is ordered at an instant is ready on a day. */ ready: readonly (readonly [at: string, on: string])[]; /** A question of that instant is answered on a day. */ answered: readonly [at: string, on: string] }
const prescriptions = { notRenewable: [], practiceDecides: [] };
const appointments: ClinicConfigFile['appointments'] = { types: [{ id: 'consult', title: { nl: 'Spreekuur' }, minutes: 10, roles: ['gp'] }], changeHours: 24 };
const countries: readonly Country[] = [{
  name: 'the Netherlands', clinic: { prescriptions, appointments },
  ready: [
    // A week-end counts as Monday, ready Thursday; Tuesday evening as Wednesday, ready Monday (huisartsenlagezwaluwe.nl).
    ['2026-12-05T10:00Z', '2026-12-10'], ['2026-12-06T22:59Z', '2026-12-10'], ['2026-12-08T18:00Z', '2026-12-14'],
    // Both days of Christmas; the day before it is a working day, as are Good Friday and the last of the year.
    ['2026-12-23T09:00Z', '2026-12-29'], ['2026-12-24T16:30Z', '2026-12-31'], ['2026-12-25T11:00Z', '2026-12-31'], ['2026-12-30T09:00Z', '2027-01-05'], ['2026-12-31T09:00Z', '2027-01-06'], ['2026-12-31T23:30Z', '2027-01-07'],
    // Easter Monday. The cut-off is 17:00 by the clock on the wall, the Friday before it changes and the Tuesday after.
    ['2027-03-25T14:00Z', '2027-03-31'], ['2027-03-26T15:59Z', '2027-04-01'], ['2027-03-26T16:00Z', '2027-04-02'], ['2027-03-28T00:59Z', '2027-04-02'], ['2027-03-28T01:00Z', '2027-04-02'], ['2027-03-30T14:59Z', '2027-04-02'], ['2027-03-30T15:00Z', '2027-04-05'],
    // King's Day; the night in which an hour comes twice.
    ['2027-04-26T08:00Z', '2027-04-30'], ['2027-10-29T14:59Z', '2027-11-03'], ['2027-10-29T15:00Z', '2027-11-04'], ['2027-10-31T00:30Z', '2027-11-04'], ['2027-10-31T01:30Z', '2027-11-04'], ['2027-11-01T15:59Z', '2027-11-04'], ['2027-11-01T16:00Z', '2027-11-05'],
  ],
  answered: ['2027-03-25T14:00Z', '2027-03-30'],
}, {
  name: 'Denmark',
  clinic: {
    country: 'DK', timeZone: 'Europe/Copenhagen', openingHours: [{ days: [1, 2, 3, 4], from: '08:00', to: '16:00' }, { days: [5], from: '08:00', to: '14:00' }], closures: [{ from: '2026-12-24', to: '2026-12-24' }, { from: '2026-12-31', to: '2026-12-31' }],
    prescriptions: { ...prescriptions, workingDays: 2, cutOff: '14:00' }, appointments,
  },
  ready: [
    ['2026-12-22T09:00Z', '2026-12-28'], ['2026-12-23T13:00Z', '2026-12-30'], ['2026-12-25T11:00Z', '2026-12-30'], ['2026-12-30T09:00Z', '2027-01-05'], ['2026-12-31T09:00Z', '2027-01-06'],
    // Maundy Thursday, Good Friday and Easter Monday.
    ['2027-03-23T09:00Z', '2027-03-30'], ['2027-03-24T12:59Z', '2027-03-31'], ['2027-03-24T13:00Z', '2027-04-01'], ['2027-03-28T00:59Z', '2027-04-01'], ['2027-03-28T01:00Z', '2027-04-01'], ['2027-03-30T11:59Z', '2027-04-01'],
    // On a Friday it closes at 14:00: nothing is ready there at half past three.
    ['2027-03-30T12:00Z', '2027-04-05'],
    // King's Day is a day like any other here.
    ['2027-04-26T08:00Z', '2027-04-28'], ['2027-10-29T11:59Z', '2027-11-02'], ['2027-10-29T12:00Z', '2027-11-03'], ['2027-10-31T00:30Z', '2027-11-03'], ['2027-10-31T01:30Z', '2027-11-03'], ['2027-11-01T12:59Z', '2027-11-03'], ['2027-11-01T13:00Z', '2027-11-04'],
  ],
  answered: ['2027-03-24T10:00Z', '2027-03-31'],
}];

/** By name: begun on a day, for so many days; may be asked for a week before its end, from the midnight in its name on. */
const supplies = [['until New Year', '2026-12-01', 38, '2026-12-31T22:59:59Z'], ['until summer time', '2027-03-01', 35, '2027-03-28T21:59:59Z'], ['until winter time', '2027-10-01', 38, '2027-10-31T22:59:59Z']] as const;
/** A time on each side of a change: until when it can be moved is a day before, by the clock on the wall. */
const times = [['Easter', '2027-03-28T07:30:00.000Z', '2027-03-27T08:30:00.000Z'], ['October', '2027-10-31T09:00:00.000Z', '2027-10-30T08:00:00.000Z']] as const;

describe.each(countries.flatMap((country) => (['own', 'fhir'] as Connector[]).map((connector) => ({ ...country, connector }))))('dates in $name on the connector $connector', ({ connector, clinic, ready, answered }) => {
  let practice: Practice;
  beforeAll(async () => {
    practice = await openPractice(connector, { examples: false, at: '2026-12-01T09:00:00Z', clinic });
    await practice.put(
      ...supplies.map(([text, authoredOn, days], at) => ({ resourceType: 'MedicationRequest', id: `S-${at}`, status: 'active', intent: 'order', subject: { reference: 'Patient/P-1' }, authoredOn, medicationCodeableConcept: { text, coding: [{ system: 'http://www.whocc.no/atc', code: 'C08CA01' }] }, dispenseRequest: { expectedSupplyDuration: { value: days, unit: 'd', system: 'http://unitsofmeasure.org', code: 'd' } } })),
      ...times.map(([id, start]) => ({ resourceType: 'Slot', id, schedule: { reference: 'Schedule/A-1' }, status: 'free', start, end: new Date(Date.parse(start) + 600_000).toISOString() })),
    );
  });
  afterAll(() => practice.close());

  it('what is ordered is promised for a day on which the practice can have it ready (N3)', async () => {
    for (const [at, date] of ready) {
      await practice.turn(at);
      expect((await practice.medication()).terms.promise, at).toEqual({ date, from: '15:30' });
    }
  });
  it('the receipt says the day that was said before, and it stays with the request (N1, N3)', async () => {
    const [at, date] = ready.find(([when]) => when.startsWith('2026-12-2'))!;
    await practice.turn(at);
    const { id } = (await practice.medication()).items.find(({ name }) => name === 'Metoprolol 50 mg')!;
    expect(receipt.parse((await practice.order(id)).body).promise).toEqual({ date, from: '15:30' });
    await practice.settle();
    expect((await practice.medication()).requests[0]!.promise).toEqual({ date, from: '15:30' });
    if (practice.system) expect(await practice.system.search('Task')).toEqual([expect.objectContaining({ status: 'requested', authoredOn: new Date(at).toISOString() })]);
  });
  it('what a question is promised passes over Easter (N3)', async () => {
    const [at, date] = answered;
    await practice.turn(at);
    expect(receipt.parse((await practice.ask('Is dit iets om mee langs te komen?')).body).promise).toEqual({ date, from: null });
  });
  it('a medicine may be asked for from the midnight on that the list names, by the clock on the wall (N2)', async () => {
    for (const [name, , , last] of supplies) {
      const renewal = async () => (await practice.medication()).items.find((item) => item.name === name)!.renewal;
      await practice.turn(last);
      expect(await renewal(), name).toMatchObject({ state: 'not-renewable', reason: 'too-soon' });
      await practice.pass(1);
      expect(await renewal(), name).toEqual({ state: 'renewable' });
    }
  });
  it.each(times)('an appointment on the day of the change (%s) is at its instant everywhere, and can be moved until that time of the day before (S1-05)', async (time, start, changeBy) => {
    await practice.turn('2027-03-20T10:00:00Z');
    const { status, body } = await practice.book(time);
    expect([status, body['start'], body['changeBy']]).toEqual([200, start, changeBy]);
    await practice.settle();
    const file = calendarFile.parse((await practice.world.get(`/care/appointments/${String(body['id'])}/calendar`, practice.page('appointments'))).body);
    const event = new ICAL.Component(ICAL.parse(file.text) as unknown[]).getFirstSubcomponent('vevent')!;
    expect(new ICAL.Event(event).startDate.toJSDate().toISOString()).toBe(start);
    if (practice.system) expect(await practice.system.search(`Appointment?identifier=${ids('appointment')}|${String(body['id'])}`)).toEqual([expect.objectContaining({ status: 'booked', slot: [{ reference: `Slot/${time}` }], start })]);
  });
});
