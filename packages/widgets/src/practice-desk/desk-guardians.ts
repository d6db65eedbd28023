import { button, errorSummary, field, notice, shortDate } from '@balie/forms';
import type { DeskPatient, PatientGuardians } from '@balie/contracts';
import { readPersonalNumber } from '@balie/rules';
import { html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Act } from '../shared/act.ts';
import { FormState, looksLikeEmail, typedIn } from '../shared/form-state.ts';
import { deskError, DeskPart } from './part.ts';
import { ReasonForm } from './reason-form.ts';

type One = PatientGuardians['acting'][number];

/** Who acts for one patient: one more who came to the counter, and one let go without the others (N8). */
@customElement('desk-guardians')
export class DeskGuardians extends DeskPart {
  @property({ attribute: false }) patient: DeskPatient | undefined;
  @state() private known: PatientGuardians | null = null;
  @state() private adding = false;
  /** The one who is being let go. */
  @state() private ending: string | null = null;
  readonly #open = new Act(this);
  readonly #act = new Act(this);
  readonly #form = new FormState(this, () => this.#stem);
  readonly #reason = new ReasonForm(this, () => `${this.#stem}-end`);
  get #stem() { return `guardians-${this.patient!.id}`; }
  #name({ name }: One) { return name ?? this.t('desk.guardians.somebody'); }

  override firstUpdated() { void this.#open.run(async () => { this.known = await this.desk.guardians(this.patient!.id); }); }

  override render() {
    const { t, known, patient } = this;
    const { problem } = this.#open;
    return html`<section class="stack" aria-labelledby="${this.#stem}-title">
      <h4 id="${this.#stem}-title" tabindex="-1">${t('desk.guardians.of', { name: patient!.name })}</h4>
      <p class="soft">${t('desk.guardians.lead')}</p>
      ${known ? this.#known(known) : problem ? notice({ kind: 'danger', live: 'assertive', body: deskError(t, problem) }) : html`<p role="status">${t('common.loading')}</p>`}
    </section>`;
  }
  #known({ account, acting }: PatientGuardians) {
    const { t } = this;
    return html`${acting.length ? acting.map((one) => this.#one(one)) : html`<p>${t('desk.guardians.nobody')}</p>`}
      ${!account ? html`<p>${t('desk.guardians.noAccount')}</p>` : this.adding ? this.#adding() : html`<div class="row">${button(t, { id: `${this.#stem}-add`, label: t('desk.guardians.add'), ariaLabel: `${t('desk.guardians.add')}: ${this.patient!.name}`, onClick: () => this.#show(true) })}</div>`}`;
  }
  #one(one: One) {
    const { t } = this;
    return html`<div class="line">
      <p>${t('desk.guardians.actingSince', { name: one.name ?? t('desk.guardians.unnamed'), date: shortDate(t, one.since, this.at!.zone) })}</p>
      ${this.ending === one.id ? this.#reason.render(this.at!, this.#act, { hint: t('desk.guardians.endHint'), submit: t('desk.guardians.end'), onCancel: () => { this.ending = null; }, onReason: (reason) => this.#end(one, reason) })
        : html`<div class="row">${button(t, { kind: 'quiet', label: t('desk.guardians.end'), ariaLabel: `${t('desk.guardians.end')}: ${this.#name(one)}`, onClick: () => { this.ending = one.id; this.adding = false; this.#act.reset(); void this.focusOn(`#${CSS.escape(this.#reason.field)}`); } })}</div>`}
    </div>`;
  }
  async #end(one: One, reason: string) {
    this.known = await this.desk.endGuardian(this.patient!.id, one.id, reason);
    this.ending = null;
    this.at!.say(this.t('desk.guardians.ended', { name: this.#name(one), child: this.patient!.name }));
    await this.focusOn(`#${CSS.escape(`${this.#stem}-title`)}`);
  }

  #adding() {
    const { t } = this;
    const { problem } = this.#act;
    const one = (name: string) => ({ id: `${this.#stem}-${name}`, name, error: this.#form.error(name) });
    const number = { ...(this.at!.country === 'NL' ? { inputmode: 'numeric' as const } : {}), size: 13 };
    return html`<form class="stack" method="post" action="" novalidate @submit=${this.#add} @input=${this.#form.mend} @change=${this.#form.mend}>
      ${errorSummary(t, this.#stem, [...this.#form.summary, ...(problem ? [{ message: problem.code === 'conflict' ? t('desk.guardians.addConflict') : deskError(t, problem) }] : [])])}
      <div class="fields">
        ${field(t, { ...one('name'), label: t('desk.guardians.name') })}
        ${field(t, { ...one('number'), ...number, label: t('desk.bsn') })}
        ${field(t, { ...one('again'), ...number, label: t('desk.guardians.numberAgain') })}
        ${field(t, { ...one('email'), label: t('desk.email'), type: 'email', inputmode: 'email', hint: t('desk.guardians.emailHint'), optional: true })}
      </div>
      <div class="choice"><input type="checkbox" id="${this.#stem}-seen" name="seen" value="1" aria-invalid=${this.#form.error('seen') ? 'true' : 'false'}><label for="${this.#stem}-seen">${t('desk.guardians.seen')}</label></div>
      ${this.#form.error('seen') ? html`<p class="error">${this.#form.error('seen')}</p>` : nothing}
      <div class="row">${button(t, { type: 'submit', label: t('desk.guardians.doAdd'), busy: this.#act.busy })}${button(t, { kind: 'quiet', label: t('common.cancel'), onClick: () => this.#show(false) })}</div>
    </form>`;
  }
  readonly #add = async (event: SubmitEvent) => {
    event.preventDefault();
    const { t, at, patient } = this;
    const typed = typedIn(event.currentTarget as HTMLFormElement);
    const [name, email] = [typed['name']?.trim() ?? '', typed['email']?.trim() ?? ''];
    const [number, again] = [readPersonalNumber(at!.country, typed['number'] ?? ''), readPersonalNumber(at!.country, typed['again'] ?? '')];
    this.#act.reset();
    // A slip in the number is somebody else's eID: it is typed twice.
    const same = number.ok && again.ok && number.value.number === again.value.number;
    if (!this.#form.check({ name: name ? '' : t('desk.guardians.nameMissing'), number: number.ok ? '' : t('desk.bsnShape'), again: !number.ok || same ? '' : t('desk.guardians.numberDiffers'), email: email && !looksLikeEmail(email) ? t('desk.members.emailShape') : '', seen: typed['seen'] ? '' : t('desk.guardians.seenMissing') })) return;
    if (!number.ok) return;
    const done = await this.#act.run(async () => { this.known = await this.desk.addGuardian(patient!.id, { number: number.value.number, name, ...(email ? { email } : {}) }); });
    if (!done) return this.#form.focusSummary();
    at!.say(t('desk.guardians.added', { name, child: patient!.name }));
    this.#show(false);
  };
  #show(adding: boolean) {
    this.adding = adding;
    this.ending = null;
    this.#act.reset();
    this.#form.clear();
    void this.focusOn(`#${CSS.escape(`${this.#stem}-${adding ? 'name' : 'add'}`)}`);
  }
}
