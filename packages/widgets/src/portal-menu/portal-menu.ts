import { button, errorWords, linkButton, linkLine, notice } from '@balie/forms';
import { html, nothing, type PropertyValues } from 'lit';
import type { Service } from '@balie/contracts';
import type { Session } from '@balie/portal-client';
import { Act } from '../shared/act.ts';
import { LightElement } from '../shared/light-element.ts';
import { linksFor, outsideLinks } from '../shared/links.ts';
import { sheet } from './portal-menu.styles.ts';

/**
 * @summary The way in: each service with its own title and text and a link to its page (S4-01, S4-07, S4-08), the practices of this portal, the app, and the desk.
 * @tag portal-menu
 * @slot - Fallback content for when the element cannot run: telephone number and a link.
 * @fires balie-logged-out - `{ reason: 'patient' | 'idle' | 'ended' }`
 */
export class PortalMenu extends LightElement {
  static override sheets = [sheet];
  readonly #out = new Act(this);
  #was: Session['state'] = 'unknown';

  override willUpdate(_changed: PropertyValues) {
    const session = this.session.value;
    if (session?.state === 'out' && this.#was === 'in') this.emit('balie-logged-out', { reason: session.why ?? 'ended' });
    this.#was = session?.state ?? 'unknown';
  }

  override render(): unknown {
    const { t, clinic } = this;
    const session = this.session.value;
    return html`<div class="stack">
      <div class="row top"><h2 tabindex="-1">${t('menu.title')}</h2>${clinic.desk ? html`<a class="desk" href=${clinic.desk.url} target="_top">${clinic.desk.label}</a>` : nothing}</div>
      ${this.online.value === false ? notice({ kind: 'warning', live: 'polite', body: t('common.offline') }) : nothing}
      ${this.#practices}
      ${this.#who(session)}
      ${this.#services}
      ${outsideLinks(t, t('menu.apps'), linksFor(clinic.help, session, 'app'))}
    </div>`;
  }

  /** S0-08: one front door, then the right practice. */
  get #practices() {
    const { t, clinic } = this;
    if (!clinic.practices?.length) return nothing;
    return html`<nav class="stack" aria-labelledby="${this.stem}-practices"><h3 id="${this.stem}-practices">${t('menu.practices')}</h3>
      <ul class="links">${clinic.practices.map(({ name, url }) => (url === clinic.pages.portal ? html`<li aria-current="true"><strong>${name}</strong> <span class="soft">${t('menu.thisPractice')}</span></li>` : html`<li><a href=${url} target="_top">${name}</a></li>`))}</ul></nav>`;
  }

  #who(session: Session | undefined) {
    const { t, clinic } = this;
    const help = clinic.pages.help ? linkButton({ href: clinic.pages.help, label: t('menu.help'), target: '_top' }) : nothing;
    if (session?.state !== 'in') return html`<div class="row">${linkButton({ href: clinic.pages.portal, label: t('menu.logIn'), kind: 'primary', target: '_top' })}${linkButton({ href: clinic.pages.register, label: clinic.registration.label ?? t('login.register'), target: '_top' })}${help}</div>`;
    const { me } = session;
    return html`<p>${t.rich('menu.in', { name: html`<strong>${me.record_name ?? me.name ?? me.email}</strong>` })}</p>
      ${this.#out.problem ? notice({ kind: 'danger', live: 'assertive', body: errorWords(t, clinic, this.#out.problem) }) : nothing}
      <div class="row">
        ${clinic.pages.account ? linkButton({ href: clinic.pages.account, label: t('menu.account'), target: '_top' }) : nothing}${help}
        ${button(t, { label: t('login.out'), busy: this.#out.busy, onClick: () => void this.#out.run(() => this.portal.logOut()) })}
      </div>
      ${me.link === 'linked' ? nothing : this.balie!.number?.admission(this, this.stem, this.balie!, me) ?? html`<p>${linkLine(t, clinic, me.link)}</p>`}`;
  }

  /** S4-07: the link leads to the page of that service; who logs in there goes on with that service. */
  get #services() {
    const { t, clinic } = this;
    if (clinic.services.length === 0) return html`<p>${t.rich('menu.noServices', { phone: this.phone })}</p>`;
    const page = (service: Service) => clinic.pages[service] ?? clinic.pages.portal;
    return html`<nav class="stack" aria-labelledby="${this.stem}-services"><h3 id="${this.stem}-services">${t('menu.services')}</h3>
      <ul class="services">${clinic.services.map(({ id, title, intro }) => html`<li><a href=${page(id)} target="_top" aria-label=${t('menu.open', { service: title })} aria-describedby=${intro ? `${this.stem}-${id}` : nothing}>${title}</a>${intro ? html`<p class="soft" id="${this.stem}-${id}">${intro}</p>` : nothing}</li>`)}</ul></nav>`;
  }
}
customElements.define('portal-menu', PortalMenu);
declare global { interface HTMLElementTagNameMap { 'portal-menu': PortalMenu } }
