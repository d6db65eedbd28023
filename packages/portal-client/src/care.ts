/** The patient's side of the care service. Every answer is read with its contract. */
import { recordAnswer, recordPage } from '@balie/contracts/record';
import { appointment, appointmentsAnswer, calendarFile, daysAnswer, econsultsAnswer, econsultThread, fileAnswer, hold, medicationAnswer, pastAnswer, receipt, sentFile, slotsAnswer, slotTaken, waitingAnswer } from '@balie/contracts/care';
import type { Hold } from '@balie/contracts';
import { reader } from './contract-reader.ts';
import type { Call } from './http.ts';
import { PortalError, type CareApi } from './types.ts';

const read = {
  medication: reader(medicationAnswer), receipt: reader(receipt), appointments: reader(appointmentsAnswer), slots: reader(slotsAnswer), hold: reader(hold),
  appointment: reader(appointment), past: reader(pastAnswer), calendar: reader(calendarFile), days: reader(daysAnswer), waiting: reader(waitingAnswer), econsults: reader(econsultsAnswer), thread: reader(econsultThread), sentFile: reader(sentFile), file: reader(fileAnswer), slotTaken: reader(slotTaken), record: reader(recordAnswer), recordPage: reader(recordPage),
};

/** `local`: epoch ms of this device for an instant of the server. */
export function createCare(call: (call: Omit<Call, 'key' | 'token'>) => Promise<Record<string, unknown>>, local: (instant: string) => number): CareApi {
  const get = (path: string) => call({ method: 'GET', path: `/care${path}` });
  const post = (path: string, json: object, idempotencyKey?: string) => call({ method: 'POST', path: `/care${path}`, json, ...(idempotencyKey ? { idempotencyKey } : {}) });
  const after = (id: string | undefined) => (id === undefined ? '' : `?${new URLSearchParams({ after: id })}`);
  const held = (hold: Hold): Hold => ({ ...hold, expiresAt: new Date(local(hold.expiresAt)).toISOString() });
  return {
    medication: async (id) => read.medication(await get(`/medication${after(id)}`)),
    orderPrescriptions: async (order, key) => read.receipt(await post('/prescription-requests', order, key)),
    appointments: async () => {
      const answer = read.appointments(await get('/appointments'));
      return { ...answer, hold: answer.hold && held(answer.hold) };
    },
    slots: async (query) => read.slots(await get(`/slots?${new URLSearchParams(query)}`)),
    hold: async (slot, type) => held(read.hold(await post('/holds', { slot, type }))),
    extendHold: async (id) => held(read.hold(await post('/holds/extend', { hold: id }))),
    releaseHold: async (id) => { await post('/holds/release', { hold: id }); },
    days: async (query) => read.days(await get(`/days?${new URLSearchParams(query)}`)),
    pastAppointments: async (id) => read.past(await get(`/appointments/past${after(id)}`)),
    calendarFile: async (id) => read.calendar(await get(`/appointments/${encodeURIComponent(id)}/calendar`)),
    moveAppointment: async (id, hold, key) => read.appointment(await post(`/appointments/${encodeURIComponent(id)}/move`, { hold }, key)),
    cancelAppointment: async (id) => read.appointment(await post(`/appointments/${encodeURIComponent(id)}/cancel`, {})),
    wait: async (order) => read.waiting(await post('/waiting', order)).waiting,
    waiting: async (id, act) => read.waiting(await post(`/waiting/${encodeURIComponent(id)}/${act}`, {})).waiting,
    book: async (order, key) => read.appointment(await post('/appointments', order, key)),
    econsults: async (id) => read.econsults(await get(`/econsults${after(id)}`)),
    econsult: async (id) => read.thread(await get(`/econsults/${encodeURIComponent(id)}`)),
    stageFile: async (data) => read.sentFile(await post('/econsults/files', { data })),
    econsultFile: async (id) => read.file(await get(`/econsults/files/${encodeURIComponent(id)}`)),
    record: async () => read.record(await get('/record')),
    recordPage: async (part, after) => read.recordPage(await get(`/record/page?${new URLSearchParams({ part, after })}`)),
    letter: async (id) => read.file(await get(`/record/letters/${encodeURIComponent(id)}`)),
    sendEconsult: async (order, key) => read.receipt(await post('/econsults', order, key)),
    replyEconsult: async (id, reply, key) => read.thread(await post(`/econsults/${encodeURIComponent(id)}/reply`, reply, key)),
  };
}

/** The free times nearest to the one that was lost come with the refusal (N9). */
export const slotTakenError = (error: PortalError, body: Record<string, unknown>): PortalError =>
  new PortalError('slot_taken', { id: error.id, alternatives: read.slotTaken(body).alternatives });
