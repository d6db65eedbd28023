/** What of a practice must always be recent: free times in the coming weeks, and medicine that was issued a short while ago. FHIR R4, the same for the same day. */
import { addDays, instantOf, localDate, weekdayOf } from '@balie/rules';
import { publicHolidays } from '@balie/rules/calendar';

const days = 28;
interface Place { timeZone: string; issued: readonly (readonly [patient: string, id: string, text: string, code: string, display: string, dosage: string, day: number, more?: More])[] }
/** Repeats at the pharmacy; the day from today on which the prescription is no longer valid. */
interface More { repeats?: number; validTo?: number }
/** By country of the practice: its clock, its holidays, and the medicine that was issued lately: one too early to renew with a repeat at the pharmacy, one due again today, one that the practice wants to look at first. */
const places = {
  NL: { timeZone: 'Europe/Amsterdam', issued: [['f001', 'simvastatine', 'Simvastatine tablet 40 mg', 'C10AA01', 'simvastatin', "1 maal per dag 1 tablet, 's avonds", -20, { repeats: 1 }], ['f201', 'lisinopril', 'Lisinopril tablet 10 mg', 'C09AA03', 'lisinopril', '1 maal per dag 1 tablet', -35],
    ['f001', 'levothyroxine', 'Levothyroxine tablet 50 microgram', 'H03AA01', 'levothyroxine sodium', '1 maal per dag 1 tablet', -83], ['f001', 'methotrexaat', 'Methotrexaat tablet 2,5 mg', 'L04AX03', 'methotrexate', '1 maal per week 4 tabletten', -80, { validTo: -1 }]] },
  DK: { timeZone: 'Europe/Copenhagen', issued: [['Einer', 'simvastatin', 'Simvastatin tabletter 40 mg', 'C10AA01', 'simvastatin', '1 tablet daglig om aftenen', -20, { repeats: 1 }], ['Einer', 'amlodipin', 'Amlodipin tabletter 5 mg', 'C08CA01', 'amlodipine', '1 tablet daglig', -83],
    ['Einer', 'metformin', 'Metformin tabletter 500 mg', 'A10BA02', 'metformin', '1 tablet 2 gange daglig', -80, { validTo: -1 }]] },
} as const satisfies Record<string, Place>;
type Country = keyof typeof places;

interface Hours { practitioner: string; minutes: number; sessions: readonly (readonly [from: string, to: string])[]; /** Of so many slots, one is taken already. */ takenOneIn: number; weekdays: readonly number[] }
const staff: readonly Hours[] = [
  { practitioner: 'demo-gp', minutes: 10, sessions: [['08:00', '10:30'], ['11:00', '12:00'], ['14:00', '16:30']], takenOneIn: 2, weekdays: [1, 2, 4, 5] },
  { practitioner: 'demo-pa', minutes: 15, sessions: [['08:30', '12:00'], ['13:00', '16:00']], takenOneIn: 3, weekdays: [1, 2, 3, 4, 5] },
  { practitioner: 'demo-nurse', minutes: 20, sessions: [['09:00', '12:00'], ['13:00', '15:00']], takenOneIn: 4, weekdays: [1, 3, 5] },
];

/** Schedules and slots of four weeks from `now`'s day on, in the practice's own hours, and last month's prescriptions. Ids stay, so a booked slot stays booked. */
export function agenda(now: Date, country: Country = 'NL') {
  const { timeZone, issued: lately } = places[country] as Place;
  const today = localDate(now, timeZone);
  const resources: { resourceType: string; id: string; [field: string]: unknown }[] = [];
  for (const { practitioner, ...hours } of staff) {
    resources.push({ resourceType: 'Schedule', id: practitioner, active: true, actor: [{ reference: `Practitioner/${practitioner}` }] });
    for (let day = 0; day < days; day++) resources.push(...slotsOf(practitioner, hours, addDays(today, day), country));
  }
  for (const [patient, id, text, code, display, dosage, day, more = {}] of lately) resources.push(issued(patient, id, text, code, display, dosage, addDays(today, day), more, today));
  return { resourceType: 'Bundle', type: 'collection', entry: resources.map((resource) => ({ resource })) };
}

function slotsOf(practitioner: string, { minutes, sessions, takenOneIn, weekdays }: Omit<Hours, 'practitioner'>, date: string, country: Country) {
  const { timeZone } = places[country];
  if (!weekdays.includes(weekdayOf(date)) || publicHolidays(country, Number(date.slice(0, 4))).some((holiday) => holiday.date === date)) return [];
  return sessions.flatMap(([from, to]) => {
    const [first, last] = [minutesOf(from), minutesOf(to)];
    return Array.from({ length: Math.floor((last - first) / minutes) }, (_, index) => {
      const at = first + index * minutes;
      const start = instantOf(date, clock(at), timeZone);
      return {
        resourceType: 'Slot', id: `${practitioner}-${date}-${clock(at).replace(':', '')}`, schedule: { reference: `Schedule/${practitioner}` },
        status: (at / minutes + Number(date.slice(-2))) % takenOneIn === 0 ? 'busy' : 'free', start: start.toISOString(), end: new Date(start.getTime() + minutes * 60_000).toISOString(),
      };
    });
  });
}

const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
const clock = (minutes: number) => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** For ninety days: until these are nearly over it is too soon for more. */
const issued = (patient: string, id: string, text: string, code: string, display: string, dosage: string, authoredOn: string, { repeats = 0, validTo }: More, today: string) => ({
  resourceType: 'MedicationRequest', id: `${patient}-${id}`, status: 'active', intent: 'order', medicationCodeableConcept: { coding: [{ system: 'http://www.whocc.no/atc', code, display }], text },
  subject: { reference: `Patient/${patient}` }, authoredOn, dosageInstruction: [{ sequence: 1, text: dosage }], dispenseRequest: { ...(validTo === undefined ? {} : { validityPeriod: { end: addDays(today, validTo) } }), numberOfRepeatsAllowed: repeats, expectedSupplyDuration: { value: 90, unit: 'd', system: 'http://unitsofmeasure.org', code: 'd' } },
});
