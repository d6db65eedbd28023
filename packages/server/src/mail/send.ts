import { createTransport } from 'nodemailer';
import type { ClinicConfig, MailRequest } from '@balie/contracts';
import { renderMail } from './render.ts';

/** Sends one mail of the outbox over SMTP. `id` is the outbox row's, so that a second try is recognisable as the same mail. */
export function createMailer(deps: { smtpUrl: string; issuer: string; deskOrigin: string; clinics: ReadonlyMap<string, ClinicConfig> }) {
  const transport = createTransport({ url: deps.smtpUrl, connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000, disableFileAccess: true, disableUrlAccess: true });
  const host = new URL(deps.issuer).hostname;
  return {
    async send(mail: MailRequest, { id }: { id: string }): Promise<void> {
      const clinic = deps.clinics.get(mail.clinic);
      if (!clinic) throw new Error('mail for a clinic that is gone');
      const { subject, text, html, calendar } = renderMail(mail, clinic, deps);
      await transport.sendMail({
        from: { name: clinic.name, address: clinic.mail.from }, to: mail.to, subject, text, html, ...(calendar ? { icalEvent: { method: calendar.method, filename: 'afspraak.ics', content: calendar.text } } : {}), messageId: `<${id}@${host}>`,
        headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All', 'Content-Language': mail.locale },
      });
    },
    close: () => transport.close(),
  };
}
