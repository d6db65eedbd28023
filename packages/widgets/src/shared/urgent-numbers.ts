import type { PublicClinic } from '@balie/contracts';
import { phoneLink, type Texts } from '@balie/forms';
import { closingAt, numberToCall, wallOf } from '@balie/rules';
import { html, type TemplateResult } from 'lit';

/** Whom to call now: the practice or, when it is closed, the out-of-hours post; and the emergency number (N4). With what the desk has to say while it closed the practice. */
export function urgentNumbers(t: Texts, clinic: PublicClinic, at: number): TemplateResult {
  const { which, number } = numberToCall(clinic, clinic.phones, new Date(at));
  const words = closingAt(clinic, wallOf(new Date(at), clinic.timeZone))?.words;
  return html`<ul class="numbers">${words && html`<li>${words}</li>`}
    <li>${t.rich(`common.callNow.${which}`, { phone: phoneLink(number) })}</li>
    <li>${t.rich('common.callNow.emergency', { phone: phoneLink(clinic.phones.emergency) })}</li>
  </ul>`;
}
