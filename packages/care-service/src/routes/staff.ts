/** The desk's routes: members of staff, each within their own clinic. */
import {
  accessLogQuery, accountSearch, accountSearchAnswer, agendaAnswer, agendaBooked, agendaBooking, agendaMove, agendaQuery, appointmentCancellation, blockAnswer, blockOrder, bundleAnswer, callerAnswer, closingsAnswer, deskAccount, deskAppointment, deskEconsultThread, deskLink, deskLogAnswer, deskMedication, deskMedicationAnswer, deskPrescription, deskQueue, econsultAnswer, fileAnswer, freeOrder, guardianEnd, guardianOrder, linkCheck, linkCheckAnswer, linkOrder, linkRefusal, manyCancelled, manyCancelledAnswer, medicationOverride, memberInvitation, memberRoles, membersAnswer, patientGuardians, patientSearch, patientSearchAnswer, patientServicesAnswer, prescriptionDecision, previewAnswer, previewQuery, queueQuery, recoveryCodesAnswer, scheduleAnswer, scheduleChange, scheduleOrder, schedulesAnswer, serviceSwitch, staffMe, templateOrder, templatesAnswer, workAnswer, workOrder,
} from '@balie/contracts';
import { readLog } from '../desk/access-log.ts';
import { removeNumber, reopenCodes, revokeLink, searchAccounts } from '../desk/accounts.ts';
import { block, free, listClosings, readBlock } from '../desk/agenda-blocks.ts';
import { bookAtDesk, moveAtDesk } from '../desk/agenda-booking.ts';
import { changeSchedule, endSchedule, laySchedule, listSchedules } from '../desk/agenda-schedules.ts';
import { readAgenda } from '../desk/agenda.ts';
import { cancel, cancelMany, markSeen } from '../desk/appointments.ts';
import { answer, readAtDesk } from '../desk/econsults.ts';
import { addGuardian, approveGuardian, endGuardian, readGuardians, refuseGuardian } from '../desk/guardians.ts';
import { checkIdentity, link, refuse } from '../desk/links.ts';
import { overrideRenewal, readMedication } from '../desk/medication.ts';
import { inviteMember, listMembers, removeMember, renewRecoveryCodes, resendInvitation, resetSecondFactor, setRoles } from '../desk/members.ts';
import { searchPatients } from '../desk/patients.ts';
import { previewSite } from '../desk/preview.ts';
import { decide } from '../desk/prescriptions.ts';
import { readCaller } from '../desk/callers.ts';
import { readFileAtDesk } from '../files/files.ts';
import { readQueue } from '../desk/queue.ts';
import { readServices, switchService } from '../desk/services.ts';
import { readStaffMe } from '../desk/roles.ts';
import { retry } from '../desk/system.ts';
import { addTemplate, changeTemplate, listTemplates, removeTemplate } from '../desk/templates.ts';
import { takeAlong } from '../desk/take-along.ts';
import { assign } from '../desk/work.ts';
import type { createRoutes } from './define.ts';

