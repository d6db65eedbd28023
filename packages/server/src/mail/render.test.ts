import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { appointmentTemplates, clinicConfig, locales, type ClinicConfig, type MailRequest } from '@balie/contracts';
import { renderMail } from './render.ts';

const demo = z.parse(clinicConfig, JSON.parse(readFileSync(join(import.meta.dirname, '../../../../demo-site/clinics/de-linde.json'), 'utf8')));
const title = { nl: 'Vraag aan de huisarts', en: 'Ask the doctor', da: 'E-konsultation' };
const clinic: ClinicConfig = { ...demo, locales: [...locales], services: { ...demo.services, econsults: { ...demo.services.econsults!, title } } };
const origins = { issuer: 'http://balie.localhost:4400', deskOrigin: 'http://desk.localhost:4400' };
const secret = 'A'.repeat(43);
const to = 'jan.jansen@example.org';
const none: Record<string, never> = {};
const entry = { id: '0b6ad1d8-6d2f-4d3b-9d3f-3a4c7f1f9a01', sequence: 3, start: '2026-11-24T09:20:00.000Z', end: '2026-11-24T09:30:00.000Z', at: '2026-11-23T09:30:00.000Z' };
const mails: Omit<MailRequest & { locale: 'nl' }, never>[] = [
  { template: 'confirm-registration', to, locale: 'nl', clinic: 'de-linde', data: { secret, hours: 24 } },
  { template: 'already-registered', to, locale: 'nl', clinic: 'de-linde', data: none },
  { template: 'session-code', to, locale: 'nl', clinic: 'de-linde', data: { code: '123456', mark: 'K7', service: 'econsults', minutes: 10, at: '2026-11-23T09:30:00.000Z' } },
  { template: 'log-in-code', to, locale: 'nl', clinic: 'de-linde', data: { code: '123456', mark: 'K7', minutes: 10, at: '2026-11-23T09:30:00.000Z' } },
  { template: 'activation', to, locale: 'nl', clinic: 'de-linde', data: { secret, days: 30 } },
  { template: 'activation-alone', to, locale: 'nl', clinic: 'de-linde', data: { secret, days: 30 } },
  { template: 'activation-confirm', to, locale: 'nl', clinic: 'de-linde', data: { secret, hours: 24 } },
  { template: 'phone-added', to, locale: 'nl', clinic: 'de-linde', data: none },
  { template: 'linked', to, locale: 'nl', clinic: 'de-linde', data: none },
  { template: 'linked-child', to, locale: 'nl', clinic: 'de-linde', data: none },
  { template: 'approved-child', to, locale: 'nl', clinic: 'de-linde', data: none },
  { template: 'link-refused-child', to, locale: 'nl', clinic: 'de-linde', data: none },
  { template: 'link-revoked-child', to, locale: 'nl', clinic: 'de-linde', data: none },
  { template: 'approval-refused-child', to, locale: 'nl', clinic: 'de-linde', data: none },
  { template: 'link-revoked', to, locale: 'nl', clinic: 'de-linde', data: none },
  { template: 'second-factor-reset', to, locale: 'nl', clinic: 'de-linde', data: none },
  { template: 'recovery-code-used', to, locale: 'nl', clinic: 'de-linde', data: { left: 3 } },
  { template: 'link-refused', to, locale: 'nl', clinic: 'de-linde', data: none },
  { template: 'answer-ready', to, locale: 'nl', clinic: 'de-linde', data: { service: 'econsults' } },
  { template: 'code-log-in-closed', to, locale: 'nl', clinic: 'de-linde', data: none },
  { template: 'sessions-ended', to, locale: 'nl', clinic: 'de-linde', data: none },
  { template: 'new-device', to, locale: 'nl', clinic: 'de-linde', data: { device: 'Firefox, Linux', at: '2026-11-23T09:30:00.000Z' } },
  { template: 'password-changed', to, locale: 'nl', clinic: 'de-linde', data: none },
  { template: 'factor-added', to, locale: 'nl', clinic: 'de-linde', data: { kind: 'passkey' } },
  { template: 'factor-removed', to, locale: 'nl', clinic: 'de-linde', data: { kind: 'sms' } },
  { template: 'account-closed', to, locale: 'nl', clinic: 'de-linde', data: none },
  { template: 'answer-ready', to, locale: 'nl', clinic: 'de-linde', data: { service: 'prescriptions' } },
  { template: 'medicine-due', to, locale: 'nl', clinic: 'de-linde', data: { service: 'prescriptions' } },
  { template: 'medicine-viewed', to, locale: 'nl', clinic: 'de-linde', data: { service: 'prescriptions' } },
  { template: 'earlier-time', to, locale: 'nl', clinic: 'de-linde', data: { service: 'econsults' } },
  { template: 'several-waiting', to, locale: 'nl', clinic: 'de-linde', data: { count: 3, services: ['econsults', 'prescriptions'] } },
  ...appointmentTemplates.map((template) => ({ template, to, locale: 'nl' as const, clinic: 'de-linde', data: entry })),
  { template: 'practice-new-account', to, locale: 'nl', clinic: 'de-linde', data: none },
  { template: 'practice-guardian-asks', to, locale: 'nl', clinic: 'de-linde', data: none },
  ...(['guardian-added', 'guardian-added-self', 'guardian-approved', 'guardian-ended'] as const).map((template) => ({ template, to, locale: 'nl' as const, clinic: 'de-linde', data: none })),
  { template: 'practice-new-work', to, locale: 'nl', clinic: 'de-linde', data: { service: 'prescriptions' } },
  { template: 'staff-invitation', to, locale: 'nl', clinic: 'de-linde', data: { secret } },
];

