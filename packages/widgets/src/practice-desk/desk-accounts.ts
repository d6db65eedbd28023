import { button, notice, phoneLink } from '@balie/forms';
import type { DeskAccount, StaffMe } from '@balie/contracts';
import { html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { Act } from '../shared/act.ts';
import { FindAccount } from './find-patient.ts';
import './desk-link.ts';
import { deskError, DeskPart } from './part.ts';
import { birthDate, fact, patientFacts } from './patient-facts.ts';
import type { Kind } from './queue.ts';
import { ReasonForm } from './reason-form.ts';

/** Accounts with the practice, found one by one: their state, and help with it. */
@customElement('desk-accounts')
export class DeskAccounts extends DeskPart {
  @property({ attribute: false }) may: StaffMe['may'] | undefined;
  readonly #find = new FindAccount(this, () => 'desk-accounts');
  override render() {
    return html`<div class="stack"><p class="soft">${this.t('desk.accounts.lead')}</p>${this.#find.render(this.at!)}</div>
      <div class="items">${repeat(this.#find.found?.items ?? [], ({ id }) => id, (account) => html`<div><desk-account .at=${this.at} .item=${account} .may=${this.may} .changed=${(to: DeskAccount | null) => { if (to) this.#find.replace(to); else void this.#find.again(this.desk); }}></desk-account></div>`)}</div>
      ${this.#find.more(this.at!)}`;
  }
}

@customElement('desk-account')
export class DeskAccountItem extends DeskPart {
  @property({ attribute: false }) item: DeskAccount | undefined;
  @property({ attribute: false }) may: StaffMe['may'] | undefined;
  /** Hears what an act left of it; null: to be read again. */
  @property({ attribute: false }) changed: (to: DeskAccount | null) => void = () => undefined;
  @state() private mode: 'closed' | 'revoke' | 'number' | 'check' = 'closed';
  readonly #act = new Act(this);
  readonly #reason = new ReasonForm(this, () => `${this.#stem}-revoke`);
  get #stem() { return `account-${this.item!.id}`; }
  get #name() { return this.item!.checkedPatient?.name ?? this.item!.name ?? this.item!.email; }

  override render() {
    const { t, item, may } = this;
    if (!item) return nothing;
    const { checkedPatient: record, state } = item;
    const about = (label: string) => `${label}: ${this.#name}`;
    // The same check as in the queue, for whoever is no longer there.
    if (this.mode === 'check') return html`<desk-link .at=${{ ...this.at!, replace: (kind: Kind, id: string, to: { id: string } | null) => { this.at!.replace(kind, id, to); if (to === null) this.mode = 'closed'; this.changed(null); } }} .within=${'found-'} .item=${item} .may=${may}></desk-link><div class="row">${button(t, { kind: 'quiet', label: t('common.close'), onClick: () => this.#open('closed') })}</div>`;
    return html`<article class="card stack" aria-labelledby="${this.#stem}-name">
      <div class="row"><h3 id="${this.#stem}-name" tabindex="-1">${item.name ?? record?.name ?? t('desk.links.noName')}</h3><span class="badge ${state === 'linked' ? 'done' : ''}">${t(`desk.accounts.state.${state}`)}</span></div>
      <dl class="facts">
        ${fact(t('desk.email'), item.email || t('desk.unknown'))}
        ${item.phone ? fact(t('desk.phone'), phoneLink(item.phone)) : nothing}
        ${item.birthDate && !record ? fact(t('desk.birthDate'), birthDate(t, item.birthDate)) : nothing}
        ${fact(t('desk.links.since'), this.when(item.requestedAt))}
        ${item.linkedAt && state === 'linked' ? fact(t('desk.accounts.linkedSince'), this.when(item.linkedAt)) : nothing}
        ${record ? html`${fact(t('desk.links.record'), html`<strong>${record.name}</strong>`)}${patientFacts(t, { ...record, phone: null })}` : nothing}
        ${item.codesClosed ? fact(t('desk.accounts.codes'), html`<strong>${t('desk.accounts.codesClosed')}</strong>`) : nothing}
      </dl>
      ${this.mode === 'revoke' ? this.#reason.render(this.at!, this.#act, {
        hint: t('desk.accounts.revokeHint'), submit: t('desk.accounts.doRevoke'), onCancel: () => this.#open('closed'),
        onReason: async (reason) => { const after = await this.desk.revoke(item.id, reason); this.#open('closed'); this.changed(after); this.at!.say(t('desk.accounts.revoked', { name: this.#name })); },
      }) : this.mode === 'number' ? this.#number() : html`
        ${this.#act.problem ? notice({ kind: 'danger', live: 'assertive', body: deskError(t, this.#act.problem) }) : nothing}
        <div class="row">
          ${item.codesClosed ? button(t, { kind: 'primary', label: t('desk.accounts.reopen'), ariaLabel: about(t('desk.accounts.reopen')), busy: this.#act.busy, onClick: () => void this.#act.run(async () => { this.changed(await this.desk.reopenCodes(item.id)); this.at!.say(t('desk.accounts.reopened', { name: this.#name })); }) }) : nothing}
          ${state === 'linked' && item.smsNumber && may?.checkIdentity ? button(t, { kind: 'quiet', label: t('desk.accounts.number'), ariaLabel: about(t('desk.accounts.number')), onClick: () => this.#open('number') }) : nothing}
          ${state === 'linked' && (may?.checkIdentity || may?.link) ? button(t, { kind: 'quiet', label: t('desk.accounts.revoke'), ariaLabel: about(t('desk.accounts.revoke')), onClick: () => this.#open('revoke') }) : nothing}
          ${state !== 'linked' && (may?.checkIdentity || (may?.link && state === 'identity-checked')) ? button(t, { kind: 'secondary', label: t('desk.links.check'), ariaLabel: about(t('desk.links.check')), onClick: () => this.#open('check') }) : nothing}
        </div>`}
    </article>`;
  }

  /** Of who lost the telephone that codes go to: nothing else lets them in again. */
  #number() {
    const { t } = this;
    return html`${this.#act.problem ? notice({ kind: 'danger', live: 'assertive', body: deskError(t, this.#act.problem) }) : nothing}<p>${t('desk.accounts.numberHint')}</p><div class="row">
      ${button(t, { kind: 'primary', label: t('desk.accounts.doNumber'), busy: this.#act.busy, onClick: () => void this.#act.run(async () => { const after = await this.desk.removeNumber(this.item!.id); this.#open('closed'); this.changed(after); this.at!.say(t('desk.accounts.numberGone', { name: this.#name })); }) })}
      ${button(t, { kind: 'quiet', label: t('common.cancel'), onClick: () => this.#open('closed') })}</div>`;
  }

  #open(mode: typeof this.mode) {
    this.mode = mode;
    this.#act.reset();
    void this.focusOn(mode === 'check' ? 'desk-link h3' : `#${CSS.escape(mode === 'revoke' ? this.#reason.field : `${this.#stem}-name`)}`);
  }
}
