/** The desk's agenda. Every answer is read with its contract. */
import { agendaAnswer, agendaBooked, blockAnswer, closingsAnswer, manyCancelledAnswer, scheduleAnswer, schedulesAnswer } from '@balie/contracts/agenda';
import { reader } from './contract-reader.ts';
import type { DeskAgenda } from './desk-types.ts';
import type { Call } from './http.ts';

const read = { agenda: reader(agendaAnswer), booked: reader(agendaBooked), block: reader(blockAnswer), closings: reader(closingsAnswer), cancelled: reader(manyCancelledAnswer), schedule: reader(scheduleAnswer), schedules: reader(schedulesAnswer) };

export function createAgenda(call: (call: Omit<Call, 'key' | 'token'>) => Promise<Record<string, unknown>>): DeskAgenda {
  const get = (path: string) => call({ method: 'GET', path: `/staff/agenda${path}` });
  const post = (path: string, json: object, idempotencyKey?: string) => call({ method: 'POST', path: `/staff/${path}`, json, ...(idempotencyKey ? { idempotencyKey } : {}) });
  const schedule = (id: string, act = '') => `agenda/schedules/${encodeURIComponent(id)}${act}`;
  return {
    read: async (query) => read.agenda(await get(`?${new URLSearchParams(query)}`)),
    book: async (order, key) => read.booked(await post('agenda/book', order, key)),
    move: async (id, place, key) => read.booked(await post(`appointments/${encodeURIComponent(id)}/move`, { place }, key)),
    cancelMany: async (appointments, reason) => read.cancelled(await post('agenda/cancel', { appointments, reason })),
    block: async (order) => read.block(await post('agenda/blocks', order)),
    readBlock: async (id) => read.block(await get(`/blocks/${encodeURIComponent(id)}`)),
    free: async (order) => { await post('agenda/free', order); },
    closings: async () => read.closings(await get('/closings')),
    schedules: async () => read.schedules(await get('/schedules')),
    laySchedule: async (practitioner, plan) => read.schedule(await post('agenda/schedules', { practitioner, plan })),
    changeSchedule: async (id, plan) => read.schedule(await post(schedule(id), { plan })),
    endSchedule: async (id) => read.schedule(await post(schedule(id, '/end'), {})),
  };
}
