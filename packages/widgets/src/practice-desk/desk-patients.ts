import { button } from '@balie/forms';
import type { DeskPatient, StaffMe } from '@balie/contracts';
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
  @property({ attribute: false }) me!: StaffMe;
  @state() private chosen: DeskPatient | null = null;
  readonly #find = new FindPatient(this, () => 'desk-find');
  override render() {
    const { t, me: { may, clinic_name: clinic } } = this;
    const begins = may.letters || may.activate !== null;
    return html`<div class="stack">
      ${!begins ? nothing : html`<desk-letters .at=${this.at} .clinic=${clinic} .may=${may} .patient=${this.chosen} .done=${() => { this.chosen = null; }}></desk-letters>`}
      ${this.#find.render(this.at!)}
      ${this.#find.found?.items.map((patient) => html`<article class="card stack">
        <h3>${patient.name}</h3>
        <dl class="facts">${patientFacts(t, patient)}${patient.email ? fact(t('desk.email'), patient.email) : nothing}</dl>
        ${begins && patient.verified ? html`<div class="row">${button(t, { label: t('desk.letters.begin'), ariaLabel: `${t('desk.letters.begin')}: ${patient.name}`, onClick: () => { this.chosen = patient; } })}</div>` : nothing}
        ${this.me.may.care ? html`<desk-medicines .at=${this.at} .patient=${patient}></desk-medicines>` : nothing}
      </article>`)}
      ${this.#find.more(this.at!)}
    </div>`;
  }
}