describe.each(locales)('mails in %s', (locale) => {
  test.each(mails.map((mail) => ({ mail: { ...mail, locale } as MailRequest })))('$mail.template: says who writes and to patients how to call, fills every name, holds no address', ({ mail }) => {
    const { subject, text, html } = renderMail(mail, clinic, origins);
    for (const part of [subject, text, html]) {
      expect(part).not.toMatch(/\{\w+\}|undefined|(?<![-\w])mail\.[a-z]/);
      expect(part).not.toContain(to);
    }
    const [, foot] = text.split('\n\n--\n\n');
    expect(foot).toContain(clinic.name);
    // Whoever works there is not told to call themselves.
    expect(foot!.includes('020 123 45 67'), foot).toBe(!/^practice-|^staff-|second-factor-reset|recovery-code-used/.test(mail.template));
  });

  test('S1-05 T25 the calendar file of an appointment names practice and time, keeps its UID and its number, and nothing says what it is for', () => {
    const [booked, cancelled] = (['appointment-booked', 'appointment-cancelled'] as const).map((template) => renderMail({ template, to, locale, clinic: 'de-linde', data: entry }, clinic, origins));
    expect([booked!.calendar?.method, cancelled!.calendar?.method]).toEqual(['REQUEST', 'CANCEL']);
    for (const { calendar, text } of [booked!, cancelled!]) {
      expect(calendar!.text).toContain(`UID:${entry.id}@balie.localhost`);
      expect(calendar!.text).toContain('DTSTART:20261124T092000Z');
      expect(calendar!.text).toContain('SEQUENCE:3');
      for (const words of [calendar!.text, text]) expect(words, 'one address: where appointments are shown').toContain('http://de-linde.localhost:4401/afspraak.html');
      expect(text).toContain(locale === 'da' ? 'kl. 10.20' : '10:20');
    }
    expect(renderMail({ template: 'linked', to, locale, clinic: 'de-linde', data: none }, clinic, origins).calendar).toBeNull();
  });

  test('S0-10 S0-12 the confirm link says how long it works, stands as text too and keeps its secret in the fragment (T30)', () => {
    const { text, html } = renderMail({ template: 'confirm-registration', to, locale, clinic: 'de-linde', data: { secret, hours: 24 } }, clinic, origins);
    const link = `http://de-linde.localhost:4401/inschrijven.html#balie-confirm=${secret}`;
    expect(text).toContain(link);
    expect(html).toContain(`href="${link}"`);
    expect(html.split(link)).toHaveLength(3);
    expect(text).toContain('24');
    expect(new URL(link).search).toBe('');
  });

  test('S0-26 S0-29 S0-32 N6 T05 T12 the code mail names practice, service, time, mark and the practice\'s own site, and nothing of the patient', () => {
    const { subject, text } = renderMail({ template: 'session-code', to, locale, clinic: 'de-linde', data: { code: '123456', mark: 'K7', service: 'econsults', minutes: 10, at: '2026-11-23T09:30:00.000Z' } }, clinic, origins);
    expect(subject).toContain('K7');
    expect(subject).not.toContain('123');
    for (const part of ['123 456', 'K7', locale === 'da' ? 'kl. 10.30' : '10:30', 'de-linde.localhost:4401', title[locale], '10']) expect(text).toContain(part);
    expect(text).not.toMatch(/https?:\/\//);
  });

  test('S1-04 T25 a reminder leads to the page of the service, says that nothing is ordered by itself and how to stop it, and names no medicine', () => {
    for (const template of ['medicine-due', 'medicine-viewed'] as const) {
      const { subject, text } = renderMail({ template, to, locale, clinic: 'de-linde', data: { service: 'prescriptions' } }, clinic, origins);
      expect(text).toContain('http://de-linde.localhost:4401/recepten.html');
      expect(text).toMatch(/bestel|ordered|bestil/i);
      expect(text).toMatch(/sms/i);
      expect(`${subject}${text.replace(/https?:\S+/g, '')}`).not.toMatch(/pil|tablet|metoprolol|mg\b/i);
    }
  });

  test('a mail about a child\'s account says so in its subject and its words', () => {
    for (const mail of mails.filter(({ template }) => /^(link|approv).*-child$/.test(template))) {
      const { subject, text } = renderMail({ ...mail, locale } as MailRequest, clinic, origins);
      for (const words of [subject, text]) expect(words, mail.template).toMatch(/uw kind|your child|dit barn/i);
    }
  });

  test('a link to the desk speaks the language of the mail, and keeps the secret of an invitation in the fragment (T30)', () => {
    const { text } = renderMail({ template: 'staff-invitation', to, locale, clinic: 'de-linde', data: { secret } }, clinic, origins);
    expect(text).toContain(`http://desk.localhost:4400/clinic/de-linde?lang=${locale}#invitation=${secret}`);
  });

  test('the mail about a new device leads to one\'s own account: the practice\'s page, or ours where it has none', () => {
    const leads = (pages: typeof clinic.pages) => renderMail({ template: 'new-device', to, locale, clinic: 'de-linde', data: { device: null, at: '2026-11-23T09:30:00.000Z' } }, { ...clinic, pages }, origins).text;
    const { account: _account, ...pages } = clinic.pages;
    expect(leads({ ...pages, account: 'http://de-linde.localhost:4401/account.html' })).toContain('http://de-linde.localhost:4401/account.html');
    expect(leads(pages)).toContain(`/hosted/de-linde/patient-account?lang=${locale}`);
  });

  test('in HTML the practice\'s number can be pressed wherever it is named, and nothing else became a link', () => {
    for (const mail of mails) {
      const { html, text } = renderMail({ ...mail, locale } as MailRequest, clinic, origins);
      const pressed = html.split('<a href="tel:+31201234567" style="color:inherit;white-space:nowrap">020 123 45 67</a>').length;
      expect([mail.template, pressed]).toEqual([mail.template, text.split('020 123 45 67').length]);
      expect(html.split('020 123 45 67')).toHaveLength(pressed);
    }
  });

  test('a practice named with a sign of HTML stays text', () => {
    const { html } = renderMail({ template: 'linked', to, locale, clinic: 'de-linde', data: none }, { ...clinic, name: '<b>Praktijk & Zn</b>' }, origins);
    expect(html).not.toContain('<b>');
  });
});
