import { phoneLink, shortDate, type Texts } from '@balie/forms';
import type { DeskPatient } from '@balie/contracts';
import { html, nothing, type TemplateResult } from 'lit';

export const fact = (label: unknown, value: unknown): TemplateResult => html`<dt>${label}</dt><dd>${value}</dd>`;
export const birthDate = (t: Texts, date: string | null): string => (date ? shortDate(t, date) : t('desk.unknown'));

/** Who sent it, where it was not the patient: a guardian for a child (N8), or somebody at the desk (N14). */
export const senderFacts = (t: Texts, { by, guardian }: { by: string | null; guardian?: string | undefined }): TemplateResult => html`
  ${guardian === undefined ? nothing : fact(t('desk.guardian'), guardian || t('desk.unknown'))}
  ${by === null ? nothing : fact(t('desk.caller.by'), by || t('desk.unknown'))}`;

/** What stands in the practice's record of a patient: the number's last digits only. */
export const patientFacts = (t: Texts, patient: DeskPatient): TemplateResult => html`
  ${fact(t('desk.birthDate'), birthDate(t, patient.birthDate))}
  ${patient.numberEnds ? fact(t('desk.bsnShort'), t('desk.bsnEnds', { digits: patient.numberEnds })) : nothing}
  ${patient.verified ? nothing : fact(t('desk.bsnShort'), t('desk.unverified'))}
  ${patient.phone ? fact(t('desk.phone'), phoneLink(patient.phone)) : nothing}`;
