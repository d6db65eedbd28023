import { ContextProvider } from '@lit/context';
import type { DeskPatient } from '@balie/contracts';
import { button, createTexts, loadCatalog, notice, type Namespace } from '@balie/forms';
import { textGroupsOf, type Part } from '@balie/forms/texts-of-element';
import type { DeskCaller } from '@balie/portal-client/desk';
import type { PageState, Portal, ServicePage, Session } from '@balie/portal-client';
import { html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import { loadElement } from '../runtime/load-element.ts';
import { Relay } from '../runtime/relay.ts';
import { Act } from '../shared/act.ts';
import { balieContext } from '../shared/balie.ts';
import { deskError, DeskPart, printButton } from './part.ts';
import { patientFacts } from './patient-facts.ts';

const elements = { prescriptions: 'prescription-request', appointments: 'book-appointment', econsults: 'econsult-form' } as const;
type Offered = keyof typeof elements;
const offered = Object.keys(elements) as Offered[];

/**
 * The patient's own elements for who is at the counter or on the telephone (N14): what is sent is the patient's, with the name of who filled it in. There is no log-in and no code; the desk's own stand
 * behind it. What is typed is kept for this patient alone.
 */
@customElement('desk-caller')
export class DeskCallerPart extends DeskPart {
  @property({ attribute: false }) patient!: DeskPatient;
  @property({ attribute: false }) done: () => void = () => {};
  @state() private caller: DeskCaller | null = null;
  @state() private shown: Offered | null = null;
  /** What was received just now can be printed. */
  @state() private sent = false;
  readonly #coming = new Act(this);
  readonly #groups = new Set<Exclude<Namespace, 'mail'>>(['base']);
  #portal: Portal | undefined;
  readonly #provider = new ContextProvider(this, { context: balieContext });

  override firstUpdated() { void this.#begin(); }
  async #begin() {
    await this.#coming.run(async () => { this.caller = await this.desk.caller(this.patient.id); });
    if (this.caller && this.#offers.length === 1) await this.#show(this.#offers[0]!);
  }
  get #offers() { return offered.filter((service) => this.caller?.clinic.services.some(({ id }) => id === service)); }
  #title(service: Offered) { return this.caller!.clinic.services.find(({ id }) => id === service)!.title; }

  override render() {
    const { t, patient, caller, shown } = this;
    const { problem, busy } = this.#coming;
    return html`<section class="card stack caller" aria-labelledby="caller-title">
      <h3 id="caller-title" tabindex="-1">${t('desk.caller.for', { name: patient.name })}</h3>
      <dl class="facts">${patientFacts(t, patient)}</dl>
      ${caller ? notice({ kind: caller.told ? 'info' : 'warning', body: t(caller.told ? 'desk.caller.told' : 'desk.caller.notTold', { name: patient.name }) }) : nothing}
      ${problem ? html`${notice({ kind: 'danger', live: 'assertive', body: deskError(t, problem) })}${caller ? nothing : html`<div class="row">${button(t, { label: t('common.retry'), busy, onClick: () => void this.#begin() })}</div>`}` : nothing}
      ${!caller ? problem ? nothing : html`<p role="status">${t('common.loading')}</p>` : html`<div class="chips" role="group" aria-label=${t('desk.caller.what')}>${this.#offers.map((service) => html`<button type="button" aria-pressed=${service === shown ? 'true' : 'false'} @click=${() => void this.#show(service)}>${this.#title(service)}</button>`)}</div>`}
      ${shown ? keyed(shown, html`<div @balie-sent=${() => { this.sent = true; }}>${shown === 'prescriptions' ? html`<prescription-request></prescription-request>` : shown === 'appointments' ? html`<book-appointment></book-appointment>` : html`<econsult-form></econsult-form>`}</div>`) : nothing}
      <div class="row">${this.sent ? printButton(t, patient.name) : nothing}${button(t, { kind: 'quiet', label: t('desk.caller.done'), onClick: this.done })}</div>
    </section>`;
  }

  async #show(service: Offered) {
    if (this.#coming.busy) return;
    await this.#coming.run(async () => { await this.#need(elements[service]); this.shown = service; this.sent = false; });
    await this.focusOn(`${elements[service]} h2`);
  }

  /** The texts that an element speaks, then its code. What leads to a form that the desk does not have is not offered. */
  async #need(what: Part) {
    const { caller } = this;
    if (!caller || what === 'econsult-move') throw new Error('not at the desk');
    const before = this.#groups.size;
    for (const group of textGroupsOf(what, this.#clinic(caller))) this.#groups.add(group);
    const [catalog] = await Promise.all([this.#groups.size > before ? loadCatalog(this.t.locale, this.#groups) : null, loadElement[what]()]);
    if (!catalog) return;
    this.#portal ??= this.#portalOf(caller);
    this.#provider.setValue({ portal: this.#portal, texts: createTexts(this.t.locale, catalog, caller.clinic.texts), need: (part) => this.#need(part), now: () => this.at!.now() });
  }
  /** Nobody logs in here, so nothing of the practice's ways in is asked. */
  #clinic({ clinic }: DeskCaller): Portal['clinic'] { return { ...clinic, eid: null, guardians: false, logIn: { ways: [], userName: 'email', code: null } }; }

  /** A portal of one patient whose services are open. Only what stands behind the gate is ever called. */
  #portalOf(caller: DeskCaller): Portal {
    const { desk, patient } = this;
    const place = (name: string) => `caller ${patient.id} ${name}`;
    const session = new Relay<Session>({ state: 'in', me: { sub: patient.id, clinic: caller.clinic.id, name: patient.name, email: caller.told ? '' : null, link: 'linked', draft_key: '', record_name: patient.name, session_ends_at: '' } });
    const open: PageState = { step: 'open', endsAt: Number.MAX_SAFE_INTEGER, finalAt: Number.MAX_SAFE_INTEGER, warn: false };
    const here = () => Promise.reject(new Error('not at the desk'));
    const page = (service: ServicePage['service']): ServicePage => Object.assign(new Relay<PageState>(open), { service, care: caller.care, account: {} as ServicePage['account'], ask: here, askPasskey: here, resend: here, submit: here, touch() {}, close() {} });
    const pages = new Map<string, ServicePage>();
    return {
      clinic: this.#clinic(caller), session, online: desk.online, storage: desk.storage, joining: {} as Portal['joining'],
      drafts: { load: (name) => desk.drafts.load(place(name)), save: (name, value) => desk.drafts.save(place(name), value), clear: (name) => desk.drafts.clear(place(name)) },
      register: here, confirm: here, logIn: here, logInByPasskey: here, phrase: async () => null, logOut: here, self: here, refresh: async () => undefined,
      page(service) { const known = pages.get(service) ?? page(service); pages.set(service, known); return known; },
    };
  }
}
declare global { interface HTMLElementTagNameMap { 'desk-caller': DeskCallerPart } }
