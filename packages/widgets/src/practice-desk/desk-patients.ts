import { button } from '@balie/forms';
import type { DeskPatient, StaffMe } from '@balie/contracts';
import { html, nothing, type LitElement } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Act } from '../shared/act.ts';
import './desk-letters.ts';
import './desk-medicines.ts';
import { FindPatient } from './find-patient.ts';
import { deskError, DeskPart } from './part.ts';
import { fact, patientFacts } from './patient-facts.ts';

type Part = 'services' | 'log' | 'guardians';

/** Looks a patient up, as for somebody on the telephone. */
@customElement('desk-patients')
export class DeskPatients extends DeskPart {
  @property({ attribute: false }) me!: StaffMe;
  @state() private chosen: DeskPatient | null = null;
  @state() private open: { patient: string; part: Part } | null = null;
  /** For whom something is filled in. */
  @state() private calling: DeskPatient | null = null;
  readonly #coming = new Act(this);
  readonly #find = new FindPatient(this, () => 'desk-find');
  override render() {
    const { t, me: { may, clinic_name: clinic } } = this;
    const begins = may.letters || may.activate !== null;
    // What was searched for is still there afterwards.
    return html`${this.calling ? html`<desk-caller .at=${this.at} .patient=${this.calling} .done=${() => void this.#call(null)}></desk-caller>` : nothing}<div ?hidden=${this.calling !== null}><div class="stack">
      ${!begins ? nothing : html`<desk-letters .at=${this.at} .clinic=${clinic} .may=${may} .patient=${this.chosen} .done=${() => { this.chosen = null; }}></desk-letters>`}
      ${this.#find.render(this.at!)}
      ${this.#find.found?.items.map((patient) => html`<article class="card stack">
        <h3>${patient.name}</h3>
        <dl class="facts">${patientFacts(t, patient)}${patient.email ? fact(t('desk.email'), patient.email) : nothing}</dl>
        ${this.#acts(patient, !begins || !patient.verified ? nothing : patient.linked ? html`<p class="soft">${t('desk.letters.has')}</p>` : button(t, { label: t('desk.letters.begin'), ariaLabel: `${t('desk.letters.begin')}: ${patient.name}`, onClick: () => { this.chosen = patient; } }))}
      </article>`)}
      ${this.#find.more(this.at!)}
    </div></div>`;
  }

  /** What is looked at now and then: its code comes when somebody does. */
  #acts(patient: DeskPatient, begin: unknown) {
    const { t } = this;
    if (!this.me.may.care) return begin === nothing ? nothing : html`<div class="row">${begin}</div>`;
    const { problem } = this.#coming;
    const shown = this.open?.patient === patient.id ? this.open.part : null;
    const one = (part: Part) => button(t, { kind: 'quiet', label: t(shown === part ? `desk.${part}.hide` : `desk.${part}.show`), ariaLabel: `${t(shown === part ? `desk.${part}.hide` : `desk.${part}.show`)}: ${patient.name}`, busy: this.#coming.busy, onClick: () => void this.#show(shown === part ? null : { patient: patient.id, part }) });
    return html`<div class="row">${begin}${button(t, { id: `call-${patient.id}`, label: t('desk.caller.begin'), ariaLabel: `${t('desk.caller.begin')}: ${patient.name}`, busy: this.#coming.busy, onClick: () => void this.#call(patient) })}${one('services')}${one('log')}${this.me.may.guardians ? one('guardians') : nothing}<desk-medicines .at=${this.at} .patient=${patient}></desk-medicines></div>
      ${problem ? html`<p class="error" role="alert">${deskError(t, problem)}</p>` : nothing}
      ${shown === 'services' ? html`<desk-services .at=${this.at} .patient=${patient}></desk-services>` : shown === 'log' ? html`<desk-log .at=${this.at} .patient=${patient}></desk-log>` : shown === 'guardians' ? html`<desk-guardians .at=${this.at} .patient=${patient}></desk-guardians>` : nothing}`;
  }
  async #call(patient: DeskPatient | null) {
    if (patient && !await this.#coming.run(async () => { await import('./desk-caller.ts'); })) return;
    const before = this.calling;
    this.calling = patient;
    await this.updateComplete;
    if (!before) await this.querySelector<LitElement>('desk-caller')?.updateComplete;
    await this.focusOn(before ? `#call-${before.id}` : '#caller-title');
  }
  async #show(open: { patient: string; part: Part } | null) {
    if (open && !await this.#coming.run(async () => { await import('./later.ts'); })) return;
    this.open = open;
    if (open) await this.focusOn(`#${open.part}-${open.patient}-title`);
  }
}
