/** The public face of the desk's client. Every call rejects with PortalError. */
import type { AccountSearch, ActivationLetter, ActivationOrder, AgendaAnswer, AgendaBooked, AgendaBooking, AgendaPlace, AgendaPlan, BlockAnswer, BlockOrder, BundleAnswer, CallerAnswer, ClosingsAnswer, DeskAccount, DeskActivation, DeskEconsultThread, DeskLink, DeskLogAnswer, DeskMedication, DeskQueue, EconsultAnswer, FileAnswer, FoundPatient, FreeOrder, GuardianOrder, InvitationAnswer, ManyCancelled, MemberInvitation, MembersAnswer, NextStep, PatientGuardians, PatientSearch, PatientService, PreviewAnswer, PreviewQuery, QueueQuery, ScheduleAnswer, SchedulesAnswer, ServiceSwitch, StaffMe, StaffRole, TakenAlong, Template, TemplateOrder, WorkOrder } from '@balie/contracts';
import type { CareApi, Drafts, Observable, Who } from './types.ts';

export type DeskSession = Who<StaffMe>;

export type DeskPrescription = DeskQueue['prescriptions'][number];
export type DeskAppointment = DeskQueue['appointments'][number];
export type DeskEconsult = DeskQueue['econsults'][number];

export interface IdentityCheck { patient: string; birthDate: string; number: string; how: 'telephone' | 'visit' }
/** What matched. Both must, or nothing changed. */
export interface IdentityChecked { matched: boolean; birthDate: boolean; number: boolean; link: DeskLink | null }
export interface PrescriptionDecision { line: string; state: 'approved' | 'refused' | 'at-pharmacy'; reason?: string }

/** No second factor yet: what to put into an app, and the app that the practice recommends. */
export type TotpSetup = Extract<NextStep, { type: 'totp_setup' }>;

/** The practice's agenda, loaded when it is looked at. `key`: one per act, the same when it is tried again. */
export interface DeskAgenda {
  read(query: { from?: string; days?: '1' | '7'; practitioner?: string }): Promise<AgendaAnswer>;
  /** `slot_taken` where the time is no longer free. */
  book(order: AgendaBooking, key: string): Promise<AgendaBooked>;
  move(appointment: string, place: AgendaPlace, key: string): Promise<AgendaBooked>;
  cancelMany(appointments: readonly string[], reason: string): Promise<ManyCancelled>;
  block(order: BlockOrder): Promise<BlockAnswer>;
  readBlock(block: string): Promise<BlockAnswer>;
  free(order: FreeOrder): Promise<void>;
  closings(): Promise<ClosingsAnswer>;
  schedules(): Promise<SchedulesAnswer>;
  laySchedule(practitioner: string, plan: AgendaPlan): Promise<ScheduleAnswer>;
  changeSchedule(schedule: string, plan: AgendaPlan): Promise<ScheduleAnswer>;
  endSchedule(schedule: string): Promise<ScheduleAnswer>;
}

/** For a patient at the counter or on the telephone: what their own elements ask, of their record. */
export interface DeskCaller extends CallerAnswer { readonly care: CareApi }

