import { button, errorSummary, field } from '@balie/forms';
import { readBirthDate } from '@balie/forms/registration';
import type { AccountSearch, DeskAccount, FoundPatient } from '@balie/contracts';
import type { Desk } from '@balie/portal-client/desk';
import { readPersonalNumber } from '@balie/rules';
import { html, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { Act } from '../shared/act.ts';
import { FormState, looksLikeEmail, typedIn } from '../shared/form-state.ts';
import { deskError, type DeskAt } from './part.ts';

interface Host extends ReactiveControllerHost, HTMLElement {}
export interface Found<One> { items: One[]; more: number }

/** Finds somebody by name, date of birth or personal number. */
abstract class Find<One> {
  /** Null before the first search. */
  found: Found<One> | null = null;
  protected readonly host: Host;
  readonly #stem: () => string;
  readonly #form: FormState;
  readonly #act: Act;
  #last: AccountSearch | null = null;

  constructor(host: Host, stem: () => string) {
    this.host = host;
    this.#stem = stem;
    this.#form = new FormState(host, stem);
    this.#act = new Act(host);
  }
  /** Also by the address of an account. */
  protected readonly byEmail: boolean = false;
  protected abstract readonly words: { nothing: 'desk.search.nothing' | 'desk.accounts.nothing'; none: 'desk.search.none' | 'desk.accounts.none'; found: 'desk.search.found' | 'desk.accounts.found'; more: 'desk.search.more' | 'desk.accounts.more' };
  protected abstract ask(desk: Desk, query: AccountSearch): Promise<Found<One>>;

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
        ${this.byEmail ? field(t, { ...one('email'), label: t('desk.accounts.email'), type: 'email', inputmode: 'email' }) : nothing}
      </div>
      ${button(t, { type: 'submit', kind: 'secondary', label: t('desk.search.submit'), busy: this.#act.busy })}
      <p role="status">${this.found ? (this.found.items.length ? t(this.words.found, { count: this.found.items.length + this.found.more }) : t(this.words.none)) : nothing}</p>
    </form>`;
  }
  more(at: DeskAt): unknown { return this.found?.more ? html`<p class="soft">${at.t(this.words.more, { count: this.found.more })}</p>` : nothing; }
  clear() { this.found = null; this.#form.clear(); this.#act.reset(); }

  async #submit(event: SubmitEvent, { desk, t, country }: DeskAt) {
    event.preventDefault();
    const typed = typedIn(event.currentTarget as HTMLFormElement);
    const [name, date, bsn, email] = ['name', 'birthDate', 'bsn', 'email'].map((field) => typed[field]?.trim() ?? '') as [string, string, string, string];
    const birthDate = readBirthDate(date);
    const number = readPersonalNumber(country, bsn);
    this.#act.reset();
    const ok = this.#form.check({
      name: name || date || bsn || email ? '' : t(this.words.nothing), birthDate: date && !birthDate.ok ? t(birthDate.problem === 'shape' ? 'desk.birthDateShape' : 'desk.birthDateNone') : '', bsn: bsn && !number.ok ? t('desk.bsnShape') : '',
      email: email && !looksLikeEmail(email) ? t('desk.members.emailShape') : '',
    });
    if (!ok) return;
    const query = { ...(name ? { name } : {}), ...(date && birthDate.ok ? { birthDate: birthDate.value } : {}), ...(bsn && number.ok ? { number: number.value.number } : {}), ...(email ? { email } : {}) };
    this.#last = query;
    if (!await this.again(desk) && this.#act.problem) await this.#form.focusSummary();
  }
  /** Asks the same once more, after an act that may have changed what is found. */
  async again(desk: Desk): Promise<boolean> {
    const query = this.#last;
    const done = query !== null && await this.#act.run(async () => { this.found = await this.ask(desk, query); });
    this.host.requestUpdate();
    return done;
  }
}

/** In the practice's records: for linking, and for looking somebody up. */
export class FindPatient extends Find<FoundPatient> {
  protected override readonly words = { nothing: 'desk.search.nothing', none: 'desk.search.none', found: 'desk.search.found', more: 'desk.search.more' } as const;
  protected override async ask(desk: Desk, query: AccountSearch) { const { patients, more } = await desk.search(query); return { items: patients, more }; }
}

/** Among the accounts with the practice. */
export class FindAccount extends Find<DeskAccount> {
  protected override readonly byEmail = true;
  protected override readonly words = { nothing: 'desk.accounts.nothing', none: 'desk.accounts.none', found: 'desk.accounts.found', more: 'desk.accounts.more' } as const;
  protected override async ask(desk: Desk, query: AccountSearch) { const { accounts, more } = await desk.accounts(query); return { items: accounts, more }; }
  /** What an act left of one. */
  replace(account: DeskAccount) {
    if (this.found) this.found = { ...this.found, items: this.found.items.map((one) => (one.id === account.id ? account : one)) };
    this.host.requestUpdate();
  }
}
