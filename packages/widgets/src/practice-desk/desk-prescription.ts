import { button, dayInWords, errorSummary, field, radios, wallTime } from '@balie/forms';
import type { DeskPrescription as Request, PrescriptionDecision } from '@balie/portal-client/desk';
import { html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Act } from '../shared/act.ts';
import { FormState, typedIn } from '../shared/form-state.ts';
import { deskError, DeskPart } from './part.ts';
import { fact, patientFacts } from './patient-facts.ts';
import { reasonError } from './reason-form.ts';

type Choice = 'approved' | 'refused';

/** One request for medicines: each line approved or refused with a reason that the patient reads. Lines left open wait. */
@customElement('desk-prescription')
export class DeskPrescriptionItem extends DeskPart {
  @property({ attribute: false }) item: Request | undefined;
  @state() private chosen: ReadonlyMap<string, Choice> = new Map();
  readonly #act = new Act(this);
  readonly #form = new FormState(this, () => this.#stem);
  get #stem() { return `rx-${this.item!.id}`; }

  override render() {
    const { t, item } = this;
    if (!item) return nothing;
    const stem = this.#stem;
    const waiting = item.lines.filter((line) => line.state === 'received');
    const { promise } = item;
    return html`<article class="card" aria-labelledby="${stem}-name"><form class="stack" novalidate @submit=${this.#decide} @input=${this.#typed}>
      <h3 id="${stem}-name" tabindex="-1">${item.patient.name}</h3>
      <dl class="facts">
        ${patientFacts(t, item.patient)}
        ${fact(t('desk.number'), item.number)}
        ${fact(t('desk.received'), this.when(item.receivedAt))}
        ${promise ? fact(t('desk.promised'), promise.from ? t('desk.promisedFrom', { day: dayInWords(t, promise.date), time: wallTime(t, promise.from) }) : dayInWords(t, promise.date)) : nothing}
        ${item.remark ? fact(t('desk.rx.note'), html`<span class="typed">${item.remark}</span>`) : nothing}
      </dl>
      ${errorSummary(t, stem, [...this.#form.summary, ...(this.#act.problem ? [{ message: deskError(t, this.#act.problem) }] : [])])}
      ${item.lines.filter((line) => line.state !== 'received').map((line) => html`<p>${line.name}: <strong>${line.state === 'approved' ? t('desk.rx.approved') : line.reason ? t('desk.rx.refusedWhy', { reason: line.reason }) : t('desk.rx.refused')}</strong></p>`)}
      ${waiting.map((line) => this.#line(line))}
      <div class="row">
        ${button(t, { type: 'submit', label: t('desk.rx.submit'), ariaLabel: `${t('desk.rx.submit')}: ${item.patient.name}`, busy: this.#act.busy })}
        ${waiting.length > 1 ? button(t, { label: t('desk.rx.approveAll'), ariaLabel: `${t('desk.rx.approveAll')}: ${item.patient.name}`, onClick: () => this.#choose(waiting.map(({ medicationId }) => [medicationId, 'approved'])) }) : nothing}
      </div>
    </form></article>`;
  }

  #line(line: Request['lines'][number]) {
    const { t } = this;
    const id = `${this.#stem}-${line.medicationId}`;
    const chosen = this.chosen.get(line.medicationId);
    const choice = (value: Choice, label: string) => ({ value, label, checked: chosen === value });
    return html`<div class="line">
      ${radios({
        id, name: line.medicationId, legend: line.name, error: this.#form.error(line.medicationId), ...(line.note ? { hint: html`${t('desk.rx.note')}: <span class="typed">${line.note}</span>` } : {}),
        choices: [choice('approved', t('desk.rx.approve')), choice('refused', t('desk.rx.refuse'))], onChange: (event) => this.#choose([[line.medicationId, (event.target as HTMLInputElement).value as Choice]]),
      })}
      ${chosen === 'refused' ? field(t, { id: `${id}-reason`, name: `${line.medicationId}-reason`, label: t('desk.reason'), hint: t('desk.rx.refuseHint'), error: this.#form.error(`${line.medicationId}-reason`) }) : nothing}
    </div>`;
  }

  #choose(choices: readonly (readonly [string, Choice])[]) {
    this.chosen = new Map([...this.chosen, ...choices]);
    this.#form.clear();
    this.at!.hold(this.item!.id, true);
    // An attribute does not move a radio button that was clicked before.
    for (const [medication, choice] of choices) {
      const box = this.querySelector<HTMLInputElement>(`input[name="${medication}"][value="${choice}"]`);
      if (box) box.checked = true;
    }
  }
  readonly #typed = (event: Event) => { this.#form.mend(event); this.at!.hold(this.item!.id, true); };

  readonly #decide = async (event: SubmitEvent) => {
    event.preventDefault();
    const { t, item } = this;
    if (!item) return;
    const typed = typedIn(event.currentTarget as HTMLFormElement);
    const reason = (id: string) => (typed[`${id}-reason`] ?? '').trim();
    const decisions: PrescriptionDecision[] = [...this.chosen].map(([medicationId, choice]) => (choice === 'refused' ? { medicationId, state: choice, reason: reason(medicationId) } : { medicationId, state: choice }));
    this.#act.reset();
    const first = item.lines.find((line) => line.state === 'received')?.medicationId ?? '';
    const errors = decisions.length === 0 ? { [first]: t('desk.rx.nothing') } : Object.fromEntries(decisions.filter(({ state: choice }) => choice === 'refused').map(({ medicationId }) => [`${medicationId}-reason`, reasonError(this.at!, reason(medicationId))]));
    if (!this.#form.check(errors)) return;
    const done = await this.#act.run(async () => {
      const answer = await this.desk.decide(item.id, decisions);
      this.chosen = new Map();
      this.at!.hold(item.id, false);
      const open = answer.lines.some((line) => line.state === 'received');
      this.at!.replace('prescriptions', item.id, open ? answer : null);
      this.at!.say(t(open ? 'desk.rx.partly' : 'desk.rx.done', { name: item.patient.name }));
    });
    if (!done && this.#act.problem) await this.#form.focusSummary();
  };
}
