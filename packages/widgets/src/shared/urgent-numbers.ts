import type { PublicClinic } from '@balie/contracts';
import { phoneLink, type Texts } from '@balie/forms';
import { numberToCall } from '@balie/rules';
import { html, type TemplateResult } from 'lit';

/** Whom to call now: the practice or, when it is closed, the out-of-hours post; and the emergency number (N4). */
export function urgentNumbers(t: Texts, clinic: PublicClinic, at: number): TemplateResult {
  const hours = { timeZone: clinic.timeZone, openingHours: clinic.openingHours, closedOn: (date: string) => clinic.closed?.includes(date) ?? false };
  const { which, number } = numberToCall(hours, clinic.phones, new Date(at));
  return html`<ul class="numbers">
    <li>${t.rich(`common.callNow.${which}`, { phone: phoneLink(number) })}</li>
    <li>${t.rich('common.callNow.emergency', { phone: phoneLink(clinic.phones.emergency) })}</li>
  </ul>`;
}
