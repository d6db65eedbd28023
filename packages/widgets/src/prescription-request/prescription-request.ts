import type { MedicationAnswer, MedicationItem, PrescriptionRequest as Request, Receipt } from '@balie/contracts';
import { button, errorOf, errorSummary, shortDate, textArea } from '@balie/forms';
import type { CareApi } from '@balie/portal-client';
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Problem } from '../shared/act.ts';
import { isLate, promiseInWords } from '../shared/promise.ts';
import { SendingElement } from '../shared/sending-element.ts';
import { sendingStyles } from '../shared/sending.styles.ts';
import { Submission } from '../shared/submission.ts';
import { emptyPrescription, inOrder, mayOrder, noteMax, prescriptionOrderOf, reconcile, remarkMax, toggle, type PrescriptionDraft } from './prescription-flow.ts';
import { styles } from './prescription-request.styles.ts';

/**
 * Asks for medicine again, from the patient's own list (S1-03, S1-28), and shows what was asked before.
 *
 * @summary Repeat prescriptions.
 * @fires balie-service-opened - The session code was right.
 * @fires balie-service-closed - The page closed.
 * @fires balie-sent - A request was received; `detail.number` is its number.
 * @fires balie-failed - Sending did not succeed; `detail.code` says why.
 */
@customElement('prescription-request')
export class PrescriptionRequest extends SendingElement<MedicationAnswer, PrescriptionDraft, Receipt> {
  static override sheets = [sendingStyles, styles];
  override readonly service = 'prescriptions' as const;
  protected override readonly submission = new Submission<PrescriptionDraft, Receipt>(this, 'prescriptions', emptyPrescription, () => this.balie?.portal);
  /** A medicine that was chosen can no longer be asked for. */
  @state() private dropped = false;

  protected override read(care: CareApi) { return care.medication(); }

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

  protected override typed() {
    const { notes, chosen, remark } = this.draft;
    return { remark, ...Object.fromEntries(chosen.map((id) => [`note-${id}`, notes[id] ?? ''])) };
  }

  protected override renderData(data: MedicationAnswer): TemplateResult {
    const { sending } = this.submission;
    const step = sending.state === 'sent' ? this.#sent(sending.answer) : this.draft.step === 'check' ? this.#check(data) : this.#choose(data);
    return html`${step}${this.own(this.t('prescriptions.own'), this.t('prescriptions.ownEmpty'), data.requests, (request) => this.#request(request))}`;
  }

  // ── choosing ──────────────────────────────────────────────────────────────────────────────────────────────────────
  #choose({ items }: MedicationAnswer): TemplateResult {
    const { t, stem, form } = this;
    const none = !items.some(mayOrder);
    return html`<form class="stack" data-step="choose" novalidate aria-labelledby="${stem}-title" @submit=${this.#submit} @input=${this.#typing}>
      ${this.heading(t('prescriptions.choose'))}
      ${errorSummary(t, stem, form.summary)}
      ${this.submission.sending.state === 'arrived' ? this.sendingNotice(nothing) : this.dropped ? this.notice('warning', nothing, t('prescriptions.dropped')) : this.restoredNotice}
      ${items.length === 0 ? html`<p>${t.rich('prescriptions.empty', { phone: this.phone })}</p>` : html`
        <p class="soft">${none ? t('prescriptions.nothing') : t('prescriptions.chooseHint')}</p>
        <fieldset class=${form.error('lines') ? 'medicines wrong' : 'medicines'} id="${stem}-lines" tabindex="-1" aria-labelledby="${stem}-title" aria-describedby=${form.error('lines') ? `${stem}-lines-error` : nothing}>
          ${errorOf(`${stem}-lines`, form.error('lines'))}
          ${repeat(inOrder(items), ({ id }) => id, (item) => this.#medicine(item))}
        </fieldset>
        <p>${t.rich('prescriptions.missing', { phone: this.phone })}</p>`}
      ${none ? nothing : html`
        ${textArea(t, { id: `${stem}-remark`, name: 'remark', label: t('prescriptions.remark'), hint: t('prescriptions.remarkHint'), optional: true, rows: 3, error: form.error('remark') })}
        ${button(t, { type: 'submit', label: t('common.next') })}`}
    </form>`;
  }

  #medicine(item: MedicationItem): TemplateResult {
    const { t, stem } = this;
    const id = `${stem}-${item.id}`;
    const open = mayOrder(item);
    const chosen = open && this.draft.chosen.includes(item.id);
    return html`<div class=${open ? 'medicine' : 'medicine closed'}>
      <div class="choice">
        <input type="checkbox" id=${id} name="lines" value=${item.id} .checked=${chosen} ?disabled=${!open} aria-describedby="${id}-about">
        <label for=${id}>${item.name}</label>
      </div>
      <div class="about" id="${id}-about">
        ${item.dosage ? html`<p>${item.dosage}</p>` : nothing}
        <p class="soft">${item.lastIssued ? t.rich('prescriptions.lastIssued', { date: html`<span class="whole">${shortDate(t, item.lastIssued)}</span>` }) : t('prescriptions.notIssued')}</p>
        ${this.#renewal(item)}
      </div>
      ${chosen ? textArea(t, { id: `${id}-note`, name: `note-${item.id}`, label: t('prescriptions.note', { name: item.name }), optional: true, rows: 2, error: this.form.error(`note-${item.id}`) }) : nothing}
    </div>`;
  }

