import { button, errorSummary, field, notice, shortDate, type FormError } from '@balie/forms';
import type { ActivationLetter, DeskActivation, DeskPatient, DeskWay, StaffMe } from '@balie/contracts';
import { html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { Act } from '../shared/act.ts';
import { FormState, looksLikeEmail, typedIn } from '../shared/form-state.ts';
import { deskError, DeskPart } from './part.ts';
import { fact } from './patient-facts.ts';

/** Accounts that the practice begins: a letter with a PIN, printed once, and the mail with the link (S2-02 … S2-04, S2-29); or that mail alone (S4-35). */
@customElement('desk-letters')
export class DeskLetters extends DeskPart {
  /** For whom one is begun; null: the list alone. */
  @property({ attribute: false }) patient: DeskPatient | null = null;
  @property({ attribute: false }) clinic = '';
  @property({ attribute: false }) may!: Pick<StaffMe['may'], 'letters' | 'activate'>;
  @property({ attribute: false }) done: () => void = () => undefined;
  @state() private items: readonly DeskActivation[] | null = null;
  /** The only copy of a PIN: gone with this element, or with the button under it. */
  @state() private letter: ActivationLetter | null = null;
  readonly #form = new FormState(this, () => 'letters');
  readonly #act = new Act(this);
  readonly #load = new Act(this);

  override updated(changed: PropertyValues<this>) {
    if (changed.has('at') && !this.items && !this.#load.busy) void this.#read();
    if (changed.has('patient') && this.patient) { this.letter = null; void this.focusOn('#letters-email'); }
  }
  async #read() { await this.#load.run(async () => { this.items = await this.desk.activations(); }); }

  override render() {
    const { t } = this;
    const by = this.may.letters ? 'letters' : 'activation';
    const problem = this.#load.problem ?? (this.patient || this.letter ? null : this.#act.problem);
    return html`<section class="stack letters" aria-labelledby="letters-title">
      <h3 id="letters-title" tabindex="-1">${t(`desk.${by}.title`)}</h3>
      ${this.letter?.pin ? this.#print(this.letter.activation, this.letter.pin) : html`<p class="soft">${t(`desk.${by}.lead`)}</p>${this.patient ? this.#begin(this.patient) : nothing}`}
      ${problem ? notice({ kind: 'danger', live: 'assertive', body: deskError(t, problem) }) : nothing}
      ${this.items ? html`<h4>${t('desk.letters.open')}</h4>${this.items.length ? html`<div class="items">${repeat(this.items, ({ id }) => id, (item) => this.#item(item))}</div>` : html`<p>${t('desk.letters.none')}</p>`}` : this.#load.problem ? nothing : html`<p role="status">${t('common.loading')}</p>`}
    </section>`;
  }

  #begin(patient: DeskPatient) {
    const { t } = this;
    const { problem } = this.#act;
    const { letters, activate } = this.may;
    const name = t(this.at!.country === 'DK' ? 'desk.activation.mitid' : 'desk.activation.digid');
    const errors: FormError[] = [...this.#form.summary, ...(problem ? [{ message: problem.code === 'conflict' ? t('desk.letters.taken') : deskError(t, problem) }] : [])];
    return html`<form class="card stack" method="post" action="" novalidate @submit=${(event: SubmitEvent) => void this.#make(event, patient)} @input=${this.#form.mend}>
      <h4>${t('desk.letters.begin')}: ${patient.name}</h4>
      ${errorSummary(t, 'letters', errors)}
      ${field(t, { id: 'letters-email', name: 'email', type: 'email', inputmode: 'email', label: t('desk.letters.email'), value: patient.email ?? '', error: this.#form.error('email') })}
      ${field(t, { id: 'letters-phone', name: 'phone', type: 'tel', inputmode: 'tel', label: t('desk.phone'), hint: html`${t('desk.letters.phoneHint')}${this.at!.sms ? html` ${t('desk.letters.phoneHintSms')}` : nothing}`, value: patient.phone ?? '', optional: true, error: this.#form.error('phone') })}
      ${activate === 'eid' ? html`<div class="choice"><input type="checkbox" id="letters-excused" name="excused" value="1" aria-describedby="letters-excused-hint"><label for="letters-excused">${t('desk.activation.excused', { name })}</label><p class="hint" id="letters-excused-hint">${t('desk.activation.excusedHint', { name })}</p></div>` : nothing}
      <div class="row">${letters ? button(t, { type: 'submit', name: 'by', value: 'letter', label: t('desk.letters.make'), busy: this.#act.busy }) : nothing}${activate ? button(t, { type: 'submit', name: 'by', value: 'practice', kind: letters ? 'secondary' : 'primary', label: t('desk.activation.make'), busy: this.#act.busy }) : nothing}${button(t, { kind: 'quiet', label: t('common.cancel'), onClick: () => this.done() })}</div>
    </form>`;
  }
  async #make(event: SubmitEvent, { id: patient }: DeskPatient) {
    event.preventDefault();
    const typed = typedIn(event.currentTarget as HTMLFormElement);
    const by: DeskWay = (event.submitter as HTMLButtonElement | null)?.value === 'practice' || !this.may.letters ? 'practice' : 'letter';
    const [email, phone] = [typed['email']?.trim() ?? '', typed['phone']?.trim() ?? ''];
    this.#act.reset();
    if (!this.#form.check({ email: looksLikeEmail(email) ? '' : this.t('desk.letters.emailShape') })) return;
    await this.#show(() => this.desk.beginActivation({ patient, by, email, ...(phone ? { phone } : {}), ...(by === 'practice' && typed['excused'] ? { excused: true } : {}) }));
  }
  async #show(make: () => Promise<ActivationLetter>) {
    const made = await this.#act.run(async () => { this.letter = await make(); });
    if (!made) return this.#form.focusSummary();
    void this.#read();
    if (this.letter?.pin) return void await this.focusOn('.letter h4');
    // By mail alone: it is on its way, and there is nothing to print.
    const { name } = this.letter!.activation;
    this.letter = null;
    this.done();
    this.at!.say(this.t('desk.letters.mailed', { name }));
    await this.focusOn('#letters-title');
  }

  /** What goes to the printer, and nothing else of the page does. */
  #print(activation: DeskActivation, pin: string) {
    const { t } = this;
    return html`${notice({ kind: 'warning', live: 'polite', body: t('desk.letters.once') })}
      <article class="card stack letter">
        <p class="soft">${this.clinic}</p>
        <h4 tabindex="-1">${t('paper.heading')}</h4>
        <p>${t('paper.dear', { name: activation.name })}</p>
        <p>${t('paper.lead')}</p>
        <ol><li>${t('paper.step1', { clinic: this.clinic })}</li><li>${t('paper.step2')}</li><li>${t('paper.step3')}</li></ol>
        <p>${t('paper.pin')}: <strong class="pin">${pin.slice(0, 4)} ${pin.slice(4)}</strong></p>
        <p>${t('paper.keep', { date: shortDate(t, activation.expiresAt, this.at!.zone) })}</p>
      </article>
      <div class="row">${button(t, { kind: 'primary', label: t('desk.letters.print'), onClick: () => print() })}${button(t, { label: t('desk.letters.printed'), onClick: () => { this.letter = null; this.done(); void this.focusOn('#letters-title'); } })}</div>`;
  }

  #item(item: DeskActivation) {
    const { t } = this;
    const about = (label: string) => `${label}: ${item.name}`;
    const mail = item.step === 'letter' ? t('desk.letters.mail') : t('desk.letters.mailAgain');
    return html`<article class="card stack">
      <div class="row"><h4>${item.name}</h4><span class="badge ${item.step === 'confirm' ? 'done' : ''}">${t(`desk.letters.step.${item.step}`)}</span></div>
      <dl class="facts">${fact(t('desk.email'), item.email)}${fact(t('desk.letters.until'), this.when(item.expiresAt))}</dl>
      <div class="row">
        ${item.step === 'blocked' ? nothing : button(t, { kind: item.step === 'letter' ? 'primary' : 'secondary', label: mail, ariaLabel: about(mail), busy: this.#act.busy, onClick: () => void this.#do(() => this.desk.mailActivation(item.id), t('desk.letters.mailed', { name: item.name })) })}
        ${item.step === 'confirm' || item.by === 'practice' ? nothing : button(t, { kind: item.step === 'blocked' ? 'primary' : 'secondary', label: t('desk.letters.again'), ariaLabel: about(t('desk.letters.again')), onClick: () => void this.#show(() => this.desk.newLetter(item.id)) })}
        ${button(t, { kind: 'quiet', label: t('desk.letters.void'), ariaLabel: about(t('desk.letters.void')), onClick: () => void this.#do(() => this.desk.voidActivation(item.id), t('desk.letters.voided', { name: item.name })) })}
      </div>
    </article>`;
  }
  async #do(act: () => Promise<unknown>, said: string) {
    if (!await this.#act.run(async () => { await act(); })) return;
    this.at!.say(said);
    await this.#read();
  }
}
