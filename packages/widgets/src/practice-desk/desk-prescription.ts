import { button, checkbox, dayInWords, errorSummary, field, radios, wallTime } from '@balie/forms';
import type { DeskPrescription as Request, PrescriptionDecision } from '@balie/portal-client/desk';
import { html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { FormState, typedIn } from '../shared/form-state.ts';
import './desk-medicines.ts';
import { typeInto } from './desk-template.ts';
import { andTold, deskError, DeskPart, ItemAct, printButton, takeButton } from './part.ts';
import { fact, patientFacts, senderFacts } from './patient-facts.ts';
import { reasonError } from './reason-form.ts';

type Choice = 'approved' | 'refused' | 'at-pharmacy';
const decided = { approved: 'desk.rx.approved', refused: 'desk.rx.refused', 'at-pharmacy': 'desk.rx.isAtPharmacy' } as const;

/** One request for medicines: each line approved, said to be at the pharmacy, or refused with a reason that the patient reads. Lines left open wait. */
@customElement('desk-prescription')
export class DeskPrescriptionItem extends DeskPart {
  @property({ attribute: false }) item: Request | undefined;
  @state() private chosen: ReadonlyMap<string, Choice> = new Map();
  readonly #act = new ItemAct(this);
  readonly #form = new FormState(this, () => this.#stem);
  get #stem() { return `rx-${this.item!.id}`; }

  override render() {
    const { t, item } = this;
    if (!item) return nothing;
    const stem = this.#stem;
    const [waiting, approved] = (['received', 'approved'] as const).map((state) => item.lines.filter((line) => line.state === state)) as [Request['lines'], Request['lines']];
    const { promise } = item;
    return html`<article class="card" aria-labelledby="${stem}-name"><form class="stack" novalidate @submit=${this.#decide} @input=${this.#typed}>
      <h3 id="${stem}-name" tabindex="-1">${item.patient.name}</h3>
      <dl class="facts">
        ${patientFacts(t, item.patient)}
        ${fact(t('desk.number'), item.number)}
        ${fact(t('desk.received'), this.when(item.receivedAt))}
        ${promise ? fact(t('desk.promised'), promise.from ? t('desk.promisedFrom', { day: dayInWords(t, promise.date), time: wallTime(t, promise.from) }) : dayInWords(t, promise.date)) : nothing}
        ${senderFacts(t, item)}
        ${item.pharmacy ? fact(t('desk.rx.pharmacy'), item.pharmacy) : nothing}
        ${item.remark ? fact(t('desk.rx.note'), html`<span class="typed">${item.remark}</span>`) : nothing}
      </dl>
      ${errorSummary(t, stem, [...this.#form.summary, ...(this.#act.problem ? [{ message: deskError(t, this.#act.problem) }] : [])])}
      ${item.lines.map((line) => (line.state === 'received' ? nothing : html`<p>${line.name}: <strong>${line.reason && line.state === 'refused' ? t('desk.rx.refusedWhy', { reason: line.reason }) : t(decided[line.state])}</strong>${line.reason && line.state !== 'refused' ? html` <span class="typed">(${line.reason})</span>` : nothing}</p>`))}
      ${waiting.map((line) => this.#line(line))}
      ${approved.map((line) => checkbox({ id: `${stem}-${line.id}`, name: line.id, label: `${line.name}: ${t('desk.rx.nowAtPharmacy')}`, onChange: (event) => this.#choose([[line.id, (event.target as HTMLInputElement).checked ? 'at-pharmacy' : null]]) }))}
      <div class="row">
        ${button(t, { type: 'submit', label: t('desk.rx.submit'), ariaLabel: `${t('desk.rx.submit')}: ${item.patient.name}`, busy: this.#act.busy })}
        ${waiting.length > 1 ? button(t, { label: t('desk.rx.approveAll'), ariaLabel: `${t('desk.rx.approveAll')}: ${item.patient.name}`, onClick: () => this.#choose(waiting.map(({ id }) => [id, 'approved'])) }) : nothing}
        ${printButton(t, `${item.patient.name}, ${item.number}`)}
        ${takeButton(this.at!, this.#act, 'prescriptions', item)}
      </div>
    </form><desk-medicines .at=${this.at} .patient=${item.patient}></desk-medicines></article>`;
  }

  #line(line: Request['lines'][number]) {
    const { t } = this;
    const id = `${this.#stem}-${line.id}`;
    const chosen = this.chosen.get(line.id);
    const hints = [line.medicationId ? nothing : t('desk.rx.unlisted'), line.why ? html`${t('desk.rx.why')}: <span class="typed">${line.why}</span>` : nothing, line.note ? html`${t('desk.rx.note')}: <span class="typed">${line.note}</span>` : nothing].filter((hint) => hint !== nothing);
    const choice = (value: Choice, label: string) => ({ value, label, checked: chosen === value });
    return html`<div class="line">
      ${radios({
        id, name: line.id, legend: line.name, error: this.#form.error(line.id), ...(hints.length ? { hint: hints.map((hint, at) => html`${at ? html`<br>` : nothing}${hint}`) } : {}),
        choices: [choice('approved', t('desk.rx.approve')), choice('at-pharmacy', t('desk.rx.atPharmacy')), choice('refused', t('desk.rx.refuse'))], onChange: (event) => this.#choose([[line.id, (event.target as HTMLInputElement).value as Choice]]),
      })}
      ${chosen === 'refused' ? field(t, { id: `${id}-reason`, name: `${line.id}-reason`, label: t('desk.reason'), hint: t('desk.rx.refuseHint'), error: this.#form.error(`${line.id}-reason`), after: html`<desk-template .at=${this.at} .kind=${'refusal'} .stem=${id} .insert=${(text: string) => typeInto(this.querySelector(`[name="${line.id}-reason"]`)!, text)}></desk-template>` }) : nothing}
    </div>`;
  }

  /** Null: not chosen after all. */
  #choose(choices: readonly (readonly [string, Choice | null])[]) {
    const made = new Map<string, Choice | null>([...this.chosen, ...choices]);
    this.chosen = new Map([...made].filter((one): one is [string, Choice] => one[1] !== null));
    this.#form.clear();
    this.at!.hold(this.item!.id, true);
    // An attribute does not move a radio button that was clicked before.
    for (const [line, choice] of choices) {
      const box = this.querySelector<HTMLInputElement>(`input[name="${line}"][value="${choice}"]`);
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
    // What a colleague decided meanwhile is decided.
    const open = (line: string, choice: Choice) => item.lines.some(({ id, state }) => id === line && (state === 'received' || (state === 'approved' && choice === 'at-pharmacy')));
    const decisions: PrescriptionDecision[] = [...this.chosen].filter(([line, choice]) => open(line, choice)).map(([line, choice]) => (choice === 'refused' ? { line, state: choice, reason: reason(line) } : { line, state: choice }));
    this.#act.reset();
    const first = (item.lines.find((line) => line.state === 'received') ?? item.lines.find((line) => line.state === 'approved'))?.id ?? '';
    const errors = decisions.length === 0 ? { [first]: t('desk.rx.nothing') } : Object.fromEntries(decisions.filter(({ state: choice }) => choice === 'refused').map(({ line }) => [`${line}-reason`, reasonError(this.at!, reason(line))]));
    if (!this.#form.check(errors)) return;
    const waited = item.lines.some((line) => line.state === 'received');
    const done = await this.#act.run(async () => {
      const { told, ...answer } = await this.desk.decide(item.id, decisions);
      this.chosen = new Map();
      this.at!.hold(item.id, false);
      const left = (state: string) => answer.lines.some((line) => line.state === state);
      this.at!.replace('prescriptions', item.id, left('received') || left('approved') ? answer : null);
      this.at!.say(andTold(t, t(left('received') ? 'desk.rx.partly' : waited ? 'desk.rx.done' : 'desk.rx.moved', { name: item.patient.name }), told));
    });
    if (!done && this.#act.problem) await this.#form.focusSummary();
  };
}
