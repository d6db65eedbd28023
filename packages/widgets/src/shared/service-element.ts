import type { MeAnswer, PageScope } from '@balie/contracts';
import { button, linkLine, notice, timeInWords } from '@balie/forms';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { PageState, ServicePage } from '@balie/portal-client';
import { CodePart } from './code-part.ts';
import type { FamilyPart } from './family-part.ts';
import { coveredNotice, inSight, watchSight } from './in-sight.ts';
import { Act } from './act.ts';
import { LightElement } from './light-element.ts';
import { LogInPart } from './log-in-part.ts';
import { Watch } from './watch.ts';

/**
 * A service behind its gate: not logged in → the log-in form right here; not linked → who calls whom; then the session code; then `renderService`.
 * When the page closes (idle, left, ended) what the service showed is wiped at once, so a service keeps what is typed in properties of its
 * own (and in `portal.drafts`), never only in its inputs: it comes back with the next code.
 */
export abstract class ServiceElement extends LightElement {
  abstract readonly service: PageScope;
  /** Whether the account must be linked first: everything medical. */
  protected get needsLink(): boolean { return true; }
  /** The open service. Its root should be a `.stack`. */
  protected abstract renderService(page: ServicePage): unknown;
  /** The page has opened (again): load what is shown. */
  protected serviceOpened(_page: ServicePage): void | Promise<void> {}
  /** The page has closed: forget what was loaded, keep what was typed. */
  protected serviceClosed(): void {}
  /** What is typed and unsent, by the name of its draft: goes along on an eID trip. */
  protected get draftToTake(): { name: string; value: unknown } | undefined { return undefined; }
  /** Something typed is waiting; the gate says that it is kept. */
  protected get hasDraft(): boolean { return false; }

  /** The person that the service is for has changed: a child by its guardianship, or null for oneself (N8). */
  protected personChanged(_child: string | null): void {}

  protected readonly pageState = new Watch<PageState>(this, () => (this.balie ? this.page : undefined));
  readonly #logIn = new LogInPart(this, `${this.localName}-login`);
  readonly #code = new CodePart(this, `${this.localName}-code`);
  readonly #look = new Act(this);
  #family: FamilyPart | null = null;
  /** For whom it was asked. */
  #meeting: string | null = null;
  #step = '';
  #open = false;
  #covered = false;
  #focusNext = false;
  #tick: ReturnType<typeof setInterval> | undefined;

  protected get page(): ServicePage { return this.portal.page(this.service); }
  /** The clinic's own name of the service (S0-41); of one that it does not have, the clinic's. */
  protected get serviceTitle(): string { return this.clinic.services.find(({ id }) => id === this.service)?.title ?? this.clinic.name; }

  override connectedCallback() {
    super.connectedCallback();
    watchSight();
    for (const type of ['keydown', 'pointerdown', 'input'] as const) this.addEventListener(type, this.#touch);
    this.#tick = setInterval(() => { if (this.pageState.value?.step === 'open' && this.pageState.value.warn) this.requestUpdate(); }, 15_000);
  }
  override disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.#tick);
  }
  readonly #touch = () => { if (this.pageState.value?.step === 'open') this.page.touch(); };

  /** Before a code is asked or something is sent: whether what was pressed could be seen (T21). If not, nothing happens and the patient reads why. */
  protected readonly seen = async (): Promise<boolean> => {
    this.#covered = !await inSight(this);
    this.requestUpdate();
    return !this.#covered;
  };

