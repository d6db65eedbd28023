/** Under which label each kind of text is sealed: one text can never be opened as another kind. */
import type { Keyring } from '@balie/database';

export const seals = {
  number: 'patient.bsn',
  phone: 'patient.phone',
  email: 'patient.email',
  resource: 'clinical-resource',
  letter: 'clinical-file',
  prescriptionRemark: 'prescription.remark',
  prescriptionNote: 'prescription.note',
  prescriptionName: 'prescription.name',
  prescriptionWhy: 'prescription.why',
  prescriptionReason: 'prescription.reason',
  appointmentReason: 'appointment.reason',
  appointmentAnswers: 'appointment.answers',
  cancellation: 'appointment.cancellation',
  agendaBlock: 'agenda.block',
  econsultSubject: 'econsult.subject',
  econsultMessage: 'econsult.message',
  econsultFile: 'econsult.file',
  refusal: 'link.refusal',
  serviceBlock: 'service.block',
} as const;
type Seal = keyof typeof seals;

export const seal = (keyring: Keyring, kind: Seal, text: string): string => keyring.seal(seals[kind], text);
/** Null and undefined stay null: an optional text is an optional column. */
export const sealOptional = (keyring: Keyring, kind: Seal, text: string | null | undefined): string | null => (text == null ? null : seal(keyring, kind, text));
export const open = (keyring: Keyring, kind: Seal, sealed: string): string => keyring.open(seals[kind], sealed);
export const openOptional = (keyring: Keyring, kind: Seal, sealed: string | null): string | null => (sealed === null ? null : open(keyring, kind, sealed));
