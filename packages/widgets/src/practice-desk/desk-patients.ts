import { html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { FindPatient } from './find-patient.ts';
import { DeskPart } from './part.ts';
import { fact, patientFacts } from './patient-facts.ts';

/** Looks a patient up, as for somebody on the telephone. */
@customElement('desk-patients')
export class DeskPatients extends DeskPart {
  readonly #find = new FindPatient(this, () => 'desk-find');
  override render() {
    const { t } = this;
    return html`<div class="stack">
      ${this.#find.render(this.at!)}
      ${this.#find.found?.items.map((patient) => html`<article class="card stack">
        <h3>${patient.name}</h3>
        <dl class="facts">${patientFacts(t, patient)}${patient.email ? fact(t('desk.email'), patient.email) : nothing}</dl>
      </article>`)}
      ${this.#find.more(this.at!)}
    </div>`;
  }
}
