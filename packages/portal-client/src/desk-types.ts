/** The public face of the desk's client. Every call rejects with PortalError. */
import type { ActivationLetter, ActivationOrder, DeskActivation, DeskEconsultThread, DeskLink, DeskPatient, DeskQueue, InvitationAnswer, PatientSearch, StaffMe } from '@balie/contracts';
import type { Drafts, Observable } from './types.ts';

export type DeskSession =
  | { state: 'unknown' }
  | { state: 'out'; why: null | 'patient' | 'idle' | 'ended' }
  | { state: 'in'; me: StaffMe };

export type DeskPrescription = DeskQueue['prescriptions'][number];
export type DeskAppointment = DeskQueue['appointments'][number];
export type DeskEconsult = DeskQueue['econsults'][number];

export interface IdentityCheck { patient: string; birthDate: string; number: string; how: 'telephone' | 'visit' }
/** What matched. Both must, or nothing changed. */
export interface IdentityChecked { matched: boolean; birthDate: boolean; number: boolean; link: DeskLink | null }
export interface PrescriptionDecision { medicationId: string; state: 'approved' | 'refused'; reason?: string }

export interface Desk {
  readonly session: Observable<DeskSession>;
  readonly online: Observable<boolean>;
  readonly storage: boolean;
  readonly drafts: Drafts;
  /** First step. `totp`: now the six digits. */
  logIn(username: string, password: string): Promise<'totp' | 'in'>;
  /** Second step: `wrong_code` may be tried again, after `invalid_session` the log-in begins anew. */
  verify(code: string): Promise<void>;
  logOut(): Promise<void>;
  /** Reads who is at the desk again; also after a start without network. */
  refresh(): Promise<void>;
  invitation(secret: string): Promise<InvitationAnswer>;
  acceptInvitation(secret: string, password: string, code: string): Promise<void>;
  queue(): Promise<DeskQueue>;
  search(query: PatientSearch): Promise<{ patients: DeskPatient[]; more: number }>;
  check(link: string, check: IdentityCheck): Promise<IdentityChecked>;
  link(link: string): Promise<DeskLink>;
  refuse(link: string, reason: string): Promise<DeskLink>;
  decide(request: string, decisions: readonly PrescriptionDecision[]): Promise<DeskPrescription>;
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
  answer(econsult: string, text: string): Promise<DeskEconsultThread>;
}
