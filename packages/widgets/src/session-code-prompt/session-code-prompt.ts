import { button, errorWords, linkLine, notice } from '@balie/forms';
import { html, nothing } from 'lit';
import type { ElementName, Service } from '@balie/contracts';
import type { Session } from '@balie/portal-client';
import { Act } from '../shared/act.ts';
import { coveredNotice, inSight, watchSight } from '../shared/in-sight.ts';
import { LightElement } from '../shared/light-element.ts';
import { sheet } from './session-code-prompt.styles.ts';

const elementOf = { prescriptions: 'prescription-request', appointments: 'book-appointment', econsults: 'econsult-form', record: 'medical-record' } as const satisfies Record<Service, ElementName>;

/**
 * @summary Lists the services of the practice; clicking one has its session code mailed and then opens it right here (S0-25, S0-39).
 * @tag session-code-prompt
 * @slot - Fallback content for when the element cannot run: telephone number and a link.
 * @fires balie-service-opened - `{ service }`
 * @fires balie-service-closed - `{ service }`
 */
export class SessionCodePrompt extends LightElement {
  static override sheets = [sheet];
  readonly #load = new Act(this);
  #covered = false;
  #chosen: Service | null = null;
  #shown: Service | null = null;

  override connectedCallback() {
    super.connectedCallback();
    watchSight();
  }
  override render(): unknown {
    return this.#shown ? this.#service(this.#shown) : this.#list();
  }

  #list() {
    const { t, clinic } = this;
    const session = this.session.value;
    const waits = session?.state === 'in' && session.me.link !== 'linked' ? html`${this.balie!.number?.admission(this, this.stem, this.balie!, session.me) ?? html`<p role="status">${linkLine(t, clinic, session.me.link)}</p>`}` : null;
    return html`<div class="stack">
      <h2 tabindex="-1">${t('code.services')}</h2>
      ${this.#load.problem ? notice({ kind: 'danger', live: 'assertive', body: this.#load.problem.code === 'offline' ? errorWords(t, clinic, this.#load.problem) : html`${t.rich('common.loadFailed', { phone: this.phone })}` }) : nothing}
      ${this.online.value === false ? notice({ kind: 'warning', live: 'polite', body: t('common.offline') }) : nothing}
      ${this.#covered ? coveredNotice(t, clinic, this.localName) : nothing}
      ${waits ?? html`<p class="soft">${clinic.logIn.code ? t('code.servicesOpen') : this.balie!.eid ? t('eid.servicesHint', { name: this.balie!.eid.name(t) }) : t('code.servicesHint')}</p>`}
      <ul class="services">${clinic.services.map(({ id, title, intro }) => html`<li>
        ${waits ? html`<strong>${title}</strong>` : button(t, { label: title, busy: this.#load.busy && this.#chosen === id, onClick: () => void this.#choose(id) })}
        ${intro ? html`<p class="soft">${intro}</p>` : nothing}
      </li>`)}</ul>
    </div>`;
  }

  #service(service: Service) {
    const inside = {
      prescriptions: () => html`<prescription-request></prescription-request>`,
      appointments: () => html`<book-appointment></book-appointment>`,
      econsults: () => html`<econsult-form></econsult-form>`,
      record: () => html`<medical-record></medical-record>`,
    }[service];
    return html`<p class="back">${button(this.t, { label: this.t('code.otherService'), kind: 'quiet', onClick: this.#back })}</p>${inside()}`;
  }

  async #choose(service: Service) {
    if (this.#load.busy) return;
    this.#covered = !await inSight(this);
    this.requestUpdate();
    if (this.#covered || this.#load.busy) return;
    this.#chosen = service;
    if (!await this.#load.run(() => this.balie!.need(elementOf[service]))) return;
    this.#shown = service;
    this.requestUpdate();
    const value = await this.#session();
    const page = this.portal.page(service);
    // This click is the one that asks for the code; who still has to log in asks inside.
    if (value.state === 'in' && value.me.link === 'linked' && page.value.step === 'closed' && !await this.#choice()) void page.ask();
    await this.updateComplete;
    const element = this.querySelector<LightElement>(elementOf[service]);
    await element?.updateComplete;
    element?.querySelector<HTMLElement>('h2')?.focus();
  }

  /** There is somebody else to choose first (N8). */
  async #choice(): Promise<boolean> {
    return this.clinic.guardians === true && await this.portal.self().then((self) => self.guardians()).then(({ children }) => children.some(({ open }) => open), () => false);
  }

  /** The click may come before the session was looked up. */
  #session(): Promise<Session> {
    return new Promise((known) => {
      const { session } = this.portal;
      const see = (value: Session) => { if (value.state !== 'unknown') { stop(); known(value); } };
      const stop = session.subscribe(see);
      see(session.value);
    });
  }

  readonly #back = () => {
    if (this.#shown) this.portal.page(this.#shown).close();
    this.#shown = null;
    this.requestUpdate();
    void this.updateComplete.then(() => this.querySelector<HTMLElement>('h2')?.focus());
  };
}
customElements.define('session-code-prompt', SessionCodePrompt);
declare global { interface HTMLElementTagNameMap { 'session-code-prompt': SessionCodePrompt } }
