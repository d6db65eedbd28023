import { button, clockTime, formStyles, notice, type Texts } from '@balie/forms';
import type { DeskQueue, StaffMe } from '@balie/contracts';
import { whoseWork } from '@balie/contracts/ids';
import type { Desk, DeskSession } from '@balie/portal-client/desk';
import { html, LitElement, nothing, unsafeCSS, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { Act } from '../shared/act.ts';
import { adopt } from '../shared/adopt.ts';
import { Watch } from '../shared/watch.ts';
import './desk-accounts.ts';
import { inCountry } from './country.ts';
import './desk-appointment.ts';
import './desk-econsult.ts';
import './desk-invitation.ts';
import './desk-link.ts';
import './desk-log-in.ts';
import './desk-members.ts';
import './desk-patients.ts';
import './desk-prescription.ts';
import './desk-recovery.ts';
import './desk-system.ts';
import './desk-work.ts';
import { deskError, type DeskAt } from './part.ts';
import { deskStyles } from './practice-desk.styles.ts';
import { kinds, Queue, type Kind } from './queue.ts';

const tabs = [...kinds, 'agenda', 'patients', 'accounts', 'templates', 'preview', 'members', 'own'] as const;
type Tab = (typeof tabs)[number];
const isKind = (tab: Tab): tab is Kind => (kinds as readonly Tab[]).includes(tab);
/** What each role sees; the server holds to the same. */
const tabsOf = ({ may }: StaffMe): Tab[] => tabs.filter((tab) => ({ links: may.accounts, prescriptions: may.care, appointments: may.care, econsults: may.care, agenda: may.care, patients: may.accounts, accounts: may.accounts, templates: may.templates, preview: may.preview, members: may.members, own: true })[tab]);
const hasWork = ({ may }: StaffMe) => may.accounts || may.care;
/** Sections whose code comes when somebody first looks at them. */
const later: Partial<Record<Tab, () => Promise<unknown>>> = { agenda: () => import('./desk-agenda.ts'), templates: () => import('./later.ts'), preview: () => import('./desk-preview.ts') };
const forms = unsafeCSS(formStyles);

/**
 * @summary The practice's desk: log-in with a second factor, the queue of work, linking accounts, answering. Hosted on an origin of its own, never framed.
 * @tag practice-desk
 */
@customElement('practice-desk')
export class PracticeDesk extends LitElement {
  /** Set by the page. Nothing is shown before both are there. */
  @property({ attribute: false }) desk: Desk | undefined;
  @property({ attribute: false }) texts: Texts | undefined;
  /** The secret of an invitation's link. */
  @property({ attribute: false }) invitation: string | null = null;
  /** The page of an invitation was loaded again: its secret left the address when it was first opened. */
  @property({ attribute: false }) reloaded = false;
  /** Fixtures hold it still. */
  @property({ attribute: false }) now: () => number = Date.now;
  @state() private tab: Tab = 'links';
  @state() private said = '';
  @state() private invited: string | null = null;
  /** The second factor was set up just now: recovery codes before anything else. */
  @state() private fresh = false;
  readonly #session = new Watch<DeskSession>(this, () => this.desk?.session, () => this.#changed());
  readonly #coming = new Act(this);
  readonly #came = new Set<Tab>();
  readonly #online = new Watch<boolean>(this, () => this.desk?.online);
  readonly #queue = new Queue(this, () => this.desk);
  #at: DeskAt | undefined;
  #leaving = false;
  #asked = false;
  #who: string | null = null;

  override createRenderRoot() { return this; }
  override connectedCallback() {
    super.connectedCallback();
    adopt(this.getRootNode(), [forms, deskStyles]);
  }
  override shouldUpdate() { return this.desk !== undefined && this.texts !== undefined; }
  override willUpdate(changed: PropertyValues) {
    if (!this.hasUpdated) this.replaceChildren();
    const session = this.desk?.session.value;
    if (session?.state === 'in' && !tabsOf(session.me).includes(this.tab)) this.tab = tabsOf(session.me)[0]!;
    const zone = (session?.state === 'in' && session.me.time_zone) || Intl.DateTimeFormat().resolvedOptions().timeZone;
    const country = (session?.state === 'in' && session.me.country) || 'NL';
    const sms = session?.state === 'in' && session.me.sms === true;
    if (changed.has('desk') || changed.has('texts') || changed.has('now') || this.#at?.zone !== zone || this.#at.country !== country || this.#at.sms !== sms) {
      this.#at = {
        desk: this.desk!, t: inCountry(this.texts!, country), country, sms, zone, now: this.now, say: (message) => this.#say(message), hold: (id, held) => this.#queue.hold(id, held), late: (id) => void this.#queue.late(id),
        replace: (kind, id, item) => this.#queue.replace(kind, id, item),
      };
    }
  }
  override updated() {
    // At the first sight of a session that was there before this element.
    const session = this.desk?.session.value;
    if (session?.state !== 'in') return;
    this.#who ??= session.me.id;
    if (hasWork(session.me) && !this.#queue.value && !this.#queue.busy && !this.#queue.problem) void this.#queue.load();
    // Few ask to act for a child: what shows them comes with the first.
    if (this.#queue.value?.guardians && !this.#asked) { this.#asked = true; void import('./later.ts').catch(() => { this.#asked = false; }); }
  }

  #changed() {
    const session = this.desk!.session.value;
    const [before, who] = [this.#who, session.state === 'in' ? session.me.id : null];
    this.#who = who;
    if (session.state === 'out') { this.#queue.clear(); this.tab = 'links'; this.said = ''; this.fresh = false; }
    else if (session.state === 'in') {
      // Read again by somebody who was in already: nothing begins.
      if (who === before) return;
      this.invited = null;
      this.invitation = null;
      if (hasWork(session.me)) void this.#queue.load();
      void this.#focus(this.fresh ? 'desk-recovery h2' : '[role=tabpanel]:not([hidden]) h2');
    }
    if (session.state === 'out' && session.why !== null) void this.#focus('h2');
  }
  /** Goes on where the eyes are, unless somebody typed elsewhere meanwhile. */
  async #focus(selector: string) {
    await this.updateComplete;
    if (document.activeElement === document.body || document.activeElement === null || this.contains(document.activeElement)) this.querySelector<HTMLElement>(selector)?.focus();
  }
  #say(message: string) {
    this.said = message;
    // The item it was about is gone, and the focus with it.
    void this.updateComplete.then(() => { if (document.activeElement === document.body) void this.#focus('[role=tabpanel]:not([hidden]) h2'); });
  }

  override render() { return html`<h1 class=${this.desk!.session.value.state === 'in' ? 'hidden' : 'brand'}>${this.#at!.t('desk.title')}</h1>${this.#view(this.#at!)}`; }

  #view(at: DeskAt) {
    const session = this.#session.value;
    const { t } = at;
    if (this.invitation && session?.state !== 'in') return html`<desk-invitation .at=${at} .secret=${this.invitation} .done=${(username: string | null) => { this.invited = username; this.invitation = null; void this.#focus('h2'); }}></desk-invitation>`;
    const offline = this.#online.value === false ? notice({ kind: 'warning', live: 'polite', body: t('desk.error.offline') }) : nothing;
    if (session?.state === 'in') return html`${this.#head(session.me)}${offline}${this.fresh ? html`<desk-recovery class="spaced" .at=${at} first .done=${() => { this.fresh = false; void this.#focus('[role=tabpanel]:not([hidden]) h2'); }}></desk-recovery>` : this.#work(session.me)}`;
    if (session?.state === 'out') return html`${offline}<desk-log-in .at=${at} .why=${this.invited ? null : session.why} .reloaded=${this.reloaded && !this.invited && session.why === null} .invited=${this.invited} .settingUp=${(is: boolean) => { this.fresh = is; }}></desk-log-in>`;
    return html`${offline}<div class="stack"><p role="status">${t('desk.loading')}</p>${offline === nothing ? nothing : button(t, { label: t('common.retry'), onClick: () => void this.desk!.refresh().catch(() => undefined) })}</div>`;
  }

  #head(me: StaffMe) {
    const { t } = this.#at!;
    return html`<div class="head">
      <div><p class="clinic">${me.clinic_name}</p><p class="soft">${t('desk.who', { name: me.name, roles: me.roles.map((role) => t(`desk.role.${role}`)).join(', ') })}</p></div>
      ${button(t, { label: t('desk.logOut'), busy: this.#leaving, onClick: () => void this.#logOut() })}
    </div>`;
  }

  #work(me: StaffMe) {
    const { t } = this.#at!;
    return html`
      <div class="tabs" role="tablist" aria-label=${t('desk.sections')} @keydown=${this.#keys}>${tabsOf(me).map((tab) => this.#tabButton(tab))}</div>
      <div class="said" role="status">${this.said ? notice({ kind: 'success', body: this.said }) : nothing}</div>
      ${tabsOf(me).map((tab) => html`<section id="desk-panel-${tab}" role="tabpanel" aria-labelledby="desk-tab-${tab}" ?hidden=${tab !== this.tab}>
        <div class="bar"><h2 tabindex="-1">${t(`desk.tab.${tab}`)}</h2>${isKind(tab) ? this.#freshness() : nothing}</div>
        ${isKind(tab) ? html`${this.#whose()}${this.#list(tab, me)}` : this.#part(tab, me)}
      </section>`)}`;
  }

  #part(tab: Exclude<Tab, Kind>, me: StaffMe) {
    if (later[tab] && !this.#came.has(tab)) {
      const { t } = this.#at!;
      return this.#coming.problem ? html`${notice({ kind: 'danger', live: 'assertive', body: deskError(t, this.#coming.problem) })}<div class="row spaced">${button(t, { label: t('common.retry'), onClick: () => this.#come(tab) })}</div>` : html`<p role="status">${t('common.loading')}</p>`;
    }
    switch (tab) {
      case 'agenda': return html`<desk-agenda .at=${this.#at} ?shown=${this.tab === 'agenda'}></desk-agenda>`;
      case 'patients': return html`<desk-patients .at=${this.#at} .me=${me}></desk-patients>`;
      case 'accounts': return html`<desk-accounts .at=${this.#at} .may=${me.may}></desk-accounts>`;
      case 'templates': return html`<desk-templates .at=${this.#at} .me=${me}></desk-templates>`;
      case 'preview': return html`<desk-preview .at=${this.#at}></desk-preview>`;
      case 'members': return html`<desk-members .at=${this.#at} .me=${me} ?shown=${this.tab === 'members'}></desk-members>`;
      case 'own': return html`<desk-recovery .at=${this.#at} .left=${me.recovery_codes}></desk-recovery>`;
    }
  }

  #tabButton(tab: Tab) {
    const { t } = this.#at!;
    const count = isKind(tab) ? this.#queue.count(tab) : null;
    return html`<button type="button" role="tab" id="desk-tab-${tab}" aria-selected=${tab === this.tab ? 'true' : 'false'} aria-controls="desk-panel-${tab}" tabindex=${tab === this.tab ? 0 : -1} @click=${() => this.#choose(tab)}>
      <span>${t(`desk.tab.${tab}`)}</span>${count === null ? nothing : html`<span class="count ${count ? '' : 'none'}" aria-hidden="true">${count}</span><span class="hidden">${t('desk.count', { count })}</span>`}
    </button>`;
  }

  #freshness() {
    const at = this.#at!;
    const { t } = at;
    const { readAt, problem, value, busy } = this.#queue;
    const time = clockTime(t, readAt, at.zone);
    return html`<div class="row"><span class="soft">${value && readAt ? (problem ? t('desk.notRefreshed', { time }) : t('desk.refreshed', { time })) : nothing}</span>${button(t, { label: t('desk.refresh'), busy, onClick: () => void this.#queue.load() })}</div>`;
  }

  #list(kind: Kind, me: StaffMe) {
    const at = this.#at!;
    const { t } = at;
    const { value, problem, whose } = this.#queue;
    if (!value) return problem ? notice({ kind: 'danger', live: 'assertive', body: deskError(t, problem) }) : html`<p role="status">${t('common.loading')}</p>`;
    const items: readonly { id: string }[] = value[kind];
    const more = value.more[kind];
    // Nobody need take what was handled already.
    const taken = (id: string) => !this.#gone(id) && (id in value.assigned || items.some((one) => one.id === id && this.#queue.waits(one)));
    return html`
      ${value.system ? html`<desk-system .at=${at} .system=${value.system} ?care=${me.may.care} .changed=${() => void this.#queue.load()}></desk-system>` : nothing}
      ${kind === 'links' && value.guardians ? html`<div class="items">${repeat(value.guardians, ({ id }) => id, (item) => html`<div>${this.#gone(item.id) ? notice({ kind: 'warning', live: 'polite', body: t('desk.gone') }) : nothing}<desk-guardian .at=${at} .item=${item} .may=${me.may} .done=${() => this.#queue.decided(item.id)}></desk-guardian></div>`)}</div>` : nothing}
      ${kind === 'links' && items.length ? html`<p class="soft ${value.guardians ? 'spaced' : ''}">${t(value.links.every(({ state }) => state === 'identity-checked') ? 'desk.links.leadChecked' : 'desk.links.lead')}</p>` : nothing}
      ${items.length === 0 && !(kind === 'links' && value.guardians) ? html`<p>${t(`desk.empty.${whose === 'all' ? kind : whose}`)}</p>` : nothing}
      <div class="items">${repeat(this.#cards(kind, at, me), ({ id }) => id, ({ id, name, card }) => html`<div>${this.#gone(id) ? notice({ kind: 'warning', live: 'polite', body: t('desk.gone') }) : nothing}${card}${taken(id) ? html`<desk-work .at=${at} .kind=${kind} .item=${id} .name=${name} .assigned=${value.assigned[id] ?? null} .members=${value.members} .me=${me.id} .changed=${(to: DeskQueue['assigned'][string] | null | undefined) => { if (to === undefined) void this.#queue.load(); else this.#queue.assign(id, to); }}></desk-work>` : nothing}</div>`)}</div>
      ${value.next[kind] ? html`<div class="row spaced">${more ? html`<span class="soft">${t('desk.more', { count: more })}</span>` : nothing}${button(t, { label: t('desk.showMore'), busy: this.#queue.busy, onClick: () => void this.#further(kind, items.length) })}</div>` : nothing}`;
  }

  #gone(id: string) { return this.#queue.gone.has(id); }
  /** Goes on at the first of what came. */
  async #further(kind: Kind, before: number) {
    if (!await this.#queue.further(kind)) return;
    await this.#focus(`#desk-panel-${kind} .items > :nth-child(${before + 1}) h3`);
  }
  #whose() {
    const { t } = this.#at!;
    return html`<div class="chips" role="group" aria-label=${t('desk.whose')}>${whoseWork.map((one) => html`<button type="button" aria-pressed=${one === this.#queue.whose ? 'true' : 'false'} @click=${() => void this.#queue.show(one)}>${t(`desk.whose.${one}`)}</button>`)}</div>`;
  }

  #cards(kind: Kind, at: DeskAt, me: StaffMe): { id: string; name: string; card: TemplateResult }[] {
    const value = this.#queue.value!;
    switch (kind) {
      case 'links': return value.links.map((item) => ({ id: item.id, name: item.name ?? item.checkedPatient?.name ?? item.email, card: html`<desk-link .at=${at} .item=${item} .may=${me.may}></desk-link>` }));
      case 'prescriptions': return value.prescriptions.map((item) => ({ id: item.id, name: item.patient.name, card: html`<desk-prescription .at=${at} .item=${item}></desk-prescription>` }));
      case 'appointments': return value.appointments.map((item) => ({ id: item.id, name: item.patient.name, card: html`<desk-appointment .at=${at} .item=${item}></desk-appointment>` }));
      case 'econsults': return value.econsults.map((item) => ({ id: item.id, name: item.patient.name, card: html`<desk-econsult .at=${at} .item=${item}></desk-econsult>` }));
    }
  }

  #choose(tab: Tab) {
    this.tab = tab;
    this.said = '';
    this.#come(tab);
  }
  #come(tab: Tab) {
    const load = later[tab];
    if (load && !this.#came.has(tab)) void this.#coming.run(async () => { await load(); this.#came.add(tab); });
  }
  /** WAI-ARIA tabs: arrows, Home and End move between them. */
  readonly #keys = (event: KeyboardEvent) => {
    const session = this.desk!.session.value;
    const shown = session.state === 'in' ? tabsOf(session.me) : [];
    const at = shown.indexOf(this.tab);
    const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: shown.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.#choose(shown[(to + shown.length) % shown.length]!);
    void this.#focus(`#desk-tab-${this.tab}`);
  };

  async #logOut() {
    if (this.#leaving) return;
    this.#leaving = true;
    this.requestUpdate();
    await this.desk!.logOut().catch(() => undefined);
    this.#leaving = false;
    this.requestUpdate();
  }
}
declare global { interface HTMLElementTagNameMap { 'practice-desk': PracticeDesk } }
