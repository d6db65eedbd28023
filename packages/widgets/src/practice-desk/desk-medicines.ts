import { button, dayInWords, errorSummary, field, radios, shortDate } from '@balie/forms';
import type { DeskMedication, DeskPatient } from '@balie/contracts';
import { html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { readBirthDate } from '@balie/forms/registration';
import { Act } from '../shared/act.ts';
import { FormState, typedIn } from '../shared/form-state.ts';
import { deskError, DeskPart } from './part.ts';
import { fact } from './patient-facts.ts';

/** A patient's medication list at the desk, and what the practice says of one prescription: online after all, or not, until a day (S4-02). */
@customElement('desk-medicines')
export class DeskMedicines extends DeskPart {
  @property({ attribute: false }) patient: DeskPatient | undefined;
  @state() private items: readonly DeskMedication[] | null = null;
  /** The medicine whose rule is being changed. */
  @state() private changing: string | null = null;
  readonly #reading = new Act(this);
  readonly #saving = new Act(this);
  readonly #form = new FormState(this, () => this.#stem);
  get #stem() { return `medicines-${this.patient!.id}`; }
  protected override willUpdate(changed: PropertyValues) { if (changed.has('patient')) { this.items = null; this.changing = null; } }

  override render() {
    const { t, patient, items } = this;
    if (!patient) return nothing;
    const toggle = button(t, { kind: 'quiet', id: `${this.#stem}-show`, label: t(items ? 'desk.medicines.hide' : 'desk.medicines.show'), ariaLabel: `${t(items ? 'desk.medicines.hide' : 'desk.medicines.show')}: ${patient.name}`, busy: this.#reading.busy, onClick: () => void this.#toggle() });
    return html`<div class="stack">
      <div class="row">${toggle}</div>
      ${this.#reading.problem ? html`<p class="error" role="alert">${deskError(t, this.#reading.problem)}</p>` : nothing}
      ${items === null ? nothing : html`<section class="stack" aria-labelledby="${this.#stem}-title">
        <h4 id="${this.#stem}-title" tabindex="-1">${t('desk.medicines.of', { name: patient.name })}</h4>
        ${items.length ? items.map((item) => this.#medicine(item)) : html`<p>${t('desk.medicines.none')}</p>`}
      </section>`}
    </div>`;
  }

  async #toggle() {
    if (this.items) { this.items = null; this.changing = null; return; }
    if (await this.#reading.run(async () => { this.items = await this.desk.medication(this.patient!.id); })) await this.focusOn(`#${this.#stem}-title`);
  }

  #medicine(item: DeskMedication) {
    const { t } = this;
    const { override, lastIssued } = item;
    const until = override?.until ? ` (${t('desk.medicines.until')} ${shortDate(t, override.until)})` : '';
    return html`<div class="line">
      <p><strong>${item.name}</strong>${item.dosage ? html`<br>${item.dosage}` : nothing}</p>
      <dl class="facts">
        ${lastIssued ? fact(t('desk.medicines.lastIssued'), shortDate(t, lastIssued)) : nothing}
        ${fact(t('desk.medicines.online'), html`${this.#online(item)}${until}`)}
      </dl>
      ${this.changing === item.id ? this.#rule(item) : html`<div class="row">${button(t, { kind: 'quiet', id: `${this.#stem}-${item.id}`, label: t('desk.medicines.change'), ariaLabel: t('desk.medicines.changeOf', { name: item.name }), onClick: () => { this.changing = item.id; this.#form.clear(); this.#saving.reset(); void this.focusOn('fieldset'); } })}</div>`}
    </div>`;
  }
  #online({ renewal }: DeskMedication): string {
    const { t } = this;
    if (renewal.state === 'renewable') return t('desk.medicines.renewable');
    if (renewal.state === 'practice-decides') return t('desk.medicines.decides');
    if (renewal.reason === 'too-soon') return renewal.from ? t('desk.medicines.too-soon', { date: dayInWords(t, renewal.from) }) : t('desk.medicines.too-soon.unknown');
    return t(`desk.medicines.${renewal.reason}`);
  }

  #rule({ id, name, override }: DeskMedication) {
    const { t } = this;
    const stem = this.#stem;
    const choice = (value: string, label: string, now: boolean) => ({ value, label, checked: now });
    return html`<form class="stack" novalidate @submit=${(event: SubmitEvent) => void this.#save(event, id, name)} @input=${this.#form.mend}>
      ${errorSummary(t, stem, [...this.#form.summary, ...(this.#saving.problem ? [{ message: deskError(t, this.#saving.problem) }] : [])])}
      ${radios({
        id: `${stem}-state`, name: 'state', legend: t('desk.medicines.rule', { name }),
        choices: [choice('', t('desk.medicines.byRules'), !override), choice('renewable', t('desk.medicines.mayOnline'), override?.state === 'renewable'), choice('not-online', t('desk.medicines.notOnlineChoice'), override?.state === 'not-online')],
      })}
      ${field(t, { id: `${stem}-until`, name: 'until', label: t('desk.medicines.until'), hint: t('desk.medicines.untilHint'), optional: true, size: 12, value: override?.until ? shortDate(t, override.until) : undefined, error: this.#form.error('until') })}
      <div class="row">${button(t, { type: 'submit', label: t('desk.medicines.save'), busy: this.#saving.busy })}${button(t, { kind: 'quiet', label: t('common.cancel'), onClick: () => void this.#done(id) })}</div>
    </form>`;
  }
  async #done(id: string) { this.changing = null; await this.focusOn(`#${this.#stem}-${id}`); }

  async #save(event: SubmitEvent, id: string, name: string) {
    event.preventDefault();
    const { state: said = '', until: typed = '' } = typedIn(event.currentTarget as HTMLFormElement);
    const day = readBirthDate(typed);
    const until = day.ok ? day.value : null;
    this.#saving.reset();
    if (!this.#form.check({ until: typed.trim() && !day.ok ? this.t(day.problem === 'shape' ? 'desk.medicines.untilShape' : 'desk.birthDateNone') : '' })) return;
    const done = await this.#saving.run(async () => {
      const item = await this.desk.override(id, said === 'renewable' || said === 'not-online' ? { state: said, until } : null);
      this.items = this.items!.map((one) => (one.id === id ? item : one));
    });
    if (!done) { if (this.#saving.problem) await this.#form.focusSummary(); return; }
    await this.#done(id);
    this.at!.say(this.t('desk.medicines.saved', { name }));
  }
}
declare global { interface HTMLElementTagNameMap { 'desk-medicines': DeskMedicines } }
