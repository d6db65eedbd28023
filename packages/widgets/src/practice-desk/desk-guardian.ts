import { button, notice, phoneLink, shortDate } from '@balie/forms';
import type { DeskPatient, GuardianRequest, StaffMe } from '@balie/contracts';
import { html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Act } from '../shared/act.ts';
import { deskError, DeskPart } from './part.ts';
import { birthDate, fact, patientFacts } from './patient-facts.ts';
import { ReasonForm } from './reason-form.ts';

/** Somebody who asks to act for a child that has its account (N8): let in once custody was checked, or not. */
@customElement('desk-guardian')
export class DeskGuardian extends DeskPart {
  @property({ attribute: false }) item: GuardianRequest | undefined;
  @property({ attribute: false }) may: Pick<StaffMe['may'], 'checkIdentity' | 'link'> = { checkIdentity: false, link: false };
  /** It was decided. */
  @property({ attribute: false }) done: () => void = () => undefined;
  @state() private mode: 'closed' | 'approve' | 'refuse' = 'closed';
  /** The record that is asked about: a refresh meanwhile does not change it. */
  @state() private sure: DeskPatient | null = null;
  readonly #act = new Act(this);
  readonly #reason = new ReasonForm(this, () => `${this.#stem}-refuse`);
  get #stem() { return `guardian-${this.item!.id}`; }
  get #name() { return this.item!.name ?? this.t('desk.guardians.somebody'); }
  get #child() { return this.item!.patient?.name ?? this.t('desk.guardians.noRecord'); }

  override render() {
    const { t, item, may } = this;
    if (!item) return nothing;
    const { problem } = this.#act, { patient } = item;
    const open = (label: string, mode: typeof this.mode, kind: 'primary' | 'quiet') => button(t, { label, ariaLabel: `${label}: ${this.#name}`, kind, onClick: () => this.#open(mode) });
    return html`<article class="card stack" aria-labelledby="${this.#stem}-name">
      <div class="row"><h3 id="${this.#stem}-name" tabindex="-1">${t('desk.guardians.asks', { name: this.#name, child: this.#child })}</h3><span class="badge">${t(item.state === 'refused' ? 'desk.guardians.isRefused' : 'desk.guardians.waits')}</span></div>
      <dl class="facts">
        ${fact(t('desk.guardians.guardian'), item.name ?? t('desk.guardians.unnamed'))}
        ${fact(t('desk.birthDate'), birthDate(t, item.birthDate))}
        ${fact(t('desk.bsnShort'), t('desk.bsnEnds', { digits: item.numberEnds }))}
        ${fact(t('desk.email'), item.email ?? t('desk.unknown'))}
        ${item.phone ? fact(t('desk.phone'), phoneLink(item.phone)) : nothing}
        ${fact(t('desk.guardians.since'), this.when(item.requestedAt))}
        ${fact(t('desk.links.proof'), t('desk.guardians.proof'))}
        ${patient ? html`${fact(t('desk.links.record'), html`<strong>${patient.name}</strong>`)}${patientFacts(t, { ...patient, phone: null })}` : nothing}
        ${fact(t('desk.guardians.acting'), item.acting.length ? item.acting.map(({ name, since }) => html`<div>${t('desk.guardians.actingSince', { name: name ?? t('desk.guardians.unnamed'), date: shortDate(t, since, this.at!.zone) })}</div>`) : t('desk.guardians.nobody'))}
      </dl>
      ${item.before ? notice({ kind: 'warning', body: html`<p>${t('desk.guardians.before', { date: shortDate(t, item.before.at, this.at!.zone) })}</p>${item.before.reason === null ? nothing : html`<p>${t('desk.guardians.beforeWhy', { reason: item.before.reason })}</p>`}` }) : nothing}
      ${patient && !item.waits ? nothing : notice({ kind: 'warning', body: t(item.waits ? 'desk.guardians.childWaits' : 'desk.guardians.noRecordHow') })}
      ${problem && this.mode !== 'refuse' ? notice({ kind: 'danger', live: 'assertive', body: problem.code === 'conflict' ? t('desk.guardians.conflict') : deskError(t, problem) }) : nothing}
      ${this.mode === 'approve' ? this.#approving() : this.mode === 'refuse' ? this.#refusing() : html`<div class="row">
        ${may.link && patient && !item.waits ? open(t('desk.guardians.approve'), 'approve', 'primary') : nothing}
        ${item.state === 'requested' && (may.checkIdentity || may.link) ? open(t('desk.guardians.refuse'), 'refuse', 'quiet') : nothing}
      </div>${may.link ? nothing : html`<p class="soft">${t('desk.links.onlyLinker')}</p>`}`}
    </article>`;
  }

  #approving() {
    const { t, sure } = this;
    return html`<section class="stack" aria-labelledby="${this.#stem}-sure">
      <h4 id="${this.#stem}-sure" tabindex="-1">${t('desk.guardians.sure', { name: this.#name, child: sure?.name ?? '' })}</h4>
      <p>${t('desk.guardians.sureHint')}</p>
      <div class="row">${button(t, { kind: 'primary', label: t('desk.guardians.approve'), busy: this.#act.busy, onClick: () => void this.#act.run(async () => { await this.desk.approveGuardian(this.item!.id, sure!.id); this.#finish(t('desk.guardians.approved', { name: this.#name, child: sure!.name })); }) })}${button(t, { kind: 'quiet', label: t('common.cancel'), onClick: () => this.#open('closed') })}</div>
    </section>`;
  }
  #refusing() {
    return this.#reason.render(this.at!, this.#act, {
      template: 'refusal', hint: this.t('desk.guardians.refuseHint'), submit: this.t('desk.guardians.doRefuse'), onCancel: () => this.#open('closed'),
      onReason: async (reason) => { await this.desk.refuseGuardian(this.item!.id, reason); this.#finish(this.t('desk.guardians.refused', { name: this.#name })); },
    });
  }
  #finish(words: string) {
    this.at!.hold(this.item!.id, false);
    this.mode = 'closed';
    this.at!.say(words);
    this.done();
  }
  #open(mode: typeof this.mode) {
    this.mode = mode;
    this.sure = mode === 'approve' ? this.item!.patient : null;
    this.#act.reset();
    this.at!.hold(this.item!.id, mode !== 'closed');
    void this.focusOn({ closed: `#${CSS.escape(`${this.#stem}-name`)}`, approve: `#${CSS.escape(`${this.#stem}-sure`)}`, refuse: `#${CSS.escape(this.#reason.field)}` }[mode]);
  }
}
