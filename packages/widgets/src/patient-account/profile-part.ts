/** One's own details, and changing them: name and number at once, another address by the link that is mailed to it. */
import type { AccountAnswer } from '@balie/contracts';
import { button, errorSummary, errorWords, field, phoneToEdit, shortDate, showPhone, type FormError } from '@balie/forms';
import type { ServicePage } from '@balie/portal-client';
import { html, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { Act } from '../shared/act.ts';
import type { Balie } from '../shared/balie.ts';
import { FormState, looksLikeEmail, typedIn } from '../shared/form-state.ts';

interface Host extends ReactiveControllerHost, HTMLElement {}
type Profile = AccountAnswer['profile'];

export class ProfilePart {
  /** What came of the last change, in words. */
  said = '';
  readonly #host: Host;
  readonly #stem: string;
  readonly #form: FormState;
  readonly #act: Act;
  readonly #again: () => Promise<void>;
  #open = false;

  /** `again`: reads the account after a change. */
  constructor(host: Host, stem: string, again: () => Promise<void>) {
    this.#host = host;
    this.#stem = stem;
    this.#again = again;
    this.#form = new FormState(host, () => stem);
    this.#act = new Act(host);
  }
  clear() { this.#open = false; this.said = ''; this.#form.clear(); this.#act.reset(); }

  render(balie: Balie, profile: Profile, day: (at: string) => string, page: ServicePage): TemplateResult {
    const { texts: t } = balie;
    const facts: [string, string | null][] = [[t('account.name'), profile.name], [t('account.email'), profile.email], [t('account.phone'), profile.phone && showPhone(profile.phone)], [t('account.birthDate'), profile.birth_date && shortDate(t, profile.birth_date)], [t('account.since'), day(profile.created_at)]];
    if (this.#open) return this.#change(balie, profile, page);
    return html`<dl class="facts">${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value ?? html`<span class="soft">${t('account.unset')}</span>`}</dd>`)}</dl>
      <p>${button(t, { label: t('account.profileEdit'), id: `${this.#stem}-open`, onClick: () => { this.clear(); this.#open = true; this.#host.requestUpdate(); void this.#focus(`#${this.#stem}-name`); } })}</p>`;
  }

  #change(balie: Balie, profile: Profile, page: ServicePage) {
    const { texts: t, portal: { clinic } } = balie;
    const { problem } = this.#act;
    const errors: FormError[] = [...this.#form.summary, ...(problem && this.#form.ok ? [{ message: errorWords(t, clinic, problem) }] : [])];
    const one = (name: string) => ({ id: `${this.#stem}-${name}`, name, error: this.#form.error(name) });
    return html`<form class="stack" method="post" action="" novalidate aria-labelledby="${this.#stem}-title" @submit=${(event: SubmitEvent) => { event.preventDefault(); void this.#send(balie, profile, page, typedIn(event.currentTarget as HTMLFormElement)); }} @input=${this.#form.mend}>
      ${errorSummary(t, this.#stem, errors)}
      ${field(t, { ...one('name'), label: t('account.name'), autocomplete: 'name', value: profile.name ?? undefined })}
      ${field(t, { ...one('email'), type: 'email', inputmode: 'email', label: t('account.email'), hint: t(profile.email ? 'account.emailHint' : 'account.emailHintFirst'), autocomplete: 'email', value: profile.email ?? undefined })}
      ${field(t, { ...one('phone'), type: 'tel', inputmode: 'tel', label: t('account.phone'), hint: t('account.phoneHint'), autocomplete: 'tel', size: 18, optional: true, value: profile.phone ? phoneToEdit(profile.phone, clinic.country) : undefined })}
      <div class="row">${button(t, { type: 'submit', label: t('account.save'), busy: this.#act.busy })}${button(t, { label: t('common.cancel'), kind: 'quiet', onClick: () => { this.clear(); this.#host.requestUpdate(); void this.#focus(`#${this.#stem}-open`); } })}</div>
      ${this.#act.busy ? html`<p class="hidden" role="status">${t('common.busy')}</p>` : nothing}
    </form>`;
  }

  async #send({ texts: t }: Balie, profile: Profile, page: ServicePage, typed: Record<string, string>) {
    const [name, email, phone] = ['name', 'email', 'phone'].map((field) => typed[field]?.trim() ?? '') as [string, string, string];
    this.#act.reset();
    if (this.#act.busy || !this.#form.check({ name: name ? '' : t('common.required'), email: looksLikeEmail(email) ? '' : t('account.emailShape') })) return;
    let mailed = false;
    const done = await this.#act.run(async () => {
      ({ mailed } = await page.account.changeProfile({ name, email, ...(phone ? { phone } : {}) }));
      await this.#again();
    });
    const { problem } = this.#act;
    if (done) {
      this.clear();
      this.said = mailed ? t(profile.email ? 'account.profileMailed' : 'account.profileMailedFirst', { email }) : t('account.profileSaved');
      this.#host.requestUpdate();
      return this.#focus(`#${this.#stem}-title`);
    }
    if (problem?.fields.includes('phone')) { this.#act.reset(); this.#form.check({ phone: t('account.phoneShape') }); } else await this.#form.focusSummary();
  }
  async #focus(selector: string) { await this.#host.updateComplete; this.#host.querySelector<HTMLElement>(selector)?.focus(); }
}
