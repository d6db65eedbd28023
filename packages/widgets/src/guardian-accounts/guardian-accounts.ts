import type { GuardiansAnswer } from '@balie/contracts';
import { errorWords, language, notice } from '@balie/forms';
import { html, nothing } from 'lit';
import { Act } from '../shared/act.ts';
import { LightElement } from '../shared/light-element.ts';
import { NumberRegistration } from '../shared/number-part.ts';

/**
 * @summary A guardian makes an account for a child and confirms it with an eID, logged in or not; who is logged in sees who reads along, and until when.
 * @tag guardian-accounts
 * @slot - Fallback content for when the element cannot run: telephone number and a link.
 */
export class GuardianAccounts extends LightElement {
  readonly #form = new NumberRegistration(this, this.stem, 'child');
  readonly #load = new Act(this);
  #known: { sub: string; answer: GuardiansAnswer } | null = null;

  override updated(changed: Map<PropertyKey, unknown>) {
    super.updated(changed);
    const session = this.session.value;
    if (session?.state !== 'in') { this.#known = null; return; }
    const { sub } = session.me;
    if (this.#known?.sub === sub || this.#load.busy || this.#load.problem) return;
    void this.#load.run(async () => { this.#known = { sub, answer: await (await this.portal.self()).guardians() }; }).then(() => this.requestUpdate());
  }

  override render(): unknown {
    return this.session.value?.state === 'in' ? this.#overview() : this.#form.render(this.balie!);
  }

  #overview() {
    const { t, clinic, stem } = this;
    const { problem } = this.#load;
    const answer = this.#known?.answer;
    return html`<div class="stack"><section class="stack" aria-labelledby="${stem}-mine">
      <h2 id="${stem}-mine" tabindex="-1">${t('guardians.title')}</h2>
      ${problem ? notice({ kind: 'danger', live: 'assertive', body: errorWords(t, clinic, problem) }) : answer ? nothing : html`<p role="status">${t('common.loading')}</p>`}
      ${answer ? this.#told(answer) : nothing}
    </section>
    ${answer && answer.rights !== 'guardian' && this.clinic.registration.ways.includes('child') ? this.#form.render(this.balie!) : nothing}</div>`;
  }

  #told({ guardians, children, rights, next }: GuardiansAnswer) {
    const { t } = this;
    return html`
      ${guardians.length === 0 ? html`<p>${t('guardians.none')}</p>` : html`<p>${t('guardians.mine')}</p>
        <ul>${guardians.map(({ name, since }) => html`<li>${t('guardians.since', { name: name ?? t('guardians.guardian'), date: this.#date(since) })}</li>`)}</ul>
        ${rights ? html`<p>${t(`guardians.rights.${rights}`)}</p>` : nothing}${this.#next(next, true)}`}
      ${children.length === 0 ? nothing : html`<h3>${t('guardians.children')}</h3>
        <ul>${children.map((child) => html`<li>${t('guardians.since', { name: child.name ?? t('guardians.child'), date: this.#date(child.since) })}<br>${!child.open ? t('guardians.notOpen') : html`${child.rights ? t(`guardians.rights.${child.rights}`) : nothing} ${this.#next(child.next)}`}${child.others?.length ? html`<p>${t('guardians.others', { names: child.others.map(({ name, since }) => t('guardians.since', { name: name ?? t('guardians.guardian'), date: this.#date(since) })).join('; ') })}</p>` : nothing}</li>`)}</ul>`}`;
  }
  /** `mine`: the child reads it, of itself. */
  #next(next: GuardiansAnswer['next'], mine = false) { return next ? html`<p>${this.t(mine && next.rights !== 'guardian' ? `guardians.nextMine.${next.rights}` : `guardians.next.${next.rights}`, { date: this.#date(next.date) })}</p>` : nothing; }
  /** `5. maj 2030`: a date of a law, so the year is always said. */
  #date(at: string): string { return new Intl.DateTimeFormat(language[this.t.locale], { day: 'numeric', month: 'long', year: 'numeric', timeZone: at.length > 10 ? this.clinic.timeZone : 'UTC' }).format(new Date(at)); }
}
customElements.define('guardian-accounts', GuardianAccounts);
declare global { interface HTMLElementTagNameMap { 'guardian-accounts': GuardianAccounts } }
