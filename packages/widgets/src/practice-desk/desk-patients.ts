import { button } from '@balie/forms';
import type { DeskPatient } from '@balie/contracts';
import { html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import './desk-letters.ts';
import './desk-medicines.ts';
import { FindPatient } from './find-patient.ts';
import { DeskPart } from './part.ts';
import { fact, patientFacts } from './patient-facts.ts';

/** Looks a patient up, as for somebody on the telephone. */
@customElement('desk-patients')
export class DeskPatients extends DeskPart {
  /** The practice's name where it hands out letters with a PIN (S2-03). */
  @property({ attribute: false }) letters: string | null = null;
  /** Whether the one at work may see medicine. */
  @property({ type: Boolean }) care = false;
  @state() private chosen: DeskPatient | null = null;
  readonly #find = new FindPatient(this, () => 'desk-find');
  override render() {
    const { t } = this;
    return html`<div class="stack">
      ${this.letters === null ? nothing : html`<desk-letters .at=${this.at} .clinic=${this.letters} .patient=${this.chosen} .done=${() => { this.chosen = null; }}></desk-letters>`}
      ${this.#find.render(this.at!)}
      ${this.#find.found?.items.map((patient) => html`<article class="card stack">
        <h3>${patient.name}</h3>
        <dl class="facts">${patientFacts(t, patient)}${patient.email ? fact(t('desk.email'), patient.email) : nothing}</dl>
        ${this.letters !== null && patient.verified ? html`<div class="row">${button(t, { label: t('desk.letters.begin'), ariaLabel: `${t('desk.letters.begin')}: ${patient.name}`, onClick: () => { this.chosen = patient; } })}</div>` : nothing}
        ${this.care ? html`<desk-medicines .at=${this.at} .patient=${patient}></desk-medicines>` : nothing}
      </article>`)}
      ${this.#find.more(this.at!)}
    </div>`;
  }
}
