/** A mail as a person reads it: subject, plain text and HTML from the same paragraphs, the link also as text (S2-07). No patient data, no medical content. */
import { clockTime, dayInWords, showPhone, type Key } from '@balie/forms';
import { textsOf } from '@balie/forms/all';
import { appointmentTemplates, toPublicClinic, type AppointmentTemplate, type ClinicConfig, type Locale, type MailRequest, type Service } from '@balie/contracts';
import { appointmentsPage, calendarFile } from '@balie/rules/calendar-file';

export interface RenderedMail { subject: string; text: string; html: string; /** A calendar file that goes with it. */ calendar: { method: 'REQUEST' | 'CANCEL'; text: string } | null }
interface Origins { issuer: string; deskOrigin: string }

/** The practice's own door to the desk, in the language of the mail: it stays the same, so it can be a favourite (S3-06). */
const deskAddress = (deskOrigin: string, clinic: ClinicConfig, locale: Locale) => `${deskOrigin}/clinic/${clinic.id}?lang=${locale}`;

/** Where a mail's link leads. A secret stands in the fragment, which no server sees. */
function linkOf(mail: MailRequest, clinic: ClinicConfig, { issuer, deskOrigin }: Origins): string | null {
  switch (mail.template) {
    case 'confirm-registration': return `${clinic.pages.register}#balie-confirm=${mail.data.secret}`;
    // Our own page, never the practice's: its scripts read addresses (T38).
    case 'activation': case 'activation-alone': return `${issuer}/hosted/${clinic.id}/register-form?lang=${mail.locale}&link=1#balie-activation=${mail.data.secret}`;
    case 'activation-confirm': return `${issuer}/hosted/${clinic.id}/register-form?lang=${mail.locale}&link=1#balie-activation-confirm=${mail.data.secret}`;
    case 'staff-invitation': return `${deskAddress(deskOrigin, clinic, mail.locale)}#invitation=${mail.data.secret}`;
    case 'practice-new-account': case 'practice-new-work': case 'practice-guardian-asks': case 'second-factor-reset': return deskAddress(deskOrigin, clinic, mail.locale);
    // Secrets that suffice alone open our own page only (T38).
    case 'password-reset': return `${issuer}/hosted/${clinic.id}/password-reset?lang=${mail.locale}#balie-reset=${mail.data.secret}`;
    case 'contact-verify': return `${issuer}/hosted/${clinic.id}/contact-confirm?lang=${mail.locale}#balie-contact=${mail.data.secret}`;
    case 'password-changed': case 'contact-changing': case 'contact-changed': case 'approval-refused': case 'approval-refused-child': case 'rights-change-child': case 'rights-change-guardian': case 'guardian-ended': return null;
    // Where it stands who reads along, and since when.
    case 'guardian-added': case 'guardian-added-self': return clinic.pages.guardians ?? `${issuer}/hosted/${clinic.id}/guardian-accounts?lang=${mail.locale}`;
    case 'already-registered': case 'approved': case 'approved-child': case 'linked': case 'linked-child': case 'guardian-approved': case 'answer-ready': case 'several-waiting': return clinic.pages.portal;
    case 'earlier-time': case 'appointment-booked': case 'appointment-moved': case 'appointment-cancelled': return appointmentsPage(clinic);
    case 'medicine-due': case 'medicine-viewed': return clinic.pages.prescriptions ?? clinic.pages.portal;
    case 'session-code': case 'log-in-code': case 'phone-added': case 'link-refused': case 'link-refused-child': case 'link-revoked': case 'link-revoked-child': case 'recovery-code-used': case 'code-log-in-closed': case 'sessions-ended': case 'factor-added': case 'factor-removed': case 'account-closed': return null;
    // Where the practice has no page for it, ours: the mail says what to do there.
    case 'new-device': return clinic.pages.account ?? `${issuer}/hosted/${clinic.id}/patient-account?lang=${mail.locale}`;
  }
}

