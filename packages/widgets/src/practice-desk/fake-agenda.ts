/** An agenda without a network, for fixtures, stories and tests: Monday 23 November 2026 at De Linde. */
import type { AgendaAnswer, AgendaSchedule, AgendaSlot, BlockAnswer, ScheduleAnswer } from '@balie/contracts';
import type { DeskAgenda, DeskAppointment } from '@balie/portal-client/desk';
import { fixtureId as id } from '../shared/acts.ts';

const people = [{ id: id(41), name: 'Dr. E. van den Broek', role: 'gp' }, { id: id(42), name: 'POH M. Willems', role: 'nurse' }];
const at = (time: string) => `2026-11-23T${time}:00Z`;
const slot = (n: number, from: string, to: string, more: Partial<AgendaSlot> = {}): AgendaSlot => ({ id: id(100 + n), practitioner: people[0]!.id, start: at(from), end: at(to), state: 'free', extra: false, heldUntil: null, appointment: null, ...more });

/** `booked`: who stands in it. */
export function fakeAgenda(booked: DeskAppointment, does: Partial<DeskAgenda> = {}): DeskAgenda {
  const mine = (start: string, end: string): DeskAppointment => ({ ...booked, start: at(start), end: at(end) });
  const answer: AgendaAnswer = {
    today: '2026-11-23', days: [{ date: '2026-11-23', closed: false, holiday: null }], practitioners: people, types: [{ id: 'consult', title: 'Spreekuur', minutes: 10, roles: ['gp'] }, { id: 'nurse', title: 'Praktijkondersteuner', minutes: 20, roles: ['nurse'] }], locales: ['nl', 'en'],
    slots: [
      slot(1, '13:00', '13:10'), slot(2, '13:10', '13:20', { state: 'booked', appointment: mine('13:10', '13:20') }), slot(3, '13:10', '13:25', { state: 'booked', extra: true, appointment: { ...mine('13:10', '13:25'), id: id(48), answers: [], reason: null } }),
      slot(4, '13:20', '13:30', { state: 'held', heldUntil: at('12:33') }), slot(5, '13:30', '13:40', { state: 'blocked' }), slot(6, '13:40', '13:50', { state: 'busy' }), slot(7, '13:50', '14:00'), slot(8, '14:00', '14:20', { practitioner: people[1]!.id }),
    ],
    blocks: [{ id: id(130), practitioner: people[0]!.id, start: at('13:30'), end: at('13:40'), kind: 'block', reason: 'Overleg met de wijkzorg', words: {} }, { id: null, practitioner: people[1]!.id, start: at('15:00'), end: at('15:15'), kind: 'break', reason: null, words: {} }],
  };
  const block = { ...answer.blocks[0]!, id: id(131) };
  const blocked: BlockAnswer = { block, inTheWay: [] };
  const schedule: AgendaSchedule = { id: id(140), practitioner: people[0]!, plan: { hours: [{ days: [1, 2, 4], from: '08:00', to: '12:00' }], breaks: [{ days: [1, 2, 4], from: '10:00', to: '10:15' }], minutes: 10, from: '2026-12-01', until: '2027-03-31' } };
  const laid: ScheduleAnswer = { schedule, times: 1104, kept: [mine('13:10', '13:20')], passed: 2 };
  return {
    read: async ({ from = '2026-11-23', days, practitioner }) => ({
      ...answer, days: Array.from({ length: Number(days ?? 1) }, (_, day) => ({ date: new Date(Date.parse(from) + day * 86_400_000).toISOString().slice(0, 10), closed: day > 4, holiday: null })),
      ...(from <= '2026-11-23' && (days || from === '2026-11-23') ? { slots: answer.slots.filter((one) => !practitioner || one.practitioner === practitioner) } : { slots: [], blocks: [] }),
    }),
    book: async () => ({ appointment: mine('13:00', '13:10'), told: true }), move: async () => ({ appointment: mine('13:50', '14:00'), told: false }), cancelMany: async (appointments) => ({ cancelled: [...appointments], untold: [] }),
    block: async () => blocked, readBlock: async () => ({ block, inTheWay: [mine('13:10', '13:20')] }), free: async () => undefined,
    closings: async () => ({ closings: [{ id: id(150), practitioner: null, start: '2026-11-30T23:00:00Z', end: '2026-12-01T23:00:00Z', kind: 'closed', reason: 'Teamdag', words: { nl: 'Wij zijn een dag dicht.' } }], days: [{ date: '2026-12-25', closed: true, holiday: 'Kerstmis' }], locales: ['nl', 'en'] }),
    schedules: async () => ({ schedules: [schedule], practitioners: people }), laySchedule: async () => laid, changeSchedule: async () => laid, endSchedule: async () => ({ ...laid, times: 0 }),
    ...does,
  };
}
