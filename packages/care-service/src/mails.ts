/** Mails the care service causes, queued in the transaction of their cause. None holds medical content. */
import { countHit, queueMail, type Transaction } from '@balie/database';
import type { AccountContact, ClinicConfig, Service } from '@balie/contracts';
import type { CareBase } from './deps.ts';
import { notify } from './notices.ts';

const every = { limit: 1, windowSeconds: 600 };

async function toPractice(tx: Transaction, base: Pick<CareBase, 'keyring'>, clinic: ClinicConfig, now: Date, mail: { template: 'practice-new-account'; data: Record<string, never> } | { template: 'practice-new-work'; data: { service: Service } }): Promise<void> {
  for (const to of clinic.mail.notify) await queueMail(tx, base.keyring, { ...mail, to, locale: clinic.locales[0]!, clinic: clinic.id }, now);
}

/** S0-19: an account waits for its identity check, the first or another one. */
export const mailNewAccount = (tx: Transaction, base: Pick<CareBase, 'keyring'>, clinic: ClinicConfig, now: Date): Promise<void> => toPractice(tx, base, clinic, now, { template: 'practice-new-account', data: {} });

/** There is work at the desk: at most one mail in ten minutes for each clinic and service. The count is part of the transaction: what rolls back was not told. */
export async function mailNewWork(tx: Transaction, base: CareBase, clinic: ClinicConfig, service: Service, now: Date): Promise<void> {
  const hit = await countHit(tx, base.keyring.hmac('limit', 'practice-new-work', clinic.id, service), every, now);
  if (hit.allowed) await toPractice(tx, base, clinic, now, { template: 'practice-new-work', data: { service } });
}

/** To the patient, in the patient's language: that there is an answer as they chose to hear of it, all else by mail; to whom made it for a child, that it is the child's account. An account that is gone, or has no address, gets none. */
export async function mailPatient(
  tx: Transaction, base: CareBase, clinic: ClinicConfig, contact: AccountContact | undefined, now: Date,
  mail: { template: 'linked' | 'link-refused' | 'link-revoked' | 'approved' | 'approval-refused'; data: Record<string, never> } | { template: 'answer-ready'; data: { service: Service }; patient: string; of?: string },
): Promise<void> {
  if (!contact) return;
  if (mail.template === 'answer-ready') await notify(tx, base, clinic, contact, now, mail);
  else if (contact.email) await queueMail(tx, base.keyring, { ...mail, template: `${mail.template}${contact.child ? '-child' : ''}`, to: contact.email, locale: contact.locale, clinic: clinic.id }, now);
}
