import type { AccessEntry, AccountAnswer } from '@balie/contracts';
import { button, checkbox, clockTime, dayInWords, errorSummary, errorWords, field, notice, passwordRule, type FormError } from '@balie/forms';
import { html, nothing, type TemplateResult } from 'lit';
import type { ServicePage } from '@balie/portal-client';
import { Act } from '../shared/act.ts';
import { FormState, typedIn } from '../shared/form-state.ts';
import { ServiceElement } from '../shared/service-element.ts';
import { StrengthMeter } from '../shared/strength-meter.ts';
import { actInWords } from './access-words.ts';
import { NoticesPart } from './notices-part.ts';
import { sheet } from './patient-account.styles.ts';
import { ProfilePart } from './profile-part.ts';

type Section = 'password' | 'phrase' | 'factors' | 'devices' | 'notices' | 'shared' | 'log' | 'export' | 'close';

/**
 * @summary One's own account: details, password, extra security, devices, practices, how one is told of things, who has seen one's data, a copy to keep, and closing it. Opens with a code of its own.
 * @tag patient-account
 * @slot - Fallback content for when the element cannot run: telephone number and a link.
 * @fires balie-service-opened - `{ service: 'account' }`
 * @fires balie-service-closed - `{ service: 'account' }`
 */
export class PatientAccount extends ServiceElement {
  static override sheets = [sheet];
  readonly service = 'account';
  protected override get needsLink() { return false; }
  protected override get serviceTitle() { return this.t('account.title'); }

  readonly #load = new Act(this);
  readonly #act = new Act(this);
  readonly #password = new FormState(this, () => `${this.stem}-password`);
  readonly #phrase = new FormState(this, () => `${this.stem}-phrase`);
  readonly #close = new FormState(this, () => `${this.stem}-close`);
  readonly #strength = new StrengthMeter(this);
  readonly #details = new ProfilePart(this, `${this.stem}-profile`, async () => { await this.#read(this.page); await this.#notices.read(this.page.account); });
  /** `second-factor-setup` stands in the section (S2-14). */
  #sms = false;
  readonly #notices = new NoticesPart(this);
  #held: AccountAnswer | null = null;
  /** The form that is open, and the section whose act ran last: its outcome is told there. */
  #open: 'password' | 'phrase' | 'close' | null = null;
  #acting: { section: Section; of?: string } | null = null;
  #said: { section: Section; words: string } | null = null;
  #log: { entries: AccessEntry[]; next: number | null } | null = null;
  #file: string | null = null;
  #passkeySaid: unknown = null;
  #closed = false;

