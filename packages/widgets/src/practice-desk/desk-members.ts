import { button, checkboxes, dayInWords, errorSummary, field, notice, type Choice, type Texts } from '@balie/forms';
import type { DeskMember, MembersAnswer, StaffMe, StaffRole } from '@balie/contracts';
import { html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { Act } from '../shared/act.ts';
import { FormState, looksLikeEmail, typedIn } from '../shared/form-state.ts';
import { LookedAt } from '../shared/looked-at.ts';
import { deskError, DeskPart } from './part.ts';
import { fact } from './patient-facts.ts';

const roleChoices = (t: Texts, give: readonly StaffRole[], has: readonly StaffRole[]): Choice[] => give.map((role) => ({ value: role, label: t(`desk.role.${role}`), hint: t(`desk.members.roleHint.${role}`), checked: has.includes(role) }));
const rolesIn = (form: HTMLFormElement): StaffRole[] => new FormData(form).getAll('roles') as StaffRole[];

/** Who works here: invited, given roles, reset, removed, by who may (S3-02 … S3-04). */
@customElement('desk-members')
export class DeskMembers extends DeskPart {
  @property({ attribute: false }) me: StaffMe | undefined;
  /** Read when looked at. */
  @property({ type: Boolean }) shown = false;
  @state() private answer: MembersAnswer | null = null;
  @state() private inviting = false;
  readonly #open = new Act(this);
  readonly #act = new Act(this);
  readonly #form = new FormState(this, () => 'invite');

  override updated(changed: PropertyValues) { if (changed.has('shown') && this.shown) void this.load(); }
  constructor() {
    super();
    // An invitation may have been accepted meanwhile.
    new LookedAt(this, () => { if (this.shown) void this.load(); });
  }
  async load() { await this.#open.run(async () => { this.answer = await this.desk.members(); }); }

  override render() {
    const { t, answer } = this;
    const problem = this.#open.problem;
    if (!answer) return problem ? notice({ kind: 'danger', live: 'assertive', body: deskError(t, problem) }) : html`<p role="status">${t('common.loading')}</p>`;
    return html`
      <p class="soft">${t('desk.members.lead')}</p>
      ${this.inviting ? this.#invite(answer) : html`<div class="row spaced">${button(t, { kind: 'primary', label: t('desk.members.invite'), onClick: () => this.#show(true) })}</div>`}
      <div class="items">${repeat(answer.members, ({ id }) => id, (member) => html`<div><desk-member .at=${this.at} .item=${member} .give=${answer.give} .self=${member.id === this.me?.id} .act=${this.#did}></desk-member></div>`)}</div>`;
  }

  /** What an act left of everybody; one's own rights may have changed with it. */
  readonly #did = async (work: () => Promise<MembersAnswer>, words: string) => {
    const before = this.answer?.members.find(({ id }) => id === this.me?.id)?.roles.join();
    this.answer = await work();
    this.at!.say(words);
    if (this.answer.members.find(({ id }) => id === this.me?.id)?.roles.join() !== before) void this.desk.refresh().catch(() => undefined);
  };

  #invite({ give }: MembersAnswer) {
    const { t } = this;
    const problem = this.#act.problem;
    return html`<form class="card stack spaced" novalidate aria-labelledby="invite-title" @submit=${this.#send} @input=${this.#form.mend}>
      <h3 id="invite-title">${t('desk.members.invite')}</h3>
      ${errorSummary(t, 'invite', [...this.#form.summary, ...(problem ? [{ message: problem.code === 'conflict' ? t('desk.members.taken') : deskError(t, problem) }] : [])])}
      ${field(t, { id: 'invite-name', name: 'name', label: t('desk.members.name'), error: this.#form.error('name') })}
      ${field(t, { id: 'invite-email', name: 'email', type: 'email', inputmode: 'email', label: t('desk.email'), hint: t('desk.members.emailHint'), error: this.#form.error('email') })}
      ${checkboxes({ id: 'invite-roles', name: 'roles', legend: t('desk.members.rolesLegend'), choices: roleChoices(t, give, []), error: this.#form.error('roles'), onChange: this.#form.mend })}
      <div class="row">${button(t, { type: 'submit', label: t('desk.members.send'), busy: this.#act.busy })}${button(t, { kind: 'quiet', label: t('common.cancel'), onClick: () => this.#show(false) })}</div>
    </form>`;
  }

  #show(inviting: boolean) {
    this.inviting = inviting;
    this.#act.reset();
    this.#form.clear();
    if (inviting) void this.focusOn('#invite-name');
  }

  readonly #send = async (event: SubmitEvent) => {
    event.preventDefault();
    const { t } = this;
    const form = event.currentTarget as HTMLFormElement;
    const { name = '', email = '' } = typedIn(form);
    const roles = rolesIn(form);
    this.#act.reset();
    const ok = this.#form.check({ name: name.trim() ? '' : t('desk.members.nameMissing'), email: looksLikeEmail(email.trim()) ? '' : t('desk.members.emailShape'), roles: roles.length ? '' : t('desk.members.rolesMissing') });
    if (!ok) return;
    const done = await this.#act.run(() => this.#did(() => this.desk.invite({ name: name.trim(), email: email.trim(), roles }), t('desk.members.invited', { name: name.trim() })));
    if (done) this.#show(false);
    else if (this.#act.problem) await this.#form.focusSummary();
  };
}

@customElement('desk-member')
export class DeskMemberItem extends DeskPart {
  @property({ attribute: false }) item: DeskMember | undefined;
  @property({ attribute: false }) give: readonly StaffRole[] = [];
  @property({ attribute: false }) self = false;
  @property({ attribute: false }) act: (work: () => Promise<MembersAnswer>, words: string) => Promise<void> = () => Promise.resolve();
  @state() private mode: 'closed' | 'roles' | 'reset' | 'remove' = 'closed';
  readonly #act = new Act(this);
  readonly #form = new FormState(this, () => `${this.#stem}-roles`);
  get #stem() { return `member-${this.item!.id}`; }

  override render() {
    const { t, item } = this;
    if (!item) return nothing;
    const joined = item.state === 'active';
    return html`<article class="card stack" aria-labelledby="${this.#stem}-name">
      <div class="row"><h3 id="${this.#stem}-name" tabindex="-1">${this.self ? t('desk.members.you', { name: item.name }) : item.name}</h3><span class="badge ${joined ? 'done' : ''}">${t(`desk.members.state.${item.state}`)}</span></div>
      <dl class="facts">
        ${fact(t('desk.email'), item.email)}
        ${fact(t('desk.members.roles'), item.roles.map((role) => t(`desk.role.${role}`)).join(', '))}
        ${joined ? fact(t('desk.members.factor'), item.secondFactor ? t('desk.members.factorSet') : t('desk.members.noFactor')) : nothing}
        ${fact(t(joined ? 'desk.members.since.active' : 'desk.members.since.invited'), dayInWords(t, item.since, this.at!.zone, new Date(this.at!.now())))}
      </dl>
      ${this.mode === 'closed' ? this.#actions(item) : this.mode === 'roles' ? this.#roles(item) : this.#sure(item, this.mode)}
    </article>`;
  }

  /** What conflicts here is that an owner must stay. */
  #words() { const { problem } = this.#act; return problem && (problem.code === 'conflict' ? this.t('desk.members.lastOwner') : deskError(this.t, problem)); }
  #problem() { const body = this.#words(); return body ? notice({ kind: 'danger', live: 'assertive', body }) : nothing; }

  #actions(item: DeskMember) {
    const { t } = this;
    if (!item.mine) return html`<p class="soft">${t('desk.members.locked')}</p>`;
    const one = (label: string, onClick: () => void, kind: 'secondary' | 'quiet' = 'secondary') => button(t, { label, ariaLabel: `${label}: ${item.name}`, kind, busy: this.#act.busy, onClick });
    return html`${this.#problem()}<div class="row">
      ${item.state === 'active' ? nothing : one(t('desk.members.resend'), () => void this.#act.run(() => this.act(() => this.desk.resend(item.id), t('desk.members.resent', { name: item.name }))))}
      ${one(t('desk.members.change'), () => this.#open('roles'))}
      ${item.secondFactor ? one(t('desk.members.reset'), () => this.#open('reset'), 'quiet') : nothing}
      ${one(t('desk.members.remove'), () => this.#open('remove'), 'quiet')}
    </div>`;
  }

  #roles(item: DeskMember) {
    const { t } = this;
    const problem = this.#words();
    const stem = `${this.#stem}-roles`;
    return html`<form class="stack" novalidate @submit=${this.#save} @input=${this.#form.mend}>
      ${errorSummary(t, stem, [...this.#form.summary, ...(problem ? [{ message: problem }] : [])])}
      ${checkboxes({ id: `${stem}-roles`, name: 'roles', legend: t('desk.members.rolesLegend'), choices: roleChoices(t, this.give, item.roles), error: this.#form.error('roles'), onChange: this.#form.mend })}
      <div class="row">${button(t, { type: 'submit', label: t('desk.members.save'), busy: this.#act.busy })}${button(t, { kind: 'quiet', label: t('common.cancel'), onClick: () => this.#open('closed') })}</div>
    </form>`;
  }
  readonly #save = async (event: SubmitEvent) => {
    event.preventDefault();
    const { t, item } = this;
    const roles = rolesIn(event.currentTarget as HTMLFormElement);
    this.#act.reset();
    if (!this.#form.check({ roles: roles.length ? '' : t('desk.members.rolesMissing') })) return;
    const done = await this.#act.run(() => this.act(() => this.desk.setRoles(item!.id, roles), t('desk.members.changed', { name: item!.name })));
    if (done) this.#open('closed');
    else if (this.#act.problem) await this.#form.focusSummary();
  };

  /** Asks once more: what it does, in words. */
  #sure(item: DeskMember, what: 'reset' | 'remove') {
    const { t } = this;
    const { name } = item;
    const act = what === 'reset'
      ? { label: t('desk.members.reset'), run: () => this.act(() => this.desk.resetMember(item.id), t('desk.members.resetDone', { name })) }
      : { label: t('desk.members.doRemove'), run: () => this.act(() => this.desk.removeMember(item.id), t('desk.members.removed', { name })) };
    return html`<section class="stack" aria-labelledby="${this.#stem}-sure">
      ${this.#problem()}
      <h4 id="${this.#stem}-sure" tabindex="-1">${t(`desk.members.${what}Sure`, { name })}</h4>
      <p>${t(`desk.members.${what}Hint`, { name })}</p>
      <div class="row">${button(t, { kind: 'primary', label: act.label, busy: this.#act.busy, onClick: () => void this.#act.run(act.run).then((done) => { if (done) this.#open('closed'); }) })}${button(t, { kind: 'quiet', label: t('common.cancel'), onClick: () => this.#open('closed') })}</div>
    </section>`;
  }

  #open(mode: typeof this.mode) {
    this.mode = mode;
    this.#act.reset();
    this.#form.clear();
    if (!this.isConnected) return;
    void this.focusOn({ closed: `#${CSS.escape(`${this.#stem}-name`)}`, roles: 'input', reset: `#${CSS.escape(`${this.#stem}-sure`)}`, remove: `#${CSS.escape(`${this.#stem}-sure`)}` }[mode]);
  }
}
