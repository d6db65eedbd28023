import ICAL from 'ical.js';
import { describe, expect, it } from 'vitest';
import { calendarFile } from './calendar-file.ts';

const clinic = { name: 'Praktijk De Linde, op de hoek', mail: { from: 'balie@de-linde.example' }, phones: { practice: '+31101234567' }, pages: { portal: 'https://de-linde.example/portaal' } };
const entry = { id: '0b6ad1d8-6d2f-4d3b-9d3f-3a4c7f1f9a01', sequence: 0, start: '2026-10-25T00:30:00.000Z', end: '2026-10-25T00:40:00.000Z', at: '2026-10-01T09:00:00.000Z' };
/** As another program reads it. */
function read(text: string) {
  const calendar = new ICAL.Component(ICAL.parse(text) as unknown[]);
  const events = calendar.getAllSubcomponents('vevent');
  expect(events).toHaveLength(1);
  const event = new ICAL.Event(events[0]!);
  return { method: calendar.getFirstPropertyValue('method'), status: events[0]!.getFirstPropertyValue('status'), event, attendee: events[0]!.getFirstPropertyValue('attendee')?.toString().toLowerCase() ?? null, organizer: events[0]!.getFirstPropertyValue('organizer') };
}

describe('calendar files', () => {
  it('are read by another program: who, when, one UID, a sequence that rises', () => {
    const [first, moved, gone] = [calendarFile(clinic, 'balie.example', entry, 'REQUEST', 'a@post.example'), calendarFile(clinic, 'balie.example', { ...entry, sequence: 1, start: '2026-10-25T01:30:00.000Z', end: '2026-10-25T01:40:00.000Z' }, 'REQUEST', 'a@post.example'), calendarFile(clinic, 'balie.example', { ...entry, sequence: 2 }, 'CANCEL', 'a@post.example')].map(read);
    expect([first!, moved!, gone!].map(({ method, status, event }) => [method, status, event.uid, event.sequence])).toEqual([
      ['REQUEST', 'CONFIRMED', `${entry.id}@balie.example`, 0], ['REQUEST', 'CONFIRMED', `${entry.id}@balie.example`, 1], ['CANCEL', 'CANCELLED', `${entry.id}@balie.example`, 2],
    ]);
    expect([first!.attendee, first!.organizer, first!.event.summary]).toEqual(['mailto:a@post.example', 'mailto:balie@de-linde.example', clinic.name]);
  });

  it('tell apart the two half past twos of the night the clock goes back', () => {
    const at = (start: string) => read(calendarFile(clinic, 'balie.example', { ...entry, start, end: '2026-10-25T01:50:00.000Z' }, 'PUBLISH')).event.startDate.toJSDate().toISOString();
    expect([at('2026-10-25T00:30:00.000Z'), at('2026-10-25T01:30:00.000Z')]).toEqual(['2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000Z']);
  });

  it('lead to where appointments are shown: the practice\'s page for them, else its portal', () => {
    const leads = (pages: typeof clinic.pages & { appointments?: string }) => calendarFile({ ...clinic, pages }, 'balie.example', entry, 'PUBLISH').replaceAll('\r\n ', '');
    expect(leads(clinic.pages)).toContain('https://de-linde.example/portaal');
    const own = leads({ ...clinic.pages, appointments: 'https://de-linde.example/afspraak' });
    expect([own.split('https://de-linde.example/afspraak').length, own.includes('https://de-linde.example/portaal')]).toEqual([3, false]);
  });

  it('to keep name nobody: no attendee', () => {
    expect(read(calendarFile(clinic, 'balie.example', entry, 'PUBLISH'))).toMatchObject({ method: 'PUBLISH', attendee: null });
  });
});