  /** Why not, or who decides, and the way out (N2, S4-02, S4-03). */
  #renewal({ renewal }: MedicationItem): unknown {
    const { t, phone } = this;
    if (renewal.state === 'renewable') return nothing;
    if (renewal.state === 'practice-decides') return html`<p>${t(`prescriptions.decides.${renewal.reason}`)}</p>`;
    switch (renewal.reason) {
      case 'pending': return html`<p>${t('prescriptions.not.pending')}</p>`;
      case 'too-soon': return html`<p>${renewal.from ? t.rich('prescriptions.not.too-soon', { date: html`<strong>${this.#day(renewal.from)}</strong>`, phone }) : t.rich('prescriptions.not.too-soon.unknown', { phone })}</p>`;
      default: return html`<p>${t.rich(`prescriptions.not.${renewal.reason}`, { phone })}</p>`;
    }
  }

  readonly #typing = (event: Event) => {
    const { name, value } = event.target as HTMLInputElement;
    this.form.mend(event);
    if (name === 'remark') this.change({ remark: value });
    else if (name === 'lines') this.change(toggle(this.draft, this.data?.items ?? [], value, (event.target as HTMLInputElement).checked));
    else if (name.startsWith('note-')) this.change({ notes: { ...this.draft.notes, [name.slice(5)]: value } });
  };

  readonly #submit = (event: SubmitEvent) => {
    event.preventDefault();
    const { t, draft } = this;
    const tooLong = (text: string, max: number) => (text.trim().length > max ? t('sending.tooLong', { count: text.trim().length - max }) : '');
    const notes = draft.chosen.map((id) => [`note-${id}`, tooLong(draft.notes[id] ?? '', noteMax)]);
    if (this.form.check({ lines: draft.chosen.length ? '' : t('prescriptions.none'), ...Object.fromEntries(notes), remark: tooLong(draft.remark, remarkMax) })) {
      this.dropped = false;
      this.go({ step: 'check' });
    }
  };

  // ── checking and sending ──────────────────────────────────────────────────────────────────────────────────────────
  #check({ items }: MedicationAnswer): TemplateResult {
    const { t, stem, draft } = this;
    const chosen = items.filter(({ id }) => draft.chosen.includes(id));
    const lines = html`<ul>${chosen.map(({ id, name, dosage }) => html`<li><strong>${name}</strong>${dosage ? html`<br>${dosage}` : nothing}${draft.notes[id]?.trim() ? html`<br><span class="typed">${t('prescriptions.checkNote', { note: draft.notes[id].trim() })}</span>` : nothing}</li>`)}</ul>`;
    return html`<section class="stack" data-step="check" aria-labelledby="${stem}-title">
      ${this.heading(t('prescriptions.check'))}
      ${this.restoredNotice}
      <dl class="checks">
        ${this.check(t('prescriptions.checkMedicines'), lines, { label: t('prescriptions.changeMedicines'), onClick: () => this.go({ step: 'choose' }) })}
        ${this.check(t('prescriptions.checkRemark'), html`<span class="typed">${draft.remark.trim() || t('prescriptions.noRemark')}</span>`, { label: t('prescriptions.changeRemark'), onClick: () => this.go({ step: 'choose' }, `${stem}-remark`) })}
      </dl>
      ${this.sendingNotice(t('sending.notYet'))}
      ${this.sendButton(t('prescriptions.send'), t('sending.again'), () => this.send((key) => this.page.care.orderPrescriptions(prescriptionOrderOf(draft), key)))}
    </section>`;
  }

  #sent(sent: Receipt): TemplateResult {
    const { t } = this;
    return this.receipt(t('prescriptions.sent'), sent, html`<p>${sent.promise ? t.rich('prescriptions.promise', { when: html`<strong>${promiseInWords(t, sent.promise, this.now)}</strong>` }) : t('prescriptions.noPromise')}</p>`, t('prescriptions.another'));
  }

  // ── what was asked before ─────────────────────────────────────────────────────────────────────────────────────────
  #request({ number, receivedAt, promise, remark, lines }: Request): TemplateResult {
    const { t, phone } = this;
    const waits = lines.some((line) => line.state === 'received');
    const coming = lines.some((line) => line.state !== 'refused');
    const passed = promise !== null && isLate(promise, this.clinic.timeZone, this.now);
    return html`
      <p><strong>${number}</strong> <span class="soft">${t('sending.received', { when: this.moment(receivedAt) })}</span></p>
      <ul>${lines.map((line) => html`<li>
        ${line.name}: <span class="state ${line.state === 'approved' ? 'good' : line.state === 'refused' ? 'bad' : ''}">${t(`prescriptions.state.${line.state}`)}</span>
        ${line.reason ? html`<br>${t('prescriptions.because', { reason: line.reason })}` : nothing}
        ${line.note ? html`<br><span class="soft typed">${t('prescriptions.checkNote', { note: line.note })}</span>` : nothing}
      </li>`)}</ul>
      ${remark ? html`<p class="soft typed">${t('prescriptions.checkRemark')}: ${remark}</p>` : nothing}
      ${passed && waits ? html`<p class="late">${t.rich('sending.late', { phone })}</p>` : promise && coming && !passed ? html`<p>${t('prescriptions.expected', { when: promiseInWords(t, promise, this.now) })}</p>` : nothing}
      ${lines.some((line) => line.state === 'refused') ? html`<p>${t.rich('prescriptions.refusedHelp', { phone })}</p>` : nothing}`;
  }
  #day(date: string) { return promiseInWords(this.t, { date, from: null }, this.now); }
}

declare global { interface HTMLElementTagNameMap { 'prescription-request': PrescriptionRequest } }