  protected override async serviceOpened(page: ServicePage) {
    await this.#read(page);
    if (this.#held) await this.#notices.read(page.account);
  }
  protected override serviceClosed() {
    this.#held = this.#log = this.#open = this.#acting = this.#said = this.#passkeySaid = null;
    this.#dropFile();
    this.#details.clear();
    this.#sms = false;
    this.#notices.clear();
    for (const form of [this.#password, this.#phrase, this.#close]) form.clear();
  }
  override disconnectedCallback() { super.disconnectedCallback(); this.#dropFile(); }
  #dropFile() { if (this.#file) URL.revokeObjectURL(this.#file); this.#file = null; }

  async #read(page: ServicePage) { await this.#load.run(async () => { this.#held = await page.account.read(); }); }
  /** One act at a time; afterwards the account is read again and `words` stand in its section. */
  async #do(section: Section, words: string, act: () => Promise<void>, more: { of?: string; read?: boolean } = {}): Promise<boolean> {
    if (this.#act.busy) return false;
    this.#acting = { section, ...(more.of ? { of: more.of } : {}) };
    this.#said = null;
    const done = await this.#act.run(act);
    if (done && more.read !== false) await this.#read(this.page);
    if (done && words) this.#said = { section, words };
    this.requestUpdate();
    return done;
  }
  #busy(section: Section, of?: string) { return this.#act.busy && this.#acting?.section === section && this.#acting.of === of; }

  override render(): unknown {
    const { t } = this;
    if (this.#closed) return html`<div class="stack"><h2 tabindex="-1">${t('account.closedTitle')}</h2>${notice({ kind: 'success', live: 'polite', body: html`<p>${t.rich('account.closed', { phone: this.phone })}</p>` })}</div>`;
    return super.render();
  }

  protected renderService(): unknown {
    const { t, clinic } = this;
    const held = this.#held;
    // One heading before and after: it may have the focus.
    return html`<div class="stack parts">
      <h2 tabindex="-1">${t('account.title')}</h2>
      ${held ? this.#sections(held) : this.#load.problem
        ? html`${notice({ kind: 'danger', live: 'assertive', body: errorWords(t, clinic, this.#load.problem) })}<p>${button(t, { label: t('common.retry'), busy: this.#load.busy, onClick: () => void this.#read(this.page) })}</p>`
        : html`<p role="status">${t('account.loading')}</p>`}
    </div>`;
  }
  #sections(held: AccountAnswer): TemplateResult {
    const { t } = this;
    return html`${this.#profile(held)}${this.#clinics(held)}${this.#passwordPart(held)}${this.#factors(held)}${this.#devices(held)}${this.#phrasePart(held)}${this.#section('notices', t('account.notices'), this.#notices.render(t, this.stem, this.clinic, this.page.account, held.profile.email))}${this.#accessLog()}${this.#exportPart()}${this.#shared()}${this.#closePart(held)}`;
  }

  #section(section: Section | 'profile' | 'clinics', title: string, body: unknown, said = this.#said?.section === section ? this.#said.words : ''): TemplateResult {
    const problem = this.#acting?.section === section ? this.#act.problem : null;
    const formShows = section === this.#open;
    return html`<section class="stack" aria-labelledby="${this.stem}-${section}-title">
      <h3 id="${this.stem}-${section}-title" tabindex="-1">${title}</h3>
      ${problem && !formShows ? notice({ kind: 'danger', live: 'assertive', body: this.#words(problem) }) : nothing}
      <div role="status">${said ? notice({ kind: 'success', body: said }) : nothing}</div>
      ${body}
    </section>`;
  }
  #words(problem: NonNullable<Act['problem']>) {
    if (problem.code === 'insufficient_user_authentication') return this.t.rich('account.factorStronger', { phone: this.phone });
    if (problem.code === 'wrong_credentials') return this.t('account.passwordCurrentWrong');
    return errorWords(this.t, this.clinic, problem);
  }
  #day(at: string) { return dayInWords(this.t, at, this.clinic.timeZone, new Date(this.balie!.now())); }

  #profile({ profile }: AccountAnswer) {
    return this.#section('profile', this.t('account.profile'), this.#details.render(this.balie!, profile, (at) => this.#day(at), this.page), this.#details.said);
  }

  #clinics({ clinics }: AccountAnswer) {
    const { t } = this;
    if (clinics.length === 0) return nothing;
    return this.#section('clinics', t('account.clinics'), html`<ul class="rows">${clinics.map(({ id, name, page, link }) => html`<li><span>${id === this.clinic.id ? html`<strong>${name}</strong>` : html`<a href=${page} target="_top">${name}</a>`}</span> <span class="soft">${t(`account.link.${link}`)}</span></li>`)}</ul>`);
  }

  #toggle(form: 'password' | 'phrase' | 'close', label: string, kind: 'secondary' | 'quiet' = 'secondary') {
    return html`<p>${button(this.t, { label, kind, id: `${this.stem}-${form}-open`, onClick: () => { this.#open = form; this.#said = this.#acting = null; this.#act.reset(); this.requestUpdate(); void this.focusOn(`${this.stem}-${form}-${form === 'password' ? 'current' : form === 'close' ? 'now' : 'phrase'}`); } })}</p>`;
  }
  #cancel(form: 'password' | 'phrase' | 'close', state: FormState) {
    return button(this.t, { label: this.t('common.cancel'), kind: 'quiet', onClick: () => { this.#open = null; this.#act.reset(); state.clear(); void this.focusOn(`${this.stem}-${form}-open`); } });
  }
  /** What is wrong with the form that is open: at its fields and, where no field is to blame, above them. */
  #errors(form: 'password' | 'phrase' | 'close', state: FormState): TemplateResult | typeof nothing {
    const problem = this.#acting?.section === form ? this.#act.problem : null;
    const errors: FormError[] = [...state.summary, ...(problem && state.ok ? [{ message: this.#words(problem) }] : [])];
    return errorSummary(this.t, `${this.stem}-${form}`, errors);
  }
  async #tellAt(state: FormState, fields: Readonly<Record<string, string>>) {
    const words = fields[this.#act.problem?.code ?? ''];
    if (words) { const [name, message] = words.split('\n'); state.check({ [name!]: message }); } else await state.focusSummary();
  }

  /** What a password may not look like. */
  get #personal() { const profile = this.#held?.profile; return [profile?.email ?? '', profile?.name ?? '', this.clinic.name]; }

  #passwordPart({ profile }: AccountAnswer) {
    const { t, stem } = this;
    if (!profile.has_password) return this.#section('password', t('account.password'), html`<p>${t('account.passwordNone')}</p>`);
    const form = this.#password;
    return this.#section('password', t('account.password'), this.#open !== 'password' ? this.#toggle('password', t('account.passwordChange')) : html`
      <form class="stack" method="post" action="" novalidate aria-labelledby="${stem}-password-title" @submit=${this.#changePassword} @input=${form.mend}>
        ${this.#errors('password', form)}
        <input type="text" name="username" autocomplete="username" value=${profile.email ?? ''} hidden>
        ${field(t, { id: `${stem}-password-current`, name: 'current', type: 'password', label: t('account.passwordCurrent'), autocomplete: 'current-password', error: form.error('current') })}
        ${field(t, { id: `${stem}-password-password`, name: 'password', type: 'password', label: t('account.passwordNew'), hint: html`${passwordRule(t, this.clinic)} ${t('account.passwordHint')}`, autocomplete: 'new-password', error: form.error('password'), after: this.#strength.render(t),
          onInput: (event) => this.#strength.measure((event.target as HTMLInputElement).value, this.#personal) })}
        <div class="row">${button(t, { type: 'submit', label: t('account.save'), busy: this.#busy('password') })}${this.#cancel('password', form)}</div>
      </form>`);
  }
  readonly #changePassword = async (event: SubmitEvent) => {
    event.preventDefault();
    const { t } = this;
    const { current = '', password = '' } = typedIn(event.currentTarget as HTMLFormElement);
    this.#act.reset();
    // Where the rule cannot be loaded the server still holds it.
    const weak = password ? (await import('@balie/forms/registration').catch(() => null))?.newPasswordProblem(t, this.clinic.registration.password, password, this.#personal) : t('account.passwordNewMissing');
    if (!this.#password.check({ current: current ? '' : t('account.passwordCurrentMissing'), password: weak })) return;
    const done = await this.#do('password', t('account.passwordDone'), () => this.page.account.changePassword(current, password));
    if (!done) return this.#tellAt(this.#password, { wrong_credentials: `current\n${t('account.passwordCurrentWrong')}`, weak_password: `password\n${t('errors.weak_password')}` });
    this.#open = null;
    this.requestUpdate();
    await this.focusOn(`${this.stem}-password-title`);
  };

  #factors({ factors }: AccountAnswer) {
    const { t } = this;
    return this.#section('factors', t('account.factors'), html`${factors.length === 0 ? html`<p>${t('account.factorsNone')}</p>` : html`<ul class="rows">${factors.map((factor) => {
      const name = [t(`account.factor.${factor.kind}`), factor.label].filter(Boolean).join(': ');
      return html`<li><span><strong>${name}</strong> <span class="soft">${factor.last_used_at ? t('account.factorUsed', { day: this.#day(factor.last_used_at) }) : t('account.factorNever')}</span></span>
        ${button(t, { label: t('account.factorRemove'), kind: 'quiet', ariaLabel: t('account.factorRemoveWhich', { factor: name }), busy: this.#busy('factors', factor.id), onClick: () => void this.#do('factors', t('account.factorRemoved'), () => this.page.account.removeFactor(factor.id), { of: factor.id }) })}</li>`;
    })}</ul>`}
    ${this.clinic.sms ? this.#addSms(factors.some(({ kind }) => kind === 'sms') ? 'account.smsOther' : 'account.smsAdd') : nothing}
    ${this.clinic.logIn.ways.includes('passkey') ? html`<p class="soft">${t('passkey.addHint')}</p>
      ${this.#passkeySaid ? notice({ kind: 'warning', live: 'assertive', body: this.#passkeySaid }) : nothing}
      <p>${button(t, { label: t('passkey.add'), busy: this.#busy('factors', 'passkey'), onClick: () => void this.#addPasskey() })}</p>` : nothing}`);
  }
  /** The element that sets a number up, right here; afterwards the account is read again. */
  #addSms(label: 'account.smsAdd' | 'account.smsOther') {
    const { t } = this;
    if (!this.#sms) return html`<p>${button(t, { label: t(label), busy: this.#busy('factors', 'sms'), onClick: () => void this.#do('factors', '', async () => { await this.balie!.need('second-factor-setup'); this.#sms = true; }, { of: 'sms', read: false }) })}</p>`;
    return html`<div class="stack"><second-factor-setup></second-factor-setup><p>${button(t, { label: t('account.smsClose'), kind: 'quiet', onClick: () => void this.#read(this.page).then(() => { this.#sms = false; this.requestUpdate(); }) })}</p></div>`;
  }
  async #addPasskey() {
    this.#passkeySaid = null;
    const done = await this.#do('factors', '', async () => { this.#passkeySaid = await (await import('../shared/passkey.ts')).addPasskey(this.balie!, this.page); }, { of: 'passkey' });
    if (done && !this.#passkeySaid) this.#said = { section: 'factors', words: this.t('passkey.added') };
    this.requestUpdate();
  }

  #devices({ devices }: AccountAnswer) {
    const { t } = this;
    return this.#section('devices', t('account.devices'), html`<p class="soft">${t('account.devicesHint')}</p>
      <ul class="rows">${devices.map(({ device, label, here, active, first_seen: first, last_seen: last }) => {
        const name = label ?? t('account.device.unknown');
        return html`<li><span><strong>${name}</strong>${here ? html` <span class="badge">${t('account.device.here')}</span>` : active ? html` <span class="badge">${t('account.device.active')}</span>` : nothing}<br><span class="soft">${t('account.device.seen', { first: this.#day(first), last: this.#day(last ?? first) })}</span></span>
          ${here ? nothing : button(t, { label: t('account.device.end'), kind: 'quiet', ariaLabel: t('account.device.endWhich', { device: name }), busy: this.#busy('devices', device), onClick: () => void this.#end(device) })}</li>`;
      })}</ul>
      ${devices.length > 1 ? html`<p>${button(t, { label: t('account.device.endOthers'), busy: this.#busy('devices', 'others'), onClick: () => void this.#do('devices', t('account.device.othersEnded'), () => this.page.account.endOtherDevices(), { of: 'others' }) })}</p>` : nothing}`);
  }
  async #end(device: string) {
    if (await this.#do('devices', this.t('account.device.ended'), () => this.page.account.endDevice(device), { of: device })) await this.focusOn(`${this.stem}-devices-title`);
  }

  #phrasePart({ profile }: AccountAnswer) {
    const { t, stem } = this;
    const form = this.#phrase;
    return this.#section('phrase', t('account.phrase'), html`<p class="soft">${t('account.phraseHint')}</p>
      ${profile.phrase && this.#open !== 'phrase' ? html`<p><q>${profile.phrase}</q></p>` : nothing}
      ${this.#open !== 'phrase' ? html`<div class="row">${this.#toggle('phrase', profile.phrase ? t('common.change') : t('account.phraseChoose'))}${profile.phrase ? button(t, { label: t('account.phraseRemove'), kind: 'quiet', busy: this.#busy('phrase'), onClick: () => void this.#do('phrase', t('account.phraseRemoved'), () => this.page.account.setPhrase(null)) }) : nothing}</div>` : html`
      <form class="stack" method="post" action="" novalidate aria-labelledby="${stem}-phrase-title" @submit=${this.#savePhrase} @input=${form.mend}>
        ${this.#errors('phrase', form)}
        ${field(t, { id: `${stem}-phrase-phrase`, name: 'phrase', label: t('account.phraseLabel'), hint: t('account.phraseNot'), value: profile.phrase ?? undefined, error: form.error('phrase') })}
        <div class="row">${button(t, { type: 'submit', label: t('account.save'), busy: this.#busy('phrase') })}${this.#cancel('phrase', form)}</div>
      </form>`}`);
  }
  readonly #savePhrase = async (event: SubmitEvent) => {
    event.preventDefault();
    const phrase = (typedIn(event.currentTarget as HTMLFormElement)['phrase'] ?? '').trim();
    this.#act.reset();
    if (!this.#phrase.check({ phrase: phrase ? '' : this.t('common.required') })) return;
    if (!await this.#do('phrase', this.t('account.phraseSaved'), () => this.page.account.setPhrase(phrase.slice(0, 80)))) return this.#phrase.focusSummary();
    this.#open = null;
    this.requestUpdate();
    await this.focusOn(`${this.stem}-phrase-title`);
  };

  #accessLog() {
    const { t, clinic } = this;
    const log = this.#log;
    const more = (label: string) => html`<p>${button(t, { label, busy: this.#busy('log'), onClick: () => void this.#readLog() })}</p>`;
    return this.#section('log', t('account.log'), html`<p class="soft">${t('account.logHint')}</p>
      ${log === null ? more(t('account.logShow')) : log.entries.length === 0 ? html`<p>${t('account.logEmpty')}</p>` : html`
        <ol class="rows log">${log.entries.map((entry) => html`<li><span><strong>${actInWords(t, entry.did)}</strong>${entry.refused ? html` <span class="soft">${t('account.logRefused')}</span>` : nothing}<br>
          <span class="soft">${t(`account.who.${entry.who}`)}${entry.clinic && entry.clinic !== clinic.name ? `, ${entry.clinic}` : ''} · ${t('account.logAt', { day: this.#day(entry.at), time: clockTime(t, entry.at, clinic.timeZone) })}</span></span></li>`)}</ol>
        ${log.next === null ? html`<p class="soft">${t('account.logEnd')}</p>` : more(t('account.logMore'))}`}`);
  }
  async #readLog() {
    const before = this.#log?.next ?? undefined;
    await this.#do('log', '', async () => {
      const { entries, next } = await this.page.account.log(before);
      this.#log = { entries: [...(this.#log?.entries ?? []), ...entries], next };
    }, { read: false });
  }

  #exportPart() {
    const { t } = this;
    return this.#section('export', t('account.export'), html`<p class="soft">${t('account.exportHint')}</p>
      ${this.#file ? html`<p>${t('account.exportReady')} <a href=${this.#file} download=${t('account.exportFile')}>${t('account.exportSave')}</a></p>` : html`<p>${button(t, { label: t('account.exportMake'), busy: this.#busy('export'), onClick: () => void this.#export() })}</p>`}`);
  }
  /** Made in this frame's memory: its address holds nothing and dies with the page. */
  async #export() {
    await this.#do('export', '', async () => {
      const file = await this.page.account.export();
      this.#dropFile();
      this.#file = URL.createObjectURL(new Blob([JSON.stringify(file, null, 2)], { type: 'application/json' }));
    }, { read: false });
  }

  #shared() {
    const { t } = this;
    return this.#section('shared', t('account.shared'), html`<p class="soft">${t('account.sharedHint')}</p><p>${button(t, { label: t('account.sharedEnd'), busy: this.#busy('shared'), onClick: () => void this.#endEverywhere() })}</p>`);
  }
  async #endEverywhere() {
    await this.#do('shared', '', async () => { await this.page.account.endOtherDevices(); await this.portal.logOut({ shared: true }); }, { read: false });
  }

  #closePart({ profile }: AccountAnswer) {
    const { t, stem } = this;
    const form = this.#close;
    return this.#section('close', t('account.close'), html`<p class="soft">${t('account.closeHint')}</p>${this.#open !== 'close' ? this.#toggle('close', t('account.closeBegin')) : html`
      <form class="stack" method="post" action="" novalidate aria-labelledby="${stem}-close-title" @submit=${this.#closeAccount} @input=${form.mend}>
        ${this.#errors('close', form)}
        ${profile.has_password ? html`<input type="text" name="username" autocomplete="username" value=${profile.email ?? ''} hidden>${field(t, { id: `${stem}-close-now`, name: 'now', type: 'password', label: t('account.closePassword'), autocomplete: 'current-password', error: form.error('now') })}`
          : checkbox({ id: `${stem}-close-now`, name: 'now', label: t('account.closeBegin') })}
        <div class="row">${button(t, { type: 'submit', label: t('account.closeNow'), busy: this.#busy('close') })}${this.#cancel('close', form)}</div>
      </form>`}`);
  }
  readonly #closeAccount = async (event: SubmitEvent) => {
    event.preventDefault();
    const { t } = this;
    const { now = '' } = typedIn(event.currentTarget as HTMLFormElement);
    this.#act.reset();
    if (!this.#close.check({ now: now ? '' : t(this.#held?.profile.has_password ? 'login.passwordMissing' : 'common.required') })) return;
    const done = await this.#do('close', '', () => this.page.account.close(this.#held?.profile.has_password ? now : undefined), { read: false });
    if (!done) return this.#tellAt(this.#close, { wrong_credentials: `now\n${t('account.passwordCurrentWrong')}` });
    this.#closed = true;
    await this.portal.logOut({ shared: true }).catch(() => undefined);
    this.requestUpdate();
    await this.updateComplete;
    this.querySelector<HTMLElement>('h2')?.focus();
  };
}
customElements.define('patient-account', PatientAccount);
declare global { interface HTMLElementTagNameMap { 'patient-account': PatientAccount } }
