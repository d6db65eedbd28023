import { button, errorSummary, field, radios } from '@balie/forms';
import type { TotpSetup } from '@balie/portal-client/desk';
import { readCode } from '@balie/rules';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Act } from '../shared/act.ts';
import { FormState, typedIn } from '../shared/form-state.ts';
import { deskError, DeskPart } from './part.ts';

/** Apps for any telephone, named so that one can look for them; the practice's own choice stands before them. */
const apps = ['Microsoft Authenticator', 'Google Authenticator', 'Aegis Authenticator'] as const;
const steps = ['notice', 'choose', 'app', 'scan', 'code'] as const;
type Step = (typeof steps)[number];

/** The first log-in: why there is a second factor, which one, and the three steps to it (S3-12 … S3-19). The factor is on only after one right code. */
@customElement('desk-second-factor')
export class DeskSecondFactor extends DeskPart {
  @property({ attribute: false }) setup: TotpSetup | undefined;
  /** Hears that the log-in must begin again: it took too long, or the factor was set up elsewhere meanwhile. */
  @property({ attribute: false }) again: (problem: Act['problem']) => void = () => undefined;
  @state() private step: Step = 'notice';
  @state() private qr: TemplateResult | null = null;
  /** Null: an app that is not in the list. */
  @state() private app: string | null = null;
  readonly #act = new Act(this);
  readonly #form = new FormState(this, () => 'setup');

  override willUpdate(changed: PropertyValues) {
    if (changed.has('setup') && this.setup) this.app = this.setup.app?.name ?? apps[0];
  }
  override firstUpdated() { void this.focusOn('#setup-title'); }

  override render() {
    if (!this.setup) return nothing;
    const { step, t } = this;
    const at = ({ app: 1, scan: 2, code: 3 } as Partial<Record<Step, number>>)[step];
    const title = t(({ notice: 'desk.setup.noticeTitle', choose: 'desk.setup.chooseTitle', app: 'desk.setup.appTitle', scan: 'desk.setup.scanTitle', code: 'desk.setup.codeTitle' } as const)[step]);
    return html`<section class="stack set-up" aria-labelledby="setup-title">
      ${at ? html`<p class="step" id="setup-step"><span aria-hidden="true">${[1, 2, 3].map((one) => html`<i class=${one <= at ? 'on' : ''}></i>`)}</span>${t('desk.setup.step', { step: at })}</p>` : nothing}
      <h2 id="setup-title" tabindex="-1" aria-describedby=${at ? 'setup-step' : nothing}>${title}</h2>
      ${this.#part(this.setup)}
    </section>`;
  }

