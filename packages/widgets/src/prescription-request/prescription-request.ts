import type { MedicationAnswer, MedicationItem, PrescriptionRequest as Request, Receipt } from '@balie/contracts';
import { button, errorOf, errorSummary, errorWords, notice, radios, shortDate, textArea } from '@balie/forms';
import type { CareApi } from '@balie/portal-client';
import { isLate } from '@balie/rules';
import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { Act, type Problem } from '../shared/act.ts';
import { promiseInWords } from '../shared/promise.ts';
import { SendingElement } from '../shared/sending-element.ts';
import { sendingStyles } from '../shared/sending.styles.ts';
import { Submission } from '../shared/submission.ts';
import { emptyPrescription, inOrder, mayOrder, nameMax, noteMax, pharmacyOf, prescriptionOrderOf, reconcile, remarkMax, toggle, unlistedMax, waits, whyOf, type PrescriptionDraft, type Unlisted } from './prescription-flow.ts';
import { styles } from './prescription-request.styles.ts';
import type { unlistedFields } from './unlisted-fields.ts';

/**
 * Asks for medicine again, from the patient's own list (S1-03, S1-28), and shows what was asked before. What cannot be asked for says why and leads to an
 * appointment, while the rest of the request is kept (N2).
 *
 * @summary Repeat prescriptions.
 * @fires balie-service-opened - The session code was right.
 * @fires balie-service-closed - The page closed.
 * @fires balie-sent - A request was received; `detail.number` is its number.
 * @fires balie-failed - Sending did not succeed; `detail.code` says why.
 */
export class PrescriptionRequest extends SendingElement<MedicationAnswer, PrescriptionDraft, Receipt> {
  static override properties: PropertyDeclarations = { dropped: { state: true }, away: { state: true } };
  static override sheets = [sendingStyles, styles];
  override readonly service = 'prescriptions' as const;
  protected override readonly submission = new Submission<PrescriptionDraft, Receipt>(this, 'prescriptions', emptyPrescription, () => this.balie?.portal);
  /** A medicine that was chosen can no longer be asked for. */
  private dropped = false;
  /** The appointment that is being made instead: its type. */
  private away: string | null = null;
  readonly #leaving = new Act(this);
  /** Loaded where the practice takes what is not in the list. */
  #unlistedFields: typeof unlistedFields | undefined;

  protected override async read(care: CareApi, after?: string) {
    const answer = await care.medication(after);
    if (answer.terms.unlisted) this.#unlistedFields ??= (await import('./unlisted-fields.ts')).unlistedFields;
    return answer;
  }
  protected override joined(data: MedicationAnswer, { requests, next }: MedicationAnswer) { return { ...data, requests: [...data.requests, ...requests], next }; }

  protected override dataRead({ items }: MedicationAnswer) {
    // What may have arrived is shown as it was sent: the list already has it as asked for.
    if (this.submission.tried) return;
    const { draft, dropped } = reconcile(this.draft, items);
    this.dropped = dropped;
    if (dropped) this.go(draft);
  }
  protected override notSent({ code }: Problem) {
    if (code === 'medication_not_renewable' || code === 'not_found' || code === 'conflict') void this.load();
  }

  protected override serviceClosed() {
    super.serviceClosed();
    this.away = null;
  }

  protected override typed() {
    const { notes, whys, chosen, unlisted, remark } = this.draft;
    const rows = unlisted.flatMap(({ name, why, note }, at) => [[`name-${at}`, name], [`why-${at}`, why], [`more-${at}`, note]]);
    return { remark, ...Object.fromEntries([...chosen.flatMap((id) => [[`note-${id}`, notes[id] ?? ''], [`why-${id}`, whys[id] ?? '']]), ...rows]) as Record<string, string> };
  }

