import type { PublicClinic } from '@balie/contracts';
import { phoneLink, type Texts } from '@balie/forms';
import { localTime, numberToCall } from '@balie/rules';
import { html, type TemplateResult } from 'lit';

/** Whom to call now: the practice or, when it is closed, the out-of-hours post; and the emergency number (N4). With what the desk has to say while it closed the practice. */
export function urgentNumbers(t: Texts, clinic: PublicClinic, at: number): TemplateResult {
  const now = new Date(at);
  const { which, number } = numberToCall(clinic, clinic.phones, now);
  const { date, time } = localTime(now, clinic.timeZone);
  return html`${clinic.closings?.map(({ from, until, words }) => (words && from <= `${date}T${time}` && `${date}T${time}` < until ? html`<p>${words}</p>` : ''))}<ul class="numbers">
    <li>${t.rich(`common.callNow.${which}`, { phone: phoneLink(number) })}</li>
    <li>${t.rich('common.callNow.emergency', { phone: phoneLink(clinic.phones.emergency) })}</li>
  </ul>`;
}
