import { button, notice } from '@balie/forms';
import type { DeskPatient, PatientService } from '@balie/contracts';
import { html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Act } from '../shared/act.ts';
import { deskError, DeskPart } from './part.ts';
import { ReasonForm } from './reason-form.ts';

/** What one patient may do online: a service switched off with a reason that colleagues read, and on again. */
@customElement('desk-services')
export class DeskServices extends DeskPart {
  @property({ attribute: false }) patient: DeskPatient | undefined;
  @state() private rows: readonly PatientService[] | null = null;
  /** The one being switched off. */
  @state() private switching: PatientService['service'] | null = null;
  readonly #open = new Act(this);
  readonly #act = new Act(this);
  readonly #reason = new ReasonForm(this, () => this.#stem);
  get #stem() { return `services-${this.patient!.id}`; }

  override firstUpdated() { void this.#open.run(async () => { this.rows = await this.desk.services(this.patient!.id); }); }

  override render() {
    const { t, rows, patient } = this;
    const { problem } = this.#open;
    return html`<section class="stack" aria-labelledby="${this.#stem}-title">
      <h4 id="${this.#stem}-title" tabindex="-1">${t('desk.services.of', { name: patient!.name })}</h4>
      <p class="soft">${t('desk.services.lead')}</p>
      ${rows ? rows.map((row) => this.#row(row)) : problem ? notice({ kind: 'danger', live: 'assertive', body: deskError(t, problem) }) : html`<p role="status">${t('common.loading')}</p>`}
    </section>`;
  }

  #row({ service, off }: PatientService) {
    const { t } = this;
    const title = t(`desk.service.${service}`);
    const one = (label: string, onClick: () => void) => button(t, { kind: 'quiet', id: `${this.#stem}-${service}`, label, ariaLabel: `${label}: ${title}`, busy: this.#act.busy, onClick });
    const { problem } = this.#act;
    return html`<div class="line">
      <div class="row"><strong>${title}</strong><span class="badge ${off ? '' : 'done'}">${t(off ? 'desk.services.isOff' : 'desk.services.isOn')}</span></div>
      ${off ? html`<p class="typed">${off.reason}</p><p class="soft">${t('desk.services.by', { name: off.by ?? t('desk.unknown'), when: this.when(off.since) })}</p>` : nothing}
      ${this.switching === service ? this.#reason.render(this.at!, this.#act, { hint: t('desk.services.reasonHint'), submit: t('desk.services.off'), onCancel: () => void this.#done(service), onReason: (reason) => this.#set(service, { reason }) })
        : html`${problem && this.switching === null ? html`<p class="error" role="alert">${deskError(t, problem)}</p>` : nothing}<div class="row">${off ? one(t('desk.services.on'), () => void this.#act.run(() => this.#set(service, null))) : one(t('desk.services.off'), () => { this.switching = service; this.#act.reset(); void this.focusOn(`#${CSS.escape(this.#reason.field)}`); })}</div>`}
    </div>`;
  }

  async #set(service: PatientService['service'], off: { reason: string } | null) {
    this.rows = await this.desk.switchService(this.patient!.id, { service, off });
    await this.#done(service);
    this.at!.say(this.t(off ? 'desk.services.saidOff' : 'desk.services.saidOn', { service: this.t(`desk.service.${service}`), name: this.patient!.name }));
  }
  async #done(service: PatientService['service']) { this.switching = null; await this.focusOn(`#${CSS.escape(`${this.#stem}-${service}`)}`); }
}
