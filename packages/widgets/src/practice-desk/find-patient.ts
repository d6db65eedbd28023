import { button, errorSummary, field } from '@balie/forms';
import { readBirthDate } from '@balie/forms/registration';
import type { DeskPatient, PatientSearch } from '@balie/contracts';
import { readPersonalNumber } from '@balie/rules';
import { html, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { Act } from '../shared/act.ts';
import { FormState, typedIn } from '../shared/form-state.ts';
import { deskError, type DeskAt } from './part.ts';

interface Host extends ReactiveControllerHost, HTMLElement {}

/** Finds patients by name, date of birth or personal number: for linking and for looking somebody up. */
export class FindPatient {
  /** Null before the first search. */
  found: { patients: DeskPatient[]; more: number } | null = null;
  readonly #host: Host;
  readonly #stem: () => string;
  readonly #form: FormState;
  readonly #act: Act;

  constructor(host: Host, stem: () => string) {
    this.#host = host;
    this.#stem = stem;
    this.#form = new FormState(host, stem);
    this.#act = new Act(host);
  }

  render(at: DeskAt, initial: { name?: string | undefined; birthDate?: string | undefined } = {}): TemplateResult {
    const { t } = at;
    const stem = this.#stem();
    const problem = this.#act.problem ? [{ message: deskError(t, this.#act.problem) }] : [];
    const one = (name: string) => ({ id: `${stem}-${name}`, name, error: this.#form.error(name), optional: true });
    return html`<form class="stack" novalidate @submit=${(event: SubmitEvent) => void this.#submit(event, at)} @input=${this.#form.mend}>
      ${errorSummary(t, stem, [...this.#form.summary, ...problem])}
      <p class="soft">${t('desk.search.lead')}</p>
      <div class="fields">
        ${field(t, { ...one('name'), label: t('desk.search.name'), value: initial.name })}
        ${field(t, { ...one('birthDate'), label: t('desk.birthDate'), hint: t('desk.birthDateHint'), value: initial.birthDate, size: 12 })}
        ${field(t, { ...one('bsn'), label: t('desk.bsn'), ...(at.country === 'NL' ? { inputmode: 'numeric' as const } : {}), size: 13 })}
      </div>
      ${button(t, { type: 'submit', kind: 'secondary', label: t('desk.search.submit'), busy: this.#act.busy })}
      <p role="status">${this.found ? (this.found.patients.length ? t('desk.search.found', { count: this.found.patients.length + this.found.more }) : t('desk.search.none')) : nothing}</p>
    </form>`;
  }
  more(at: DeskAt): unknown { return this.found?.more ? html`<p class="soft">${at.t('desk.search.more', { count: this.found.more })}</p>` : nothing; }
  clear() { this.found = null; this.#form.clear(); this.#act.reset(); }

  async #submit(event: SubmitEvent, { desk, t, country }: DeskAt) {
    event.preventDefault();
    const typed = typedIn(event.currentTarget as HTMLFormElement);
    const [name, date, bsn] = [typed['name']?.trim() ?? '', typed['birthDate']?.trim() ?? '', typed['bsn']?.trim() ?? ''];
    const birthDate = readBirthDate(date);
    const number = readPersonalNumber(country, bsn);
    this.#act.reset();
    const ok = this.#form.check({
      name: name || date || bsn ? '' : t('desk.search.nothing'), birthDate: date && !birthDate ? t('desk.birthDateShape') : '', bsn: bsn && !number.ok ? t('desk.bsnShape') : '',
    });
    if (!ok) return;
    const query: PatientSearch = { ...(name ? { name } : {}), ...(birthDate ? { birthDate } : {}), ...(bsn && number.ok ? { number: number.value.number } : {}) };
    const done = await this.#act.run(async () => { this.found = await desk.search(query); });
    if (!done && this.#act.problem) await this.#form.focusSummary();
    this.#host.requestUpdate();
  }
}
