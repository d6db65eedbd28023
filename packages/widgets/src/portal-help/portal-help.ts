import { clockTime, dayInWords, notice } from '@balie/forms';
import { instantOf, nextOpening } from '@balie/rules';
import { html, nothing } from 'lit';
import { LightElement } from '../shared/light-element.ts';
import { linksFor, outsideLinks } from '../shared/links.ts';
import { urgentNumbers } from '../shared/urgent-numbers.ts';
import { sheet } from './portal-help.styles.ts';

/**
 * @summary Guides, films and apps of the practice, other ones logged in than out (S1-18, S4-19); its address for questions (S2-27); and whom to call right now (N4).
 * @tag portal-help
 * @slot - Fallback content for when the element cannot run: telephone number and a link.
 */
export class PortalHelp extends LightElement {
  static override sheets = [sheet];
  #tick: ReturnType<typeof setInterval> | undefined;

  /** The number to call changes by the clock. */
  override connectedCallback() { super.connectedCallback(); this.#tick = setInterval(() => this.requestUpdate(), 60_000); }
  override disconnectedCallback() { super.disconnectedCallback(); clearInterval(this.#tick); }

  override render(): unknown {
    const { t, clinic } = this;
    const session = this.session.value;
    const of = (kind: 'page' | 'film' | 'app') => linksFor(clinic.help, session, kind);
    const some = of('page').length + of('film').length + of('app').length > 0;
    const email = clinic.help?.email;
    return html`<div class="stack">
      <h2 tabindex="-1">${t('help.title')}</h2>
      ${this.online.value === false ? notice({ kind: 'warning', live: 'polite', body: t('common.offline') }) : nothing}
      ${outsideLinks(t, t('help.pages'), of('page'))}${outsideLinks(t, t('help.films'), of('film'))}${outsideLinks(t, t('help.apps'), of('app'))}
      ${some || email ? nothing : html`<p>${t('help.none')}</p>`}
      ${email ? html`<p>${t('help.mail')} <a href="mailto:${email}" target="_top">${email}</a>. <span class="soft">${t('help.mailHint')}</span></p>` : nothing}
      <section class="stack"><h3>${t('help.call')}</h3>${urgentNumbers(t, clinic, this.balie!.now())}${this.#opens}</section>
    </div>`;
  }

  get #opens() {
    const { t, clinic } = this;
    const now = new Date(this.balie!.now());
    const next = nextOpening(clinic, now);
    return next ? html`<p class="soft">${t('help.closedUntil', { day: dayInWords(t, next.date, 'UTC', now), time: clockTime(t, instantOf(next.date, next.time, clinic.timeZone), clinic.timeZone) })}</p>` : nothing;
  }
}
customElements.define('portal-help', PortalHelp);
declare global { interface HTMLElementTagNameMap { 'portal-help': PortalHelp } }