  protected override renderData(data: MedicationAnswer): TemplateResult {
    const { sending } = this.submission;
    if (this.away !== null) return this.#appointment(this.away);
    const step = sending.state === 'sent' ? this.#sent(sending.answer) : this.draft.step === 'check' ? this.#check(data) : this.#choose(data);
    return html`${step}${this.#leaving.problem ? notice({ kind: 'danger', live: 'assertive', id: `${this.stem}-away`, body: errorWords(this.t, this.clinic, this.#leaving.problem) }) : nothing}${this.own(this.t('prescriptions.own'), this.t('prescriptions.ownEmpty'), data.requests, (request) => this.#request(request, data.terms))}`;
  }

  // ── the way out (N2) ──────────────────────────────────────────────────────────────────────────────────────────────
  async #leave(type: string) {
    const element = 'book-appointment';
    if (!await this.#leaving.run(() => this.balie!.need(element))) return this.focusOn(`${this.stem}-away`);
    this.away = type;
    const page = this.portal.page('appointments');
    // This click is the one that asks for that page's code.
    if (page.value.step === 'closed') void page.ask();
    await this.updateComplete;
    await this.querySelector(element)?.updateComplete;
    this.querySelector<HTMLElement>(`${element} h2`)?.focus();
  }
  #appointment(type: string): TemplateResult {
    const { t } = this;
    const back = () => { this.portal.page('appointments').close(); this.away = null; this.toHeading(); };
    return html`<div class="stack"><p>${t('prescriptions.kept')}</p><p>${button(t, { label: t('prescriptions.back'), kind: 'quiet', onClick: back })}</p></div><book-appointment type=${type}></book-appointment>`;
  }

  // ── choosing ──────────────────────────────────────────────────────────────────────────────────────────────────────
  #choose({ items, terms }: MedicationAnswer): TemplateResult {
    const { t, stem, form, draft } = this;
    const none = !items.some(mayOrder);
    return html`<form class="stack" data-step="choose" novalidate aria-labelledby="${stem}-title" @submit=${this.#submit} @input=${this.#typing}>
      ${this.heading(t('prescriptions.choose'))}
      ${errorSummary(t, stem, form.summary)}
      ${this.submission.sending.state === 'arrived' ? this.sendingNotice(nothing) : this.dropped ? this.notice('warning', nothing, t('prescriptions.dropped')) : this.restoredNotice}
      ${items.length === 0 ? html`<p>${t.rich('prescriptions.empty', { phone: this.phone })}</p>` : html`
        <p class="soft">${none ? t('prescriptions.nothing') : t('prescriptions.chooseHint')}</p>
        <fieldset class=${form.error('lines') ? 'medicines wrong' : 'medicines'} id="${stem}-lines" tabindex="-1" aria-labelledby="${stem}-title" aria-describedby=${form.error('lines') ? `${stem}-lines-error` : nothing}>
          ${errorOf(`${stem}-lines`, form.error('lines'))}
          ${inOrder(items).map((item) => keyed(item.id, this.#medicine(item, terms)))}
        </fieldset>
        ${terms.unlisted ? nothing : html`<p>${t.rich('prescriptions.missing', { phone: this.phone })}</p>`}`}
      ${terms.unlisted ? this.#unlistedFields!(draft.unlisted, { t, stem, form, why: whyOf(terms, null), add: draft.unlisted.length < unlistedMax ? this.#addUnlisted : null, remove: this.#removeUnlisted }) : nothing}
      ${none && !terms.unlisted ? nothing : html`
        ${terms.pharmacies.length ? radios({
          id: `${stem}-pharmacy`, name: 'pharmacy', legend: t('prescriptions.pharmacy'), error: form.error('pharmacy'), choices: terms.pharmacies.map(({ id, name }) => ({ value: id, label: name, checked: pharmacyOf(draft, terms) === id })),
        }) : nothing}
        ${textArea(t, { id: `${stem}-remark`, name: 'remark', label: t('prescriptions.remark'), hint: t('prescriptions.remarkHint'), optional: true, rows: 3, error: form.error('remark') })}
        <p><strong>${t('prescriptions.notOrdered')}</strong> ${this.#readyIf(terms)}</p>
        ${button(t, { type: 'submit', label: t('common.next') })}`}
    </form>`;
  }

  /** The date before anything is sent (N3). */
  #readyIf({ promise }: MedicationAnswer['terms']): unknown { return promise ? this.t.rich('prescriptions.readyIf', { when: promiseInWords(this.t, promise, this.now) }) : nothing; }

  #medicine(item: MedicationItem, terms: MedicationAnswer['terms']): TemplateResult {
    const { t, stem, form } = this;
    const id = `${stem}-${item.id}`;
    const open = mayOrder(item);
    const chosen = open && this.draft.chosen.includes(item.id);
    const { remaining } = item;
    return html`<div class=${open ? 'medicine' : 'medicine closed'}>
      <div class="choice">
        <input type="checkbox" id=${id} name="lines" value=${item.id} .checked=${chosen} ?disabled=${!open} aria-describedby="${id}-about">
        <label for=${id}>${item.name}</label>
      </div>
      <div class="about" id="${id}-about">
        ${item.dosage ? html`<p>${item.dosage}</p>` : nothing}
        <p class="soft">${item.lastIssued ? t.rich('prescriptions.lastIssued', { date: this.#date(item.lastIssued) }) : t('prescriptions.notIssued')}${remaining ? html`<br>${t.rich('prescriptions.remaining', { date: this.#date(remaining.until) })}${remaining.repeats ? html` ${t('prescriptions.repeats', { count: remaining.repeats })}` : nothing}` : nothing}</p>
        ${this.#renewal(item)}
      </div>
      ${chosen && whyOf(terms, item) ? textArea(t, { id: `${stem}-why-${item.id}`, name: `why-${item.id}`, label: t('prescriptions.why', { name: item.name }), rows: 2, error: form.error(`why-${item.id}`) }) : nothing}
      ${chosen ? textArea(t, { id: `${stem}-note-${item.id}`, name: `note-${item.id}`, label: t('prescriptions.note', { name: item.name }), optional: true, rows: 2, error: form.error(`note-${item.id}`) }) : nothing}
      ${open || waits(item) ? nothing : this.#wayOut(item.name, terms)}
    </div>`;
  }

  /** Why not, or who decides, and whom to call (S4-02, S4-03). */
  #renewal({ renewal }: MedicationItem): unknown {
    const { t, phone } = this;
    if (renewal.state === 'renewable') return nothing;
    if (renewal.state === 'practice-decides') return html`<p>${t(`prescriptions.decides.${renewal.reason}`)}</p>`;
    const date = renewal.from && html`<strong>${promiseInWords(t, { date: renewal.from, from: null }, this.now)}</strong>`;
    switch (renewal.reason) {
      case 'pending': return html`<p>${t('prescriptions.not.pending')}</p>`;
      case 'too-soon': case 'not-online': return html`<p>${date ? t.rich(`prescriptions.not.${renewal.reason}`, { date, phone }) : t.rich(`prescriptions.not.${renewal.reason}.unknown`, { phone })}</p>`;
      default: return html`<p>${t.rich(`prescriptions.not.${renewal.reason}`, { phone })}</p>`;
    }
  }
  /** Where it cannot be renewed, and where the practice refused it. */
  #wayOut(name: string, { wayOut }: MedicationAnswer['terms']): unknown {
    if (!wayOut) return nothing;
    const { type, title } = wayOut;
    return html`<p class="way-out">${button(this.t, { label: this.t('prescriptions.wayOut', { title }), ariaLabel: this.t('prescriptions.wayOutFor', { title, name }), busy: this.#leaving.busy, onClick: () => void this.#leave(type) })}</p>`;
  }

  readonly #addUnlisted = () => {
    const { unlisted } = this.draft;
    this.form.clear();
    this.change({ unlisted: [...unlisted, { name: '', why: '', note: '' }] });
    void this.focusOn(`${this.stem}-name-${unlisted.length}`);
  };
  readonly #removeUnlisted = (at: number) => {
    this.form.clear();
    this.change({ unlisted: this.draft.unlisted.filter((_one, index) => index !== at) });
    void this.focusOn(`${this.stem}-add`);
  };

  readonly #typing = (event: Event) => {
    const { name, value, checked } = event.target as HTMLInputElement;
    const [what = '', of = ''] = /^(name|why|more|note)-(.+)$/.exec(name)?.slice(1) ?? [];
    const { draft } = this;
    this.form.mend(event);
    if (name === 'remark' || name === 'pharmacy') this.change({ [name]: value });
    else if (name === 'lines') this.change(toggle(draft, this.data?.items ?? [], value, checked));
    else if (/^\d$/.test(of)) this.change({ unlisted: draft.unlisted.map((one, at): Unlisted => (at === Number(of) ? { ...one, [what === 'more' ? 'note' : what]: value } : one)) });
    else if (what === 'note') this.change({ notes: { ...draft.notes, [of]: value } });
    else if (what === 'why') this.change({ whys: { ...draft.whys, [of]: value } });
  };

  readonly #submit = (event: SubmitEvent) => {
    event.preventDefault();
    const { t, draft, data } = this;
    if (!data) return;
    const { items, terms } = data;
    const tooLong = (text: string, max: number) => (text.trim().length > max ? t('sending.tooLong', { count: text.trim().length - max }) : '');
    const needed = (text: string, missing: string, max: number) => (text.trim() ? tooLong(text, max) : missing);
    const chosen = items.filter(({ id }) => draft.chosen.includes(id));
    const unlisted = terms.unlisted ? draft.unlisted : [];
    const errors = Object.fromEntries([
      ['lines', chosen.length || unlisted.length ? '' : t('prescriptions.none')],
      ...chosen.flatMap((item) => [[`why-${item.id}`, whyOf(terms, item) ? needed(draft.whys[item.id] ?? '', t('prescriptions.whyMissing', { name: item.name }), noteMax) : ''], [`note-${item.id}`, tooLong(draft.notes[item.id] ?? '', noteMax)]]),
      ...unlisted.flatMap(({ name, why, note }, at) => [[`name-${at}`, needed(name, t('prescriptions.unlistedMissing'), nameMax)], [`why-${at}`, whyOf(terms, null) ? needed(why, t('prescriptions.unlistedWhyMissing'), noteMax) : ''], [`more-${at}`, tooLong(note, noteMax)]]),
      ['pharmacy', terms.pharmacies.length && !pharmacyOf(draft, terms) ? t('prescriptions.pharmacyMissing') : ''], ['remark', tooLong(draft.remark, remarkMax)],
    ]) as Record<string, string>;
    // With an empty list there is no list to go to.
    if (errors['lines'] && items.length === 0) { errors['add'] = errors['lines']; delete errors['lines']; }
    if (this.form.check(errors)) {
      this.dropped = false;
      this.go({ step: 'check' });
    }
  };

  // ── checking and sending ──────────────────────────────────────────────────────────────────────────────────────────
  #check(data: MedicationAnswer): TemplateResult {
    const { t, stem, draft } = this;
    const { items, terms } = data;
    const { lines, unlisted = [], pharmacy } = prescriptionOrderOf(draft, data);
    const row = (name: string, dosage: string | null | undefined, { why, note }: { why?: string | undefined; note?: string | undefined }) => html`<li><strong>${name}</strong>${dosage ? html`<br>${dosage}` : nothing}${why ? html`<br><span class="typed">${t('prescriptions.checkWhy', { why })}</span>` : nothing}${note ? html`<br><span class="typed">${t('prescriptions.checkNote', { note })}</span>` : nothing}</li>`;
    const change = (label: string, focus?: string) => ({ label, onClick: () => this.go({ step: 'choose' }, focus) });
    return html`<section class="stack" data-step="check" aria-labelledby="${stem}-title">
      ${this.heading(t('prescriptions.check'))}
      ${this.restoredNotice}
      <dl class="checks">
        ${this.check(t('prescriptions.checkMedicines'), html`<ul>${lines.map((line) => { const item = items.find(({ id }) => id === line.medicationId); return row(item?.name ?? '', item?.dosage, line); })}${unlisted.map((line) => row(line.name, null, line))}</ul>`, change(t('prescriptions.changeMedicines')))}
        ${pharmacy ? this.check(t('prescriptions.checkPharmacy'), terms.pharmacies.find(({ id }) => id === pharmacy)?.name, change(t('prescriptions.changePharmacy'), `${stem}-pharmacy`)) : nothing}
        ${this.check(t('prescriptions.checkRemark'), html`<span class="typed">${draft.remark.trim() || t('prescriptions.noRemark')}</span>`, change(t('prescriptions.changeRemark'), `${stem}-remark`))}
      </dl>
      ${this.submission.sending.state === 'no' ? html`<p>${this.#readyIf(terms)}</p>` : nothing}
      ${this.sendingNotice(html`<strong>${t('prescriptions.notOrdered')}</strong> ${t('prescriptions.sendIt')}`)}
      ${this.sendButton(t('prescriptions.send'), t('sending.again'), () => this.send((key) => this.page.care.orderPrescriptions(prescriptionOrderOf(draft, data), key)))}
    </section>`;
  }

  #sent(sent: Receipt): TemplateResult {
    const { t } = this;
    return this.receipt(t('prescriptions.sent'), sent, html`<p>${sent.promise ? t.rich('prescriptions.promise', { when: html`<strong>${promiseInWords(t, sent.promise, this.now)}</strong>` }) : t('prescriptions.noPromise')}</p>`, t('prescriptions.another'));
  }

  // ── what was asked before ─────────────────────────────────────────────────────────────────────────────────────────
  #request({ number, receivedAt, promise, remark, pharmacy, by, lines }: Request, terms: MedicationAnswer['terms']): TemplateResult {
    const { t, phone } = this;
    const waits = lines.some((line) => line.state === 'received');
    const coming = lines.some((line) => line.state === 'received' || line.state === 'approved');
    const passed = promise !== null && isLate(promise, new Date(this.now), this.clinic.timeZone);
    return html`
      <p><strong>${number}</strong> <span class="soft">${t('sending.received', { when: this.moment(receivedAt) })}</span></p>
      <ul>${lines.map((line) => html`<li>
        ${line.name}: <span class="state ${line.state === 'approved' || line.state === 'at-pharmacy' ? 'good' : line.state === 'refused' ? 'bad' : ''}">${t(`prescriptions.state.${line.state}`)}</span>
        ${line.reason ? html`<br>${t('prescriptions.because', { reason: line.reason })}` : nothing}
        ${line.why ? html`<br><span class="soft typed">${t('prescriptions.checkWhy', { why: line.why })}</span>` : nothing}
        ${line.note ? html`<br><span class="soft typed">${t('prescriptions.checkNote', { note: line.note })}</span>` : nothing}
        ${line.state === 'refused' ? this.#wayOut(line.name, terms) : nothing}
      </li>`)}</ul>
      ${by === null ? nothing : html`<p class="soft">${t('prescriptions.by', { name: by })}</p>`}
      ${pharmacy ? html`<p class="soft">${t('prescriptions.checkPharmacy')}: ${pharmacy}</p>` : nothing}
      ${remark ? html`<p class="soft typed">${t('prescriptions.checkRemark')}: ${remark}</p>` : nothing}
      ${passed && waits ? html`<p class="late">${t.rich('sending.late', { phone })}</p>` : promise && coming && !passed ? html`<p>${t('prescriptions.expected', { when: promiseInWords(t, promise, this.now) })}</p>` : nothing}
      ${lines.some((line) => line.state === 'refused') ? html`<p>${t.rich('prescriptions.refusedHelp', { phone })}</p>` : nothing}`;
  }
  #date(date: string) { return html`<span class="whole">${shortDate(this.t, date)}</span>`; }
}

customElements.define('prescription-request', PrescriptionRequest);
declare global { interface HTMLElementTagNameMap { 'prescription-request': PrescriptionRequest } }
