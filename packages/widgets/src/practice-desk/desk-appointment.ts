import { button, notice } from '@balie/forms';
import type { DeskAppointment as Appointment } from '@balie/portal-client/desk';
import { html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { andTold, deskError, DeskPart, ItemAct, printButton, takeButton } from './part.ts';
import { fact, patientFacts, senderFacts } from './patient-facts.ts';
import { ReasonForm } from './reason-form.ts';

/** One appointment that a patient booked, moved or cancelled: seen, or cancelled with a reason that the patient reads. */
@customElement('desk-appointment')
export class DeskAppointmentItem extends DeskPart {
  @property({ attribute: false }) item: Appointment | undefined;
  @state() private cancelling = false;
  readonly #act = new ItemAct(this);
  readonly #reason = new ReasonForm(this, () => `${this.#stem}-cancel`);
  get #stem() { return `appointment-${this.item!.id}`; }

  override render() {
    const { t, item } = this;
    if (!item) return nothing;
    const about = (label: string) => `${label}: ${item.patient.name}, ${this.when(item.start)}`;
    return html`<article class="card stack" aria-labelledby="${this.#stem}-name">
      <h3 id="${this.#stem}-name" tabindex="-1">${item.patient.name}</h3>
      <dl class="facts">
        ${fact(t('desk.agenda.when'), html`<strong>${this.when(item.start)}</strong>`)}
        ${fact(t('desk.agenda.with'), item.practitioner.name)}
        ${fact(t('desk.agenda.type'), item.title)}
        ${item.reason ? fact(t('desk.agenda.reason'), html`<span class="typed">${item.reason}</span>`) : nothing}
        ${item.answers.map(({ label, kind, answer }) => fact(label, html`<span class="typed">${kind === 'yes-no' ? t(answer === 'yes' ? 'desk.agenda.yes' : 'desk.agenda.no') : answer}</span>`))}
        ${patientFacts(t, item.patient)}
        ${fact(t('desk.number'), item.number)}
        ${senderFacts(t, item)}
      </dl>
      ${item.cancelledBy === 'system' ? notice({ kind: 'warning', body: t('desk.agenda.cancelledBySystem') }) : nothing}
      ${item.cancelledBy === 'patient' ? notice({ kind: 'warning', body: t('desk.agenda.cancelledByPatient') }) : nothing}
      ${this.cancelling ? this.#reason.render(this.at!, this.#act, {
        template: 'cancellation', hint: t('desk.agenda.cancelHint'), submit: t('desk.agenda.doCancel'), onCancel: () => this.#open(false),
        onReason: async (reason) => { const { told } = await this.desk.cancel(item.id, reason); this.#finish(andTold(t, t('desk.agenda.cancelled', { name: item.patient.name }), told)); },
      }) : html`
        ${this.#act.problem ? notice({ kind: 'danger', live: 'assertive', body: deskError(t, this.#act.problem) }) : nothing}
        <div class="row">
          ${button(t, { kind: 'primary', label: t('desk.agenda.seen'), ariaLabel: about(t('desk.agenda.seen')), busy: this.#act.busy, onClick: () => void this.#act.run(async () => { await this.desk.seen(item.id); this.#finish(t('desk.agenda.seenDone', { name: item.patient.name })); }) })}
          ${item.state === 'booked' ? button(t, { kind: 'quiet', label: t('desk.agenda.cancel'), ariaLabel: about(t('desk.agenda.cancel')), onClick: () => this.#open(true) }) : nothing}
          ${printButton(t, `${item.patient.name}, ${item.number}`)}
          ${takeButton(this.at!, this.#act, 'appointments', item)}
        </div>`}
    </article>`;
  }

  #open(cancelling: boolean) {
    this.cancelling = cancelling;
    this.#act.reset();
    this.at!.hold(this.item!.id, cancelling);
    void this.focusOn(`#${CSS.escape(cancelling ? this.#reason.field : `${this.#stem}-name`)}`);
  }
  #finish(words: string) {
    this.at!.replace('appointments', this.item!.id, null);
    this.at!.say(words);
  }
}
