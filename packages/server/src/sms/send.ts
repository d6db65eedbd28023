import { textsOf } from '@balie/forms/all';
import type { ClinicConfig, Clock, SmsRequest } from '@balie/contracts';
import type { SendSms } from '@balie/database';
import { post, type GatewayName } from './gateways.ts';

/** How the operator reaches a carrier. */
export interface SmsSettings { gateway: GatewayName; url: string; key: string }

/**
 * One line of words; after a code the origin-bound line, so that a browser fills it in on our own pages only (T12). `host`: of the service. A notice names the
 * practice's site and holds no link. Nothing of the patient (T25).
 */
export function renderSms(sms: SmsRequest, clinic: ClinicConfig, host: string): string {
  const t = textsOf(sms.locale, clinic.texts[sms.locale]);
  if (sms.template !== 'code') return t(`sms.${sms.template}`, { clinic: clinic.name, site: new URL(clinic.pages.portal).host, count: 'count' in sms.data ? sms.data.count : 1 });
  const { code, mark } = sms.data;
  return `${t('sms.code', { clinic: clinic.name, code, mark })}\n\n@${host} #${code}`;
}

/** Sends one text message of the outbox. The sender is the clinic's (S2-22). */
export const createTexter = (deps: SmsSettings & { issuer: string; clinics: ReadonlyMap<string, ClinicConfig>; clock: Clock; fetch?: typeof globalThis.fetch }): SendSms => async (sms, { id }) => {
  const clinic = deps.clinics.get(sms.clinic);
  if (!clinic) throw new Error('a message for a clinic that is gone');
  await post(deps.gateway, { id, from: clinic.sms?.sender ?? defaultSender, to: sms.to, text: renderSms(sms, clinic, new URL(deps.issuer).hostname) }, { url: deps.url, key: deps.key, now: deps.clock(), ...(deps.fetch ? { fetch: deps.fetch } : {}) });
};
/** Where a patient with a telephone number logs in at a clinic that names none. */
const defaultSender = 'Balie';
