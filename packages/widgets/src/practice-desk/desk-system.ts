import type { DeskQueue } from '@balie/contracts';
import { button, notice } from '@balie/forms';
import { html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { Act } from '../shared/act.ts';
import { deskError, DeskPart } from './part.ts';

type System = NonNullable<DeskQueue['system']>;

/** What is wrong with the practice's own system: that it cannot be reached and what waits for it, and what it refused, to be entered there by hand or tried again. */
@customElement('desk-system')
export class DeskSystem extends DeskPart {
  @property({ attribute: false }) system: System | undefined;
  /** Whether who looks may try again. */
  @property({ type: Boolean }) care = false;
  /** Something is on its way now: read again. */
  @property({ attribute: false }) changed: () => void = () => undefined;
  readonly #act = new Act(this);

  override render() {
    const { t, system } = this;
    if (!system) return nothing;
    const { failingSince, waiting, refused } = system;
    return html`
      ${failingSince ? notice({ kind: 'warning', live: 'polite', body: html`<p>${t('desk.system.out', { when: this.when(failingSince) })}</p>${waiting ? html`<p>${t('desk.system.waiting', { count: waiting })}</p>` : nothing}` }) : nothing}
      ${refused.length ? notice({ kind: 'danger', live: 'polite', body: html`<p>${t('desk.system.refused')}</p><ul>${refused.map((one) => this.#line(one))}</ul>${this.#act.problem ? html`<p role="alert"><strong>${deskError(t, this.#act.problem)}</strong></p>` : nothing}` }) : nothing}`;
  }
  #line({ id, number, patient, at, reason }: System['refused'][number]) {
    const { t } = this;
    const again = t('common.retry');
    return html`<li>${t('desk.system.line', { number, patient, when: this.when(at), reason })}${this.care ? html` ${button(t, { kind: 'quiet', label: again, ariaLabel: `${again}: ${number}, ${patient}`, busy: this.#act.busy, onClick: () => void this.#again(id, number) })}` : nothing}</li>`;
  }
  async #again(id: string, number: string) {
    if (await this.#act.run(() => this.desk.retry(id))) this.at!.say(this.t('desk.system.again', { number }));
    // Also where a colleague was quicker: what is shown is no longer so.
    if (!this.#act.problem || this.#act.problem.code === 'already_handled') this.changed();
  }
}
declare global { interface HTMLElementTagNameMap { 'desk-system': DeskSystem } }
