import { button, errorSummary, field, notice, phoneLink, radios, shortDate } from '@balie/forms';
import { readBirthDate } from '@balie/forms/registration';
import type { DeskLink as Link, DeskPatient, StaffMe } from '@balie/contracts';
import type { IdentityChecked } from '@balie/portal-client/desk';
import { readPersonalNumber } from '@balie/rules';
import { html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { FormState, typedIn } from '../shared/form-state.ts';
import { FindPatient } from './find-patient.ts';
import { andTold, deskError, DeskPart, ItemAct } from './part.ts';
import { birthDate, fact, patientFacts } from './patient-facts.ts';
import { ReasonForm } from './reason-form.ts';

/** One new account: call, compare with a record, link; or not (S0-19 … S0-22, S0-34). */
@customElement('desk-link')
export class DeskLinkItem extends DeskPart {
  @property({ attribute: false }) item: Link | undefined;
  @property({ attribute: false }) may: Pick<StaffMe['may'], 'checkIdentity' | 'link'> = { checkIdentity: false, link: false };
  /** Begins every id inside: the same account may stand in two sections. */
  @property({ attribute: false }) within = '';
  @state() private mode: 'closed' | 'check' | 'link' | 'refuse' = 'closed';
  @state() private mismatch: IdentityChecked | null = null;
  /** The record that is asked about before linking: a refresh meanwhile does not change it. */
  @state() private sure: DeskPatient | null = null;
  readonly #act = new ItemAct(this);
  readonly #find = new FindPatient(this, () => `${this.#stem}-find`);
  readonly #check = new FormState(this, () => `${this.#stem}-check`);
  readonly #reason = new ReasonForm(this, () => `${this.#stem}-refuse`);

  get #stem() { return `${this.within}link-${this.item!.id}`; }
  get #name() { return this.item!.checkedPatient?.name ?? this.item!.name ?? this.item!.email; }

  override render() {
    const { t, item } = this;
    if (!item) return nothing;
    const checked = item.state === 'identity-checked', refused = item.state === 'refused' || item.state === 'revoked';
    return html`<article class="card stack" aria-labelledby="${this.#stem}-name">
      <div class="row"><h3 id="${this.#stem}-name" tabindex="-1">${item.name ?? t('desk.links.noName')}</h3><span class="badge ${checked ? 'done' : ''}">${checked ? t('desk.links.checked') : refused ? t('desk.links.notLinked') : t('desk.links.toCall')}</span></div>
      <dl class="facts">
        ${fact(t('desk.phone'), item.phone ? phoneLink(item.phone) : t('desk.noPhone'))}
        ${fact(t('desk.email'), item.email)}
        ${fact(t('desk.birthDate'), birthDate(t, item.birthDate))}
        ${fact(t('desk.links.since'), this.when(item.requestedAt))}
        ${item.proof ? fact(t('desk.links.proof'), t(`desk.links.proof.${item.proof}`)) : nothing}
        ${item.checkedPatient ? fact(t('desk.links.record'), html`<strong>${item.checkedPatient.name}</strong>`) : nothing}
      </dl>
      ${this.mode === 'closed' ? this.#actions(checked, refused) : this.mode === 'check' ? this.#checking() : this.mode === 'link' ? this.#linking() : this.#refusing()}
    </article>`;
  }

  #actions(checked: boolean, refused: boolean) {
    const { t, may } = this;
    const about = (label: string) => `${label}: ${this.#name}`;
    const open = (label: string, mode: typeof this.mode, kind: 'primary' | 'secondary' | 'quiet') => button(t, { label, ariaLabel: about(label), kind, onClick: () => this.#open(mode) });
    return html`
      ${!checked && !may.checkIdentity ? html`<p class="soft">${t('desk.links.onlyChecker')}</p>` : nothing}
      ${checked && !may.link ? html`<p class="soft">${t('desk.links.onlyLinker')}</p>` : nothing}
      <div class="row">
        ${checked && may.link ? open(t('desk.links.link'), 'link', 'primary') : nothing}
        ${may.checkIdentity ? open(refused ? t('desk.links.checkAfterAll') : t('desk.links.check'), 'check', checked || refused ? 'secondary' : 'primary') : nothing}
        ${!refused && (may.checkIdentity || may.link) ? open(t('desk.links.refuse'), 'refuse', 'quiet') : nothing}
      </div>`;
  }

  #checking() {
    const { t, item } = this;
    const stem = `${this.#stem}-check`;
    const { found } = this.#find;
    const problem = this.#act.problem;
    return html`<section class="stack" aria-labelledby="${this.#stem}-find-title">
      <h4 id="${this.#stem}-find-title" tabindex="-1">${t('desk.links.find')}</h4>
      ${this.#find.render(this.at!, { name: item?.name ?? undefined, birthDate: item?.birthDate ? shortDate(t, item.birthDate) : undefined })}
      ${found?.items.length ? html`<form class="stack" novalidate @submit=${this.#compare} @input=${this.#check.mend}>
        ${errorSummary(t, stem, [...this.#check.summary, ...(problem ? [{ message: problem.code === 'conflict' ? t('desk.links.conflict') : deskError(t, problem) }] : [])])}
        ${radios({
          id: `${stem}-patient`, name: 'patient', legend: t('desk.links.choose'), error: this.#check.error('patient'), onChange: this.#check.mend,
          choices: found.items.map((one) => ({ value: one.id, label: one.name, disabled: !one.verified, hint: [birthDate(t, one.birthDate), one.verified ? one.numberEnds && `${t('desk.bsnShort')} ${t('desk.bsnEnds', { digits: one.numberEnds })}` : t('desk.unverified')].filter(Boolean).join(', ') })),
        })}
        ${this.#find.more(this.at!)}
        <h4>${t('desk.links.compare')}</h4>
        <p>${t('desk.links.compareLead')} ${item?.phone ? phoneLink(item.phone) : nothing}</p>
        <div class="fields">
          ${field(t, { id: `${stem}-birthDate`, name: 'birthDate', label: t('desk.birthDate'), hint: t('desk.birthDateHint'), error: this.#check.error('birthDate'), size: 12 })}
          ${field(t, { id: `${stem}-bsn`, name: 'bsn', label: t('desk.bsn'), error: this.#check.error('bsn'), ...(this.at!.country === 'NL' ? { inputmode: 'numeric' as const } : {}), size: 13 })}
        </div>
        ${radios({ id: `${stem}-how`, name: 'how', legend: t('desk.links.how'), error: this.#check.error('how'), onChange: this.#check.mend, choices: (['telephone', 'visit'] as const).map((how) => ({ value: how, label: t(`desk.links.how.${how}`) })) })}
        ${this.mismatch ? notice({ kind: 'danger', live: 'assertive', title: t('desk.links.mismatch'), body: html`${this.mismatch.birthDate ? nothing : html`<p>${t('desk.links.mismatchBirthDate')}</p>`}${this.mismatch.number ? nothing : html`<p>${t('desk.links.mismatchBsn')}</p>`}` }) : nothing}
        ${button(t, { type: 'submit', label: t('desk.links.doCheck'), busy: this.#act.busy })}
      </form>` : nothing}
      ${button(t, { kind: 'quiet', label: t('common.cancel'), onClick: () => this.#open('closed') })}
    </section>`;
  }

  readonly #compare = async (event: SubmitEvent) => {
    event.preventDefault();
    const { t, item } = this;
    const typed = typedIn(event.currentTarget as HTMLFormElement);
    const born = readBirthDate(typed['birthDate'] ?? '');
    const bsn = readPersonalNumber(this.at!.country, typed['bsn'] ?? '');
    const how = typed['how'] === 'telephone' || typed['how'] === 'visit' ? typed['how'] : null;
    const patient = typed['patient'];
    this.mismatch = null;
    this.#act.reset();
    const ok = this.#check.check({
      'patient': patient ? '' : t('desk.links.chooseMissing'), 'birthDate': born.ok ? '' : t(born.problem === 'shape' ? 'desk.birthDateShape' : 'desk.birthDateNone'), 'bsn': bsn.ok ? '' : t('desk.bsnShape'), 'how': how ? '' : t('desk.links.howMissing'),
    });
    if (!ok || !item || !patient || !born.ok || !bsn.ok || !how) return;
    const done = await this.#act.run(async () => {
      const answer = await this.desk.check(item.id, { patient, birthDate: born.value, number: bsn.value.number, how });
      if (!answer.matched || !answer.link) { this.mismatch = answer; return; }
      this.#open('closed');
      this.at!.replace('links', item.id, answer.link);
      this.at!.say(t('desk.links.matched', { name: answer.link.checkedPatient?.name ?? this.#name }));
    });
    if (!done && this.#act.problem) await this.#check.focusSummary();
  };

  #linking() {
    const { t, item } = this;
    const patient = this.sure;
    const problem = this.#act.problem;
    return html`<section class="stack" aria-labelledby="${this.#stem}-sure">
      ${problem ? notice({ kind: 'danger', live: 'assertive', body: problem.code === 'conflict' ? t('desk.links.conflict') : deskError(t, problem) }) : nothing}
      <h4 id="${this.#stem}-sure" tabindex="-1">${t('desk.links.linkSure', { name: item?.name ?? item?.email ?? '' })}</h4>
      ${patient ? html`<dl class="facts">${fact(t('desk.links.record'), patient.name)}${patientFacts(t, patient)}</dl>` : nothing}
      <div class="row">${button(t, { kind: 'primary', label: t('desk.links.link'), busy: this.#act.busy, onClick: () => void this.#link() })}${button(t, { kind: 'quiet', label: t('common.cancel'), onClick: () => this.#open('closed') })}</div>
    </section>`;
  }
  async #link() {
    const { item, sure } = this;
    if (!item || !sure) return;
    await this.#act.run(async () => {
      const { told } = await this.desk.link(item.id, sure.id);
      this.#finish(andTold(this.t, this.t('desk.links.linked', { name: this.#name }), told));
    });
  }

  #refusing() {
    return this.#reason.render(this.at!, this.#act, {
      template: 'refusal', hint: this.t('desk.links.refuseHint'), submit: this.t('desk.links.doRefuse'), onCancel: () => this.#open('closed'),
      onReason: async (reason) => {
        const refused = await this.desk.refuse(this.item!.id, reason), name = this.#name;
        this.#open('closed');
        this.at!.replace('links', refused.id, refused);
        this.at!.say(this.t('desk.links.refused', { name }));
      },
    });
  }

  #finish(words: string) {
    this.at!.replace('links', this.item!.id, null);
    this.at!.say(words);
  }
  #open(mode: typeof this.mode) {
    this.mode = mode;
    this.mismatch = null;
    this.sure = mode === 'link' ? this.item!.checkedPatient : null;
    this.#act.reset();
    this.#check.clear();
    if (mode !== 'check') this.#find.clear();
    this.at!.hold(this.item!.id, mode !== 'closed');
    const stem = this.#stem;
    void this.focusOn({ closed: `#${CSS.escape(`${stem}-name`)}`, check: `#${CSS.escape(`${stem}-find-title`)}`, link: `#${CSS.escape(`${stem}-sure`)}`, refuse: `#${CSS.escape(this.#reason.field)}` }[mode]);
  }
}
