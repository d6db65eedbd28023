/** The patient's routes: one open service page each (docs/protocol.md). */
import {
  appointment, appointmentMove, appointmentOrder, appointmentsAnswer, calendarFile, daysAnswer, daysQuery, econsultOrder, econsultReply, econsultsAnswer, econsultThread, fileAnswer, fileUpload, hold, holdAct, holdRequest, medicationAnswer, ownQuery, pastAnswer, prescriptionOrder, receipt, recordAnswer, recordPage, recordQuery, sentFile, slotsAnswer, slotsQuery, waitingAnswer, waitingOrder,
} from '@balie/contracts';
import { book, cancelOwn, listAppointments, listPast, move, readCalendar } from '../appointments.ts';
import { listEconsults, readEconsult, replyEconsult, sendEconsult } from '../econsults.ts';
import { readFile, stageFile } from '../files/files.ts';
import { extendHold, releaseHold, takeHold } from '../holds.ts';
import { listMedication, orderPrescriptions } from '../medication.ts';
import { readRecord, readRecordLetter, readRecordPage } from '../record/read.ts';
import { listDays, listSlots } from '../slots.ts';
import { declineOffer, leave, wait } from '../waiting.ts';
import type { createRoutes } from './define.ts';

export function careRoutes({ patient, both }: ReturnType<typeof createRoutes>): void {
  both('prescriptions', { method: 'get', path: '/care/medication', summary: 'Own medicines and earlier requests', action: 'medication.list', object: 'medication', query: ownQuery, answer: medicationAnswer }, (act, { query }) => listMedication(act, query));
  both('prescriptions', {
    method: 'post', path: '/care/prescription-requests', summary: 'Ask for medicines', action: 'prescription-request.send', object: 'prescription-request',
    body: prescriptionOrder, answer: receipt, once: true, errors: ['not_found', 'medication_not_renewable'],
  }, (act, { body, key }) => orderPrescriptions(act, body, key));

  both('appointments', { method: 'get', path: '/care/appointments', summary: 'Types, practitioners, the live hold and own appointments', action: 'appointment.list', object: 'appointment', answer: appointmentsAnswer }, listAppointments);
  both('appointments', { method: 'get', path: '/care/appointments/past', summary: 'Own appointments that have been, newest first', action: 'appointment.past', object: 'appointment', query: ownQuery, answer: pastAnswer }, (act, { query }) => listPast(act, query));
  both('appointments', { method: 'get', path: '/care/appointments/:id/calendar', summary: 'A calendar file of an appointment', action: 'appointment.calendar', object: 'appointment', answer: calendarFile }, (act, { id }) => readCalendar(act, id));
  both('appointments', { method: 'get', path: '/care/days', summary: 'Days of a month with free times', action: 'day.list', object: 'slot', query: daysQuery, answer: daysAnswer }, (act, { query }) => listDays(act, query));
  both('appointments', { method: 'get', path: '/care/slots', summary: 'Free times from a day on', action: 'slot.list', object: 'slot', query: slotsQuery, answer: slotsAnswer }, (act, { query }) => listSlots(act, query));
  both('appointments', { method: 'post', path: '/care/holds', summary: 'Hold a time', action: 'hold.take', object: 'slot', body: holdRequest, answer: hold, errors: ['not_found', 'slot_taken', 'hold_limit'] }, (act, { body }) => takeHold(act, body));
  both('appointments', { method: 'post', path: '/care/holds/extend', summary: 'Hold it three minutes longer', action: 'hold.extend', object: 'hold', body: holdAct, answer: hold, errors: ['hold_expired', 'hold_limit'] }, (act, { body }) => extendHold(act, body.hold));
  both('appointments', { method: 'post', path: '/care/holds/release', summary: 'Let a held time go', action: 'hold.release', object: 'hold', body: holdAct }, (act, { body }) => releaseHold(act, body.hold));
  both('appointments', {
    method: 'post', path: '/care/appointments', summary: 'Book the held time', action: 'appointment.book', object: 'appointment',
    body: appointmentOrder, answer: appointment, once: true, errors: ['hold_expired', 'slot_taken'],
  }, (act, { body, key }) => book(act, body, key));
  both('appointments', {
    method: 'post', path: '/care/appointments/:id/move', summary: 'Move it to the held time', action: 'appointment.move', object: 'appointment',
    body: appointmentMove, answer: appointment, once: true, errors: ['hold_expired', 'slot_taken', 'too_late', 'already_handled'],
  }, (act, { id, body, key }) => move(act, id, body, key));
  both('appointments', { method: 'post', path: '/care/appointments/:id/cancel', summary: 'Cancel it', action: 'appointment.cancel', object: 'appointment', answer: appointment, errors: ['too_late', 'already_handled'] }, (act, { id }) => cancelOwn(act, id));
  both('appointments', { method: 'post', path: '/care/waiting', summary: 'Wait for a time, or for an earlier one', action: 'waiting.join', object: 'waiting', body: waitingOrder, answer: waitingAnswer, errors: ['not_found'] }, (act, { body }) => wait(act, body));
  both('appointments', { method: 'post', path: '/care/waiting/:id/decline', summary: 'Not the offered time', action: 'waiting.decline', object: 'waiting', answer: waitingAnswer }, (act, { id }) => declineOffer(act, id));
  both('appointments', { method: 'post', path: '/care/waiting/:id/leave', summary: 'Wait no longer', action: 'waiting.leave', object: 'waiting', answer: waitingAnswer }, (act, { id }) => leave(act, id));

  both('econsults', { method: 'get', path: '/care/econsults', summary: 'Own questions', action: 'econsult.list', object: 'econsult', query: ownQuery, answer: econsultsAnswer }, (act, { query }) => listEconsults(act, query));
  both('econsults', { method: 'get', path: '/care/econsults/:id', summary: 'A question with its answer; marks it read', action: 'econsult.read', object: 'econsult', answer: econsultThread }, (act, { id }) => readEconsult(act, id));
  both('econsults', { method: 'post', path: '/care/econsults', summary: 'Ask a question', action: 'econsult.send', object: 'econsult', body: econsultOrder, answer: receipt, once: true, errors: ['econsults_closed', 'file_refused'] }, (act, { body, key }) => sendEconsult(act, body, key));
  both('econsults', { method: 'post', path: '/care/econsults/:id/reply', summary: 'Write again in a question', action: 'econsult.reply', object: 'econsult', body: econsultReply, answer: econsultThread, once: true, errors: ['conflict', 'econsults_closed', 'file_refused'] }, (act, { id, body, key }) => replyEconsult(act, id, body, key));
  patient('econsults', { method: 'post', path: '/care/econsults/files', summary: 'Send up a photo or PDF for a question', action: 'econsult.stage', object: 'econsult-file', body: fileUpload, answer: sentFile, maxBytes: 13_500_000, errors: ['file_refused'] }, (act, { body }) => stageFile(act, body.data));
  patient('econsults', { method: 'get', path: '/care/econsults/files/:id', summary: 'A photo or PDF of an own question', action: 'econsult.file', object: 'econsult-file', answer: fileAnswer, file: true }, (act, { id }) => readFile(act, id));

  patient('record', { method: 'get', path: '/care/record', summary: 'The own record, the first page of each part', action: 'record.read', object: 'record', answer: recordAnswer }, readRecord);
  patient('record', { method: 'get', path: '/care/record/page', summary: 'A later page of one part', action: 'record.read', object: 'record', query: recordQuery, answer: recordPage }, (act, { query }) => readRecordPage(act, query));
  patient('record', { method: 'get', path: '/care/record/letters/:id', summary: 'What a letter of the own record holds', action: 'record.letter', object: 'letter', answer: fileAnswer, file: true, errors: ['file_refused'] }, (act, { id }) => readRecordLetter(act, id));
}