function valuesOf(mail: MailRequest, clinic: ClinicConfig, locale: Locale): Record<string, string | number> {
  const titles = toPublicClinic(clinic, locale).services;
  const t = textsOf(locale, clinic.texts[locale]);
  const title = (service: string) => service === 'account' ? t('menu.account') : titles.find(({ id }) => id === (service as Service))?.title ?? clinic.name;
  const base = { clinic: clinic.name, phone: showPhone(clinic.phones.practice), host: new URL(clinic.pages.portal).host };
  switch (mail.template) {
    case 'confirm-registration': case 'activation-confirm': return { ...base, hours: mail.data.hours };
    case 'activation': case 'activation-alone': return { ...base, days: mail.data.days };
    case 'session-code': case 'log-in-code': return {
      ...base, code: `${mail.data.code.slice(0, 3)} ${mail.data.code.slice(3)}`, mark: mail.data.mark, minutes: mail.data.minutes, time: clockTime(textsOf(locale), mail.data.at, clinic.timeZone), ...('service' in mail.data ? { service: title(mail.data.service) } : {}),
    };
    case 'recovery-code-used': return { ...base, left: mail.data.left };
    case 'password-reset': return { ...base, minutes: mail.data.minutes };
    case 'contact-verify': return { ...base, hours: mail.data.hours };
    case 'rights-change-child': case 'rights-change-guardian': return { ...base, what: textsOf(locale)(`mail.rights.${mail.data.rights}`) };
    case 'answer-ready': case 'medicine-due': case 'medicine-viewed': case 'earlier-time': case 'practice-new-work': return { ...base, service: title(mail.data.service) };
    case 'several-waiting': return { ...base, count: mail.data.count, services: new Intl.ListFormat(locale).format(mail.data.services.map(title)) };
    case 'appointment-booked': case 'appointment-moved': case 'appointment-cancelled': return { ...base, service: title('appointments'), day: dayInWords(t, mail.data.start, clinic.timeZone), time: clockTime(t, mail.data.start, clinic.timeZone) };
    case 'new-device': return { ...base, device: mail.data.device ?? t('account.device.unknown'), day: dayInWords(t, mail.data.at, clinic.timeZone), time: clockTime(t, mail.data.at, clinic.timeZone) };
    case 'factor-added': case 'factor-removed': return { ...base, factor: t(`account.factor.${mail.data.kind}`) };
    default: return base;
  }
}

function calendarOf(mail: MailRequest, clinic: ClinicConfig, { issuer }: Origins): RenderedMail['calendar'] {
  if (!isAppointment(mail)) return null;
  const method = mail.template === 'appointment-cancelled' ? 'CANCEL' : 'REQUEST';
  return { method, text: calendarFile(clinic, new URL(issuer).hostname, mail.data, method, mail.to) };
}
/** Read by whoever keeps the practice's mailbox or works at its desk: they are not told to call themselves. */
const toPractice: readonly MailRequest['template'][] = ['practice-new-account', 'practice-new-work', 'practice-guardian-asks', 'staff-invitation', 'second-factor-reset', 'recovery-code-used'];
const isAppointment = (mail: MailRequest): mail is Extract<MailRequest, { template: AppointmentTemplate }> => (appointmentTemplates as readonly string[]).includes(mail.template);

/** On white and on the dark ground of a mail program in the evening it stands out, and white words on it can be read (a style sheet for the dark is often stripped). */
const buttonColour = '#2b7398';
const escape = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

export function renderMail(mail: MailRequest, clinic: ClinicConfig, origins: Origins): RenderedMail {
  // Every mail gets the same values; which of them a text uses is the text's own business.
  const t = textsOf(mail.locale, clinic.texts[mail.locale]) as unknown as (key: Key, values: Record<string, string | number>) => string;
  const values = valuesOf(mail, clinic, mail.locale);
  const subject = t(`mail.${mail.template}.subject`, values);
  const paragraphs = t(`mail.${mail.template}.body`, values).split('\n\n');
  const link = linkOf(mail, clinic, origins);
  const action = link ? t(`mail.${mail.template}.action` as Key, values) : '';
  const footer = toPractice.includes(mail.template) ? [t('mail.noReplyPractice', values), clinic.name] : [t('mail.noReply', values), t('mail.footer', values)];
  const text = [...paragraphs, ...(link ? [`${action}:\n${link}`] : []), '--', ...footer].join('\n\n');
  const { practice } = clinic.phones;
  const shown = escape(showPhone(practice));
  /** The number to press, wherever a sentence names it. */
  const words = (paragraph: string) => escape(paragraph).replaceAll(shown, `<a href="tel:${practice}" style="color:inherit;white-space:nowrap">${shown}</a>`);
  const code = values['code'] === undefined ? null : String(values['code']);
  const html = `<!doctype html><html lang="${mail.locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${escape(subject)}</title></head><body style="font:16px/1.5 Arial,sans-serif;max-width:36em;margin:0 auto;padding:1.5em">
${paragraphs.map((paragraph) => (paragraph === code ? `<p style="font-size:2em;letter-spacing:.1em;margin:.5em 0"><strong>${escape(paragraph)}</strong></p>` : `<p>${words(paragraph)}</p>`)).join('\n')}
${link ? `<p><a href="${escape(link)}" style="display:inline-block;padding:.7em 1.2em;background:${buttonColour};color:#fff;text-decoration:none;border-radius:6px">${escape(action)}</a></p>\n<p style="font-size:.9em">${escape(t('mail.linkHint', values))}<br><span style="word-break:break-all">${escape(link)}</span></p>` : ''}
<hr style="border:0;border-top:1px solid #999"><p style="font-size:.9em">${footer.map(words).join('<br>')}</p></body></html>`;
  return { subject, text, html, calendar: calendarOf(mail, clinic, origins) };
}
