import { button, notice } from '@balie/forms';
import { html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Act } from '../shared/act.ts';
import { deskError, DeskPart } from './part.ts';

/** Fewer than this is said to be few. */
const few = 3;

/** Recovery codes of one's own: shown once when made, after that only how many are left. */
@customElement('desk-recovery')
export class DeskRecovery extends DeskPart {
  /** Right after setting up the second factor: made at once. */
  @property({ type: Boolean }) first = false;
  @property({ type: Number }) left = 0;
  /** Hears that the codes are kept. */
  @property({ attribute: false }) done: () => void = () => undefined;
  @state() private codes: readonly string[] | null = null;
  @state() private copied = false;
  readonly #act = new Act(this);

  override firstUpdated() { if (this.first) void this.#make(); }

  override render() {
    const { t, codes } = this;
    const problem = this.#act.problem;
    return html`<section class="stack" aria-labelledby="recovery-title">
      ${this.first ? html`<h2 id="recovery-title" tabindex="-1">${t('desk.recovery.title')}</h2>` : html`<h3 id="recovery-title" tabindex="-1">${t('desk.recovery.title')}</h3>`}
      <p>${t('desk.recovery.lead')}</p>
      ${problem ? notice({ kind: 'danger', live: 'assertive', body: deskError(t, problem) }) : nothing}
      ${codes ? html`
        ${notice({ kind: 'warning', body: t('desk.recovery.keep') })}
        <ul class="codes">${codes.map((code) => html`<li><code>${code}</code></li>`)}</ul>
        <p role="status">${this.copied ? t('desk.recovery.copied') : nothing}</p>
        <div class="row">
          ${button(t, { kind: 'primary', label: t('desk.recovery.kept'), onClick: () => { this.codes = null; this.copied = false; this.done(); } })}
          ${'clipboard' in navigator ? button(t, { label: t('desk.recovery.copy'), onClick: () => void navigator.clipboard.writeText(codes.join('\n')).then(() => { this.copied = true; }, () => undefined) }) : nothing}
        </div>`
      : html`
        ${this.first ? nothing : html`<p>${t('desk.recovery.left', { count: this.left })} ${this.left < few ? html`<strong>${t('desk.recovery.few')}</strong>` : nothing}</p>${this.left ? html`<p class="soft">${t('desk.recovery.makeHint')}</p>` : nothing}`}
        <div class="row">
          ${button(t, { kind: this.left < few ? 'primary' : 'secondary', label: t('desk.recovery.make'), busy: this.#act.busy, onClick: () => void this.#make() })}
          ${this.first && problem ? button(t, { kind: 'quiet', label: t('common.next'), onClick: this.done }) : nothing}
        </div>`}
    </section>`;
  }

  async #make() {
    if (await this.#act.run(async () => { this.codes = await this.desk.recoveryCodes(); })) await this.focusOn('#recovery-title');
  }
}