  #part(setup: TotpSetup): TemplateResult {
    switch (this.step) {
      case 'notice': return html`<p>${this.t('desk.setup.notice')}</p><p>${this.t('desk.setup.once')}</p>${this.#row()}`;
      case 'choose': return this.#choose();
      case 'app': return this.#chooseApp(setup);
      case 'scan': return this.#scan(setup);
      case 'code': return this.#code();
    }
  }

  #row(next: TemplateResult | null = null) {
    const { t, step } = this;
    return html`<div class="row">
      ${next ?? button(t, { kind: 'primary', label: t('common.next'), onClick: () => this.#go(1) })}
      ${step === 'notice' ? nothing : button(t, { kind: 'quiet', label: t('common.back'), onClick: () => this.#go(-1) })}
    </div>`;
  }

  /** One way today; each has its own button to activate it (S3-13, S3-23). */
  #choose() {
    const { t } = this;
    return html`<article class="card stack" aria-labelledby="setup-totp">
      <h3 id="setup-totp">${t('desk.setup.totp')}</h3>
      <p>${t('desk.setup.totpHint')}</p>
      ${button(t, { kind: 'primary', label: t('desk.setup.activate'), ariaLabel: `${t('desk.setup.activate')}: ${t('desk.setup.totp')}`, onClick: () => this.#go(1) })}
    </article>
    <div class="row">${button(t, { kind: 'quiet', label: t('common.back'), onClick: () => this.#go(-1) })}</div>`;
  }

  #chooseApp({ app: recommended }: TotpSetup) {
    const { t } = this;
    const names = [...new Set([...(recommended ? [recommended.name] : []), ...apps])];
    return html`<p>${t('desk.setup.appLead')}</p>
      ${radios({
        id: 'setup-app', name: 'app', legend: t('desk.setup.appLegend'), onChange: (event) => { this.app = (event.target as HTMLInputElement).value || null; },
        choices: [
          ...names.map((name) => ({ value: name, label: name, checked: name === this.app, ...(name === recommended?.name ? { hint: [t('desk.setup.recommended'), recommended.reason].filter(Boolean).join(' ') } : {}) })),
          { value: '', label: t('desk.setup.otherApp'), checked: this.app === null },
        ],
      })}
      ${this.app === null ? nothing : html`<p class="soft">${t('desk.setup.install', { app: this.app })}</p>`}
      ${this.#row()}`;
  }

  #scan({ secret, uri }: TotpSetup) {
    const { t } = this;
    return html`<ol class="guide">
        <li>${t('desk.setup.guide.add', { app: this.#name })}</li>
        <li>${t('desk.setup.guide.kind')}</li>
        <li>${t('desk.setup.guide.scan')}</li>
      </ol>
      ${this.qr ?? nothing}
      <p>${t.rich('desk.setup.recognise', { host: html`<strong>${this.#host}</strong>` })}</p>
      <details ?open=${this.qr === null}>
        <summary>${t('desk.setup.manual')}</summary>
        <dl><dt>${t('desk.setup.secret')}</dt><dd><code>${secret.replace(/(.{4})(?=.)/g, '$1 ')}</code></dd>
        <dt>${t('desk.setup.here')}</dt><dd><a href=${uri}>${this.#host}</a></dd></dl>
      </details>
      ${this.#row()}`;
  }

  #code() {
    const { t } = this;
    const problem = this.#act.problem;
    return html`<form class="stack" novalidate @submit=${this.#activate} @input=${this.#form.mend}>
      <p>${t.rich('desk.setup.codeLead', { app: this.#name, host: html`<strong>${this.#host}</strong>` })}</p>
      ${errorSummary(t, 'setup', [...this.#form.summary, ...(problem ? [{ message: deskError(t, problem) }] : [])])}
      ${field(t, { id: 'setup-code', name: 'code', inputmode: 'numeric', autocomplete: 'one-time-code', label: t('desk.code'), size: 10, error: this.#form.error('code') })}
      ${this.#row(button(t, { type: 'submit', label: t('desk.setup.activate'), busy: this.#act.busy }))}
    </form>`;
  }

  /** As the app will call it: the issuer, which is the portal's host name (S3-17, S3-25). */
  get #host(): string { return new URL(this.setup!.uri).searchParams.get('issuer') ?? location.hostname; }
  get #name(): string { return this.app ?? this.t('desk.setup.theApp'); }

  #go(by: 1 | -1) {
    this.step = steps[steps.indexOf(this.step) + by]!;
    this.#act.reset();
    this.#form.clear();
    // The drawing is ready when it is looked at; without it one types the key.
    if (this.step === 'app' && !this.qr) void import('@balie/forms/qr').then(({ qrCode }) => { this.qr = qrCode(this.setup!.uri, this.t('desk.setup.qr')); }, () => undefined);
    void this.focusOn(this.step === 'code' ? '#setup-code' : '#setup-title');
  }

  readonly #activate = async (event: SubmitEvent) => {
    event.preventDefault();
    const code = readCode(typedIn(event.currentTarget as HTMLFormElement)['code'] ?? '');
    this.#act.reset();
    if (!this.#form.check({ code: code ? '' : this.t('desk.codeShape') }) || !code) return;
    if (await this.#act.run(() => this.desk.verify(code))) return;
    const { problem } = this.#act;
    if (problem && !['wrong_code', 'offline', 'temporarily_unavailable', 'too_many_requests'].includes(problem.code)) this.again(problem);
    else if (problem) await this.#form.focusSummary();
  };
}