export interface Desk {
  readonly agenda: DeskAgenda;
  readonly session: Observable<DeskSession>;
  readonly online: Observable<boolean>;
  readonly storage: boolean;
  readonly drafts: Drafts;
  /** First step. `totp`: now the six digits; a set-up: first into an app with it, then the six digits. */
  logIn(username: string, password: string): Promise<'totp' | TotpSetup | 'in'>;
  /** Second step, with the app's six digits or a recovery code: `wrong_code` may be tried again, after `invalid_session` the log-in begins anew. */
  verify(code: string): Promise<void>;
  logOut(): Promise<void>;
  /** Reads who is at the desk again; also after a start without network. */
  refresh(): Promise<void>;
  invitation(secret: string): Promise<InvitationAnswer>;
  acceptInvitation(secret: string, password: string): Promise<void>;
  /** New recovery codes of one's own, shown this once. */
  recoveryCodes(): Promise<string[]>;
  /** Without `kind` the first page of each. */
  queue(query?: QueueQuery): Promise<DeskQueue>;
  /** Whose it is then; `conflict` when it has become another's meanwhile. */
  assign(order: WorkOrder): Promise<{ assigned: { id: string; name: string } | null }>;
  /** What the practice's own system refused goes again; `already_handled` when it is under way. */
  retry(id: string): Promise<void>;
  search(query: PatientSearch): Promise<{ patients: FoundPatient[]; more: number }>;
  check(link: string, check: IdentityCheck): Promise<IdentityChecked>;
  /** `patient`: the record that was shown; `conflict` when a colleague has checked another meanwhile. */
  link(link: string, patient: string): Promise<DeskLink>;
  refuse(link: string, reason: string): Promise<DeskLink>;
  /** Somebody may act for a child; `patient`: its record that was shown; `conflict` where that is another's by now, or its own account waits. */
  approveGuardian(request: string, patient: string): Promise<void>;
  refuseGuardian(request: string, reason: string): Promise<void>;
  /** Who acts for the patient; each act answers it as it is afterwards. */
  guardians(patient: string): Promise<PatientGuardians>;
  addGuardian(patient: string, order: GuardianOrder): Promise<PatientGuardians>;
  endGuardian(patient: string, guardianship: string, reason: string): Promise<PatientGuardians>;
  decide(request: string, decisions: readonly PrescriptionDecision[]): Promise<DeskPrescription>;
  /** The list as the patient sees it, with what the practice said of each. */
  medication(patient: string): Promise<DeskMedication[]>;
  /** Null: as the rules say again. */
  override(medication: string, override: DeskMedication['override']): Promise<DeskMedication>;
  /** The site as somebody else would see it. */
  preview(query: PreviewQuery): Promise<PreviewAnswer>;
  /** Medicines, appointments and questions; `care` has no other acts here. */
  caller(patient: string): Promise<DeskCaller>;
  seen(appointment: string): Promise<DeskAppointment>;
  cancel(appointment: string, reason: string): Promise<DeskAppointment>;
  /** Accounts that the practice began and the patient has not finished. */
  activations(): Promise<DeskActivation[]>;
  /** The PIN is in this answer and nowhere else (S2-03); `newLetter` replaces it. */
  beginActivation(order: ActivationOrder): Promise<ActivationLetter>;
  newLetter(activation: string): Promise<ActivationLetter>;
  /** Sends the mail that waits for its link, again too (S2-29). */
  mailActivation(activation: string): Promise<DeskActivation>;
  voidActivation(activation: string): Promise<void>;
  econsult(id: string): Promise<DeskEconsultThread>;
  econsultFile(id: string): Promise<FileAnswer>;
  /** The request as a FHIR R4 Bundle. */
  bundle(of: TakenAlong, id: string): Promise<BundleAnswer['bundle']>;
  answer(econsult: string, answer: EconsultAnswer): Promise<DeskEconsultThread>;
  accounts(query: AccountSearch): Promise<{ accounts: DeskAccount[]; more: number }>;
  revoke(link: string, reason: string): Promise<DeskAccount>;
  reopenCodes(link: string): Promise<DeskAccount>;
  /** Of a lost telephone. */
  removeNumber(link: string): Promise<DeskAccount>;
  /** What the patient may do online; `off` null: on again. */
  services(patient: string): Promise<PatientService[]>;
  switchService(patient: string, order: ServiceSwitch): Promise<PatientService[]>;
  /** Who did what with the patient's data, newest first; `before`: the `next` of the part that came last. */
  log(patient: string, before?: number): Promise<DeskLogAnswer>;
  /** The practice's standard texts, by title; each act answers them as they are afterwards. */
  templates(): Promise<Template[]>;
  addTemplate(order: TemplateOrder): Promise<Template[]>;
  changeTemplate(template: string, order: TemplateOrder): Promise<Template[]>;
  removeTemplate(template: string): Promise<Template[]>;
  members(): Promise<MembersAnswer>;
  /** Each answers everybody as they are afterwards. */
  invite(member: MemberInvitation): Promise<MembersAnswer>;
  resend(member: string): Promise<MembersAnswer>;
  setRoles(member: string, roles: readonly StaffRole[]): Promise<MembersAnswer>;
  resetMember(member: string): Promise<MembersAnswer>;
  removeMember(member: string): Promise<MembersAnswer>;
}