  override willUpdate(_changed: PropertyValues) {
    const step = (this.session.value?.state === 'in' && this.pageState.value?.step) || '', open = step === 'open';
    if (step !== this.#step) this.#focusNext ||= this.contains(document.activeElement);
    this.#step = step;
    if (open === this.#open) return;
    this.#open = open;
    if (open) {
      this.emit('balie-service-opened', { service: this.service });
      void this.serviceOpened(this.page);
    } else {
      this.emit('balie-service-closed', { service: this.service });
      this.serviceClosed();
    }
  }
  /** Who was at work in the gate goes on at the heading of what took its place, at each of its steps. */
  override updated(changed: PropertyValues) {
    super.updated(changed);
    void this.#meetFamily().catch(() => undefined);
    if (!this.#focusNext) return;
    this.#focusNext = false;
    if (!this.contains(document.activeElement)) this.querySelector<HTMLElement>('h2')?.focus();
  }

  /** Where guardians act for children: whom this one may act for, once somebody is logged in. */
  async #meetFamily() {
    const session = this.session.value;
    const sub = session?.state === 'in' ? session.me.sub : null;
    if (!this.needsLink || !this.clinic.guardians || this.#meeting === sub) return;
    this.#meeting = sub;
    if (this.#family) this.personChanged(null);
    this.#family = null;
    if (sub === null) return;
    const [{ FamilyPart }] = await Promise.all([import('./family-part.ts'), this.balie!.need('family')]);
    if (this.#meeting !== sub) return;
    this.#family = new FamilyPart(this, this.localName, sub, (child) => this.personChanged(child));
    await this.#family.read(this.balie!);
  }

  override render(): unknown {
    const session = this.session.value;
    const { t } = this;
    if (this.needsLink && !this.clinic.services.some(({ id }) => id === this.service)) return this.#box(notice({ kind: 'warning', body: t.rich('errors.invalid_scope', { phone: this.phone }) }));
    if (!session || session.state === 'unknown') return this.#box(html`<p role="status">${t('common.loading')}</p>`);
    if (session.state === 'out') return this.#logIn.render(this.balie!, session, { lead: html`<p>${t('login.logInFirst', { service: this.serviceTitle })}</p>${this.#kept}`, draft: () => this.draftToTake });
    const family = this.#family;
    const linked = session.me.link === 'linked';
    const page = this.pageState.value;
    const chooser = page?.step === 'open' || page?.step === 'code' ? nothing : family?.chooser(this.balie!, linked) ?? nothing;
    if (this.needsLink && session.me.link !== 'linked' && !family?.forChild) return this.#box(html`${chooser}${this.balie!.number?.admission(this, this.localName, this.balie!, session.me) ?? html`<p>${linkLine(t, this.clinic, session.me.link)}</p>`}${session.me.link === 'refused' ? nothing : this.#lookAgain}`);
    if (this.#off(session.me, page)) return this.#box(html`${chooser}${notice({ kind: 'warning', body: t.rich('errors.service_off', { phone: this.phone }) })}`);
    if (this.#needsNumber(page)) return this.#box(html`${this.#offline}<p>${t('code.smsFirst', { service: this.serviceTitle })}</p><second-factor-setup></second-factor-setup>`);
    if (page?.step !== 'open') return html`${this.#offline}${this.#uncovered}${this.#stepUp(page)}${this.#code.render(this.balie!, family?.page(this.page) ?? this.page, { title: this.serviceTitle, lead: chooser, kept: this.hasDraft, seen: this.seen })}`;
    return html`${this.#offline}${this.#uncovered}${page.warn ? this.#ending(page) : nothing}${family?.told(this.balie!, this.page) ?? nothing}${this.renderService(this.page)}`;
  }

  /** The practice does not offer it to this patient: whom to call, in place of a way to ask. Of a child only the server's answer tells. */
  #off({ off }: MeAnswer, page: PageState | undefined): boolean {
    const family = this.#family;
    return (!family?.forChild && off?.split(' ').includes(this.service)) || (page?.step === 'failed' && page.error.code === 'service_off' && family?.asked(this.page) !== false);
  }
  /** A code by SMS is asked of who has given no number yet: the one place where that can be mended is shown right here (S2-13). */
  #needsNumber(page: PageState | undefined): boolean {
    const needed = page?.step === 'failed' && page.error.code === 'insufficient_user_authentication' && this.clinic.sms === true && !this.balie!.eid;
    if (needed) void this.balie!.need('second-factor-setup').catch(() => undefined);
    return needed;
  }
  /** More than a mailed code is asked, or none can be mailed: the eID again (RFC 9470). */
  #stepUp(page: PageState | undefined): unknown {
    const { t } = this;
    const eid = this.balie!.eid;
    const needed = page?.step === 'failed' && ['insufficient_user_authentication', 'contact_missing'].includes(page.error.code);
    if (!eid || !needed) return eid?.told(t, this) ?? nothing;
    return html`${eid.told(t, this) ?? nothing}${eid.stepUp({ host: this, t, stem: this.localName, purpose: 'log-in', draft: () => this.draftToTake }, this.serviceTitle)}`;
  }
  #box(body: unknown): TemplateResult { return html`<div class="stack"><h2 tabindex="-1">${this.serviceTitle}</h2>${body}</div>`; }
  get #kept() { return this.hasDraft ? html`<p>${this.t('login.kept')}</p>` : nothing; }
  /** Said once: a code that could not be sent off says it itself. */
  get #offline() { const page = this.pageState.value; return this.online.value === false && !(page?.step === 'code' && page.problem === 'offline') ? notice({ kind: 'warning', live: 'polite', body: this.t('common.offline') }) : nothing; }
  get #uncovered() { return this.#covered ? coveredNotice(this.t, this.clinic, this.localName) : nothing; }
  get #lookAgain() {
    return html`<p>${button(this.t, { label: this.t('link.check'), busy: this.#look.busy, onClick: () => void this.#look.run(() => this.portal.refresh()) })}</p>`;
  }
  #ending(page: Extract<PageState, { step: 'open' }>): TemplateResult {
    const now = this.balie!.now();
    const final = page.finalAt <= page.endsAt;
    const time = timeInWords(this.t, Math.max(0, Math.min(page.endsAt, page.finalAt) - now));
    return notice({ kind: 'warning', live: 'assertive', body: html`<p>${this.t(final ? 'code.endsFinally' : 'code.endsSoon', { service: this.serviceTitle, time })}</p>${final ? nothing : html`<p>${button(this.t, { label: this.t('code.stay'), onClick: () => this.page.touch() })}</p>`}` });
  }
}
