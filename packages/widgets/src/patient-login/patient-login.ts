import { button, checkbox, clockTime, errorWords, linkNotice, notice } from '@balie/forms';
import { html, nothing, type PropertyValues } from 'lit';
import type { Session } from '@balie/portal-client';
import { Act } from '../shared/act.ts';
import { LightElement } from '../shared/light-element.ts';
import { LogInPart } from '../shared/log-in-part.ts';

/**
 * @summary Logs a patient in with e-mail address and password, shows whether the account is linked, and logs out.
 * @tag patient-login
 * @slot - Fallback content for when the element cannot run: telephone number and a link.
 * @fires balie-logged-in - `{ linked }`
 * @fires balie-logged-out - `{ reason: 'patient' | 'idle' | 'ended' }`
 */
export class PatientLogin extends LightElement {
  readonly #logIn = new LogInPart(this, this.stem);
  readonly #out = new Act(this);
  readonly #look = new Act(this);
  #looked = false;
  #was: Session['state'] = 'unknown';
  #focusNext = false;

  override willUpdate(_changed: PropertyValues) {
    const session = this.session.value ?? { state: 'unknown' as const };
    const was = this.#was;
    this.#was = session.state;
    if (session.state === was) return;
    if (session.state === 'in') this.emit('balie-logged-in', { linked: session.me.link === 'linked' });
    if (session.state === 'out' && was === 'in') this.emit('balie-logged-out', { reason: session.why ?? 'ended' });
    // Whoever was at work here goes on at the new heading; others are left alone.
    this.#focusNext = was !== 'unknown' && this.contains(document.activeElement);
  }
  override updated(changed: PropertyValues) {
    super.updated(changed);
    if (!this.#focusNext) return;
    this.#focusNext = false;
    this.querySelector<HTMLElement>('h2')?.focus();
  }

  override render(): unknown {
    const session = this.session.value;
    const offline = this.online.value === false ? notice({ kind: 'warning', live: 'polite', body: this.t('common.offline') }) : undefined;
    return session?.state === 'in' ? this.#loggedIn(session, offline) : this.#logIn.render(this.balie!, session, offline ? { lead: offline } : {});
  }

  #loggedIn({ me }: Extract<Session, { state: 'in' }>, offline: unknown) {
    const { t, clinic } = this;
    // An account that began with an eID has no name until it is linked.
    const name = me.record_name ?? me.name ?? me.email;
    const problem = this.#out.problem ?? this.#look.problem;
    const link = linkNotice(t, clinic, me.link, { live: 'polite', follows: this.balie!.eid?.follows(t, me), actions: html`<div class="row">${button(t, { label: t('link.check'), busy: this.#look.busy, onClick: this.#lookAgain })}<span role="status">${this.#looked ? t('link.checked') : nothing}</span></div>` });
    return html`<section class="stack" aria-labelledby="${this.stem}-in">
      <h2 id="${this.stem}-in" tabindex="-1">${t('login.in')}</h2>
      ${offline ?? nothing}${this.balie!.eid?.told(t, this) ?? nothing}
      ${problem ? notice({ kind: 'danger', live: 'assertive', body: errorWords(t, clinic, problem) }) : nothing}
      <p>${name === null ? nothing : t.rich('login.inAs', { name: html`<strong>${name}</strong>` })} ${t('login.until', { time: clockTime(t, me.session_ends_at, clinic.timeZone) })}</p>
      ${this.balie!.number?.loggedIn(this, this.stem, this.balie!, me, link) ?? link}
      <form class="stack" method="post" action="" @submit=${this.#logOut}>
        ${checkbox({ id: `${this.stem}-shared`, name: 'shared', label: t('login.shared'), hint: t('login.sharedHint') })}
        ${button(t, { type: 'submit', kind: 'secondary', label: t('login.out'), busy: this.#out.busy })}
      </form>
    </section>`;
  }

  readonly #lookAgain = () => {
    this.#looked = false;
    void this.#look.run(() => this.portal.refresh()).then((done) => { this.#looked = done; this.requestUpdate(); });
  };
  readonly #logOut = (event: SubmitEvent) => {
    event.preventDefault();
    const shared = new FormData(event.currentTarget as HTMLFormElement).has('shared');
    this.#looked = false;
    void this.#out.run(() => this.portal.logOut({ shared }));
  };
}
customElements.define('patient-login', PatientLogin);
declare global { interface HTMLElementTagNameMap { 'patient-login': PatientLogin } }