export function staffRoutes({ staff }: ReturnType<typeof createRoutes>): void {
  staff({ method: 'get', path: '/staff/me', summary: 'Who is at the desk, and what they may do', action: 'desk.me', object: 'staff', answer: staffMe }, readStaffMe);
  staff({ method: 'get', path: '/staff/preview', summary: 'What the practice\'s settings make of its site, for whom and when', action: 'desk.preview', object: 'clinic', query: previewQuery, answer: previewAnswer }, (act, { query }) => previewSite(act, query));
  staff({ method: 'get', path: '/staff/queue', summary: 'Open work, oldest first', action: 'desk.queue', object: 'clinic', query: queueQuery, answer: deskQueue }, (act, { query }) => readQueue(act, query));
  staff({ method: 'post', path: '/staff/work', summary: 'Take open work, give it to a colleague or let it go', action: 'work.assign', object: 'work', body: workOrder, answer: workAnswer, errors: ['not_found', 'already_handled', 'conflict'] }, (act, { body }) => assign(act, body));
  staff({ method: 'post', path: '/staff/system/:id/retry', summary: 'Try again what the practice\'s own system refused', action: 'system.retry', object: 'system-push', errors: ['already_handled'] }, (act, { id }) => retry(act, id));
  staff({ method: 'get', path: '/staff/templates', summary: 'The practice\'s standard texts', action: 'template.list', object: 'template', answer: templatesAnswer }, listTemplates);
  staff({ method: 'post', path: '/staff/templates', summary: 'Add a standard text', action: 'template.add', object: 'template', body: templateOrder, answer: templatesAnswer, errors: ['conflict'] }, (act, { body }) => addTemplate(act, body));
  staff({ method: 'post', path: '/staff/templates/:id', summary: 'Change a standard text', action: 'template.change', object: 'template', body: templateOrder, answer: templatesAnswer }, (act, { id, body }) => changeTemplate(act, id, body));
  staff({ method: 'post', path: '/staff/templates/:id/remove', summary: 'Remove a standard text', action: 'template.remove', object: 'template', answer: templatesAnswer }, (act, { id }) => removeTemplate(act, id));
  staff({ method: 'post', path: '/staff/patients/search', summary: 'Find patients by name, date of birth or personal number', action: 'patient.search', object: 'patient', body: patientSearch, answer: patientSearchAnswer }, (act, { body }) => searchPatients(act, body));

  staff({ method: 'post', path: '/staff/links/:id/check', summary: 'Compare what was said with a record', action: 'link.check', object: 'record-link', body: linkCheck, answer: linkCheckAnswer, errors: ['already_handled', 'conflict'] }, (act, { id, body }) => checkIdentity(act, id, body));
  staff({ method: 'post', path: '/staff/links/:id/link', summary: 'Link the account to the checked record', action: 'link.link', object: 'record-link', body: linkOrder, answer: deskLink, errors: ['already_handled', 'conflict'] }, (act, { id, body }) => link(act, id, body.patient));
  staff({ method: 'post', path: '/staff/links/:id/refuse', summary: 'Refuse to link', action: 'link.refuse', object: 'record-link', body: linkRefusal, answer: deskLink, errors: ['already_handled'] }, (act, { id, body }) => refuse(act, id, body.reason));
  staff({ method: 'post', path: '/staff/links/:id/revoke', summary: 'Take the record away from the account again', action: 'link.revoke', object: 'record-link', body: linkRefusal, answer: deskAccount, errors: ['already_handled'] }, (act, { id, body }) => revokeLink(act, id, body.reason));
  staff({ method: 'post', path: '/staff/links/:id/reopen-codes', summary: 'Let the account ask for codes again today', action: 'codes.reopen', object: 'record-link', answer: deskAccount }, (act, { id }) => reopenCodes(act, id));
  staff({ method: 'post', path: '/staff/links/:id/remove-number', summary: 'Take away the telephone number that codes go to, when the telephone is lost', action: 'number.remove', object: 'record-link', answer: deskAccount, errors: ['already_handled'] }, (act, { id }) => removeNumber(act, id));
  staff({ method: 'post', path: '/staff/accounts/search', summary: 'Find accounts with the practice, whatever their state', action: 'account.search', object: 'record-link', body: accountSearch, answer: accountSearchAnswer }, (act, { body }) => searchAccounts(act, body));

  staff({ method: 'post', path: '/staff/guardians/:id/approve', summary: 'Let somebody act for a child who asks to', action: 'guardian.approve', object: 'guardian-request', body: linkOrder, errors: ['already_handled', 'conflict'] }, (act, { id, body }) => approveGuardian(act, id, body.patient));
  staff({ method: 'post', path: '/staff/guardians/:id/refuse', summary: 'Do not let them', action: 'guardian.refuse', object: 'guardian-request', body: linkRefusal, errors: ['already_handled'] }, (act, { id, body }) => refuseGuardian(act, id, body.reason));
  staff({ method: 'get', path: '/staff/patients/:id/guardians', summary: 'Who acts for a patient', action: 'guardian.list', object: 'patient', answer: patientGuardians }, (act, { id }) => readGuardians(act, id));
  staff({ method: 'post', path: '/staff/patients/:id/guardians', summary: 'Add somebody, seen at the counter, who acts for a child', action: 'guardian.add', object: 'guardianship', body: guardianOrder, answer: patientGuardians, errors: ['conflict'] }, (act, { id, body }) => addGuardian(act, id, body));
  staff({ method: 'post', path: '/staff/patients/:id/guardians/stop', summary: 'Let one of them go', action: 'guardian.end', object: 'guardianship', body: guardianEnd, answer: patientGuardians, errors: ['already_handled'] }, (act, { id, body }) => endGuardian(act, id, body));

  staff({ method: 'get', path: '/staff/members', summary: 'Who works here', action: 'member.list', object: 'staff', answer: membersAnswer }, listMembers);
  staff({ method: 'post', path: '/staff/members', summary: 'Invite a member', action: 'member.invite', object: 'staff', body: memberInvitation, answer: membersAnswer, errors: ['conflict'] }, (act, { body }) => inviteMember(act, body));
  staff({ method: 'post', path: '/staff/members/:id/resend', summary: 'Mail a new invitation', action: 'member.resend', object: 'staff', answer: membersAnswer, errors: ['already_handled'] }, (act, { id }) => resendInvitation(act, id));
  staff({ method: 'post', path: '/staff/members/:id/roles', summary: 'Give other roles', action: 'member.roles', object: 'staff', body: memberRoles, answer: membersAnswer, errors: ['conflict'] }, (act, { id, body }) => setRoles(act, id, body.roles));
  staff({ method: 'post', path: '/staff/members/:id/reset', summary: 'Have the second factor set up anew', action: 'member.reset', object: 'staff', answer: membersAnswer }, (act, { id }) => resetSecondFactor(act, id));
  staff({ method: 'post', path: '/staff/members/:id/remove', summary: 'End the access, and every session with it', action: 'member.remove', object: 'staff', answer: membersAnswer, errors: ['conflict'] }, (act, { id }) => removeMember(act, id));
  staff({ method: 'post', path: '/staff/recovery-codes', summary: 'New recovery codes of one\'s own', action: 'recovery-codes.renew', object: 'staff', answer: recoveryCodesAnswer }, renewRecoveryCodes);

  staff({ method: 'post', path: '/staff/prescriptions/:id/decide', summary: 'Approve or refuse medicines', action: 'prescription-request.decide', object: 'prescription-request', body: prescriptionDecision, answer: deskPrescription, errors: ['already_handled'] }, (act, { id, body }) => decide(act, id, body));
  staff({ method: 'get', path: '/staff/patients/:id/medication', summary: 'A patient\'s medicines, as the patient sees them', action: 'medication.read', object: 'patient', answer: deskMedicationAnswer }, (act, { id }) => readMedication(act, id));
  staff({ method: 'get', path: '/staff/patients/:id/care', summary: 'Begin to fill in for a patient at the counter or on the telephone', action: 'patient.call', object: 'patient', answer: callerAnswer }, (act, { id }) => readCaller(act, id));
  staff({ method: 'get', path: '/staff/patients/:id/services', summary: 'What a patient may do online', action: 'service.read', object: 'patient', answer: patientServicesAnswer }, (act, { id }) => readServices(act, id));
  staff({ method: 'post', path: '/staff/patients/:id/services', summary: 'Switch a service off for a patient, or on again', action: 'service.switch', object: 'patient', body: serviceSwitch, answer: patientServicesAnswer }, (act, { id, body }) => switchService(act, id, body));
  staff({ method: 'get', path: '/staff/patients/:id/log', summary: 'Who did what with a patient\'s data, newest first', action: 'log.read', object: 'patient', query: accessLogQuery, answer: deskLogAnswer }, (act, { id, query }) => readLog(act, id, query.before === undefined ? undefined : Number(query.before)));
  staff({ method: 'post', path: '/staff/medication/:id/override', summary: 'Say of one prescription that it may, or may not, be renewed online', action: 'medication.override', object: 'medication', body: medicationOverride, answer: deskMedication }, (act, { id, body }) => overrideRenewal(act, id, body));
  staff({ method: 'post', path: '/staff/appointments/:id/seen', summary: 'Take an appointment off the list', action: 'appointment.see', object: 'appointment', answer: deskAppointment, errors: ['already_handled'] }, (act, { id }) => markSeen(act, id));
  staff({ method: 'post', path: '/staff/appointments/:id/cancel', summary: 'Cancel an appointment', action: 'appointment.cancel', object: 'appointment', body: appointmentCancellation, answer: deskAppointment, errors: ['already_handled'] }, (act, { id, body }) => cancel(act, id, body.reason));
  staff({ method: 'post', path: '/staff/appointments/:id/move', summary: 'Move an appointment', action: 'appointment.move', object: 'appointment', body: agendaMove, answer: agendaBooked, once: true, errors: ['already_handled', 'slot_taken'] }, (act, { id, body, key }) => moveAtDesk(act, id, body, key));

  staff({ method: 'get', path: '/staff/agenda', summary: 'A day of everybody, or a week of one', action: 'agenda.read', object: 'clinic', query: agendaQuery, answer: agendaAnswer }, (act, { query }) => readAgenda(act, query));
  staff({ method: 'post', path: '/staff/agenda/book', summary: 'Book a patient into a free time, or beside the others', action: 'appointment.book', object: 'appointment', body: agendaBooking, answer: agendaBooked, once: true, errors: ['not_found', 'slot_taken'] }, (act, { body, key }) => bookAtDesk(act, body, key));
  staff({ method: 'post', path: '/staff/agenda/cancel', summary: 'Cancel several appointments with one reason', action: 'appointment.cancel', object: 'clinic', body: manyCancelled, answer: manyCancelledAnswer }, (act, { body }) => cancelMany(act, body));
  staff({ method: 'post', path: '/staff/agenda/blocks', summary: 'Block a stretch, or close the practice', action: 'agenda.block', object: 'agenda-block', body: blockOrder, answer: blockAnswer }, (act, { body }) => block(act, body));
  staff({ method: 'get', path: '/staff/agenda/blocks/:id', summary: 'Who is booked in what is blocked', action: 'agenda.booked', object: 'agenda-block', answer: blockAnswer }, (act, { id }) => readBlock(act, id));
  staff({ method: 'post', path: '/staff/agenda/free', summary: 'Free a stretch again', action: 'agenda.free', object: 'clinic', body: freeOrder }, (act, { body }) => free(act, body));
  staff({ method: 'get', path: '/staff/agenda/closings', summary: 'When the practice is closed', action: 'agenda.closings', object: 'clinic', answer: closingsAnswer }, listClosings);
  staff({ method: 'get', path: '/staff/agenda/schedules', summary: 'Schedules laid out here', action: 'schedule.list', object: 'clinic', answer: schedulesAnswer }, listSchedules);
  staff({ method: 'post', path: '/staff/agenda/schedules', summary: 'Lay out a practitioner\'s week', action: 'schedule.lay', object: 'schedule', body: scheduleOrder, answer: scheduleAnswer, errors: ['conflict'] }, (act, { body }) => laySchedule(act, body));
  staff({ method: 'post', path: '/staff/agenda/schedules/:id', summary: 'Change a schedule from now on', action: 'schedule.change', object: 'schedule', body: scheduleChange, answer: scheduleAnswer }, (act, { id, body }) => changeSchedule(act, id, body.plan));
  staff({ method: 'post', path: '/staff/agenda/schedules/:id/end', summary: 'Take its times to come away', action: 'schedule.end', object: 'schedule', answer: scheduleAnswer }, (act, { id }) => endSchedule(act, id));

  staff({ method: 'get', path: '/staff/econsults/:id', summary: 'A question with its messages', action: 'econsult.read', object: 'econsult', answer: deskEconsultThread }, (act, { id }) => readAtDesk(act, id));
  staff({ method: 'post', path: '/staff/econsults/:id/answer', summary: 'Answer a question', action: 'econsult.answer', object: 'econsult', body: econsultAnswer, answer: deskEconsultThread, errors: ['already_handled'] }, (act, { id, body }) => answer(act, id, body));
  for (const [of, object] of [['prescriptions', 'prescription-request'], ['appointments', 'appointment'], ['econsults', 'econsult']] as const) {
    staff({ method: 'get', path: `/staff/${of}/:id/bundle`, summary: 'The request as FHIR, to take away', action: `${object}.take`, object, answer: bundleAnswer, file: true, errors: ['too_large'] }, (act, { id }) => takeAlong(act, of, id));
  }
  staff({ method: 'get', path: '/staff/econsults/files/:id', summary: 'A photo or PDF of a question', action: 'econsult.file', object: 'econsult-file', answer: fileAnswer, file: true }, (act, { id }) => readFileAtDesk(act, id));
}
