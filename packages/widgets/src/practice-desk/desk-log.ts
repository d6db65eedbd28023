import { button, createTexts, loadCatalog, notice, type Texts } from '@balie/forms';
import type { DeskLogEntry, DeskPatient } from '@balie/contracts';
import { html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { actInWords } from '../patient-account/access-words.ts';
import { Act } from '../shared/act.ts';
import { deskError, DeskPart } from './part.ts';

/** Who did what with one patient's data, newest first. The words for acts are those that the patient reads. */
@customElement('desk-log')
export class DeskLog extends DeskPart {
  @property({ attribute: false }) patient: DeskPatient | undefined;
  @state() private entries: readonly DeskLogEntry[] | null = null;
  @state() private next: number | null = null;
  #words: Texts | undefined;
  readonly #act = new Act(this);
  get #stem() { return `log-${this.patient!.id}`; }

  override firstUpdated() { void this.#read(); }
  async #read() {
    await this.#act.run(async () => {
      const { locale } = this.t;
      this.#words ??= createTexts(locale, await loadCatalog(locale, ['account']));
      const { entries, next } = await this.desk.log(this.patient!.id, this.next ?? undefined);
      this.entries = [...this.entries ?? [], ...entries];
      this.next = next;
    });
  }

  override render() {
    const { t, entries } = this;
    const { problem, busy } = this.#act;
    return html`<section class="stack" aria-labelledby="${this.#stem}-title">
      <h4 id="${this.#stem}-title" tabindex="-1">${t('desk.log.of', { name: this.patient!.name })}</h4>
      <p class="soft">${t('desk.log.lead')}</p>
      ${entries?.length ? html`<ol class="log">${entries.map((one) => html`<li><span class="soft">${this.when(one.at)}</span><strong>${one.who === 'staff' ? one.name ?? t('desk.log.staff') : t(`desk.log.${one.who}`)}</strong><span>${actInWords(this.#words!, one.did)}${one.refused ? html` ${t('desk.log.refused')}` : nothing}</span></li>`)}</ol>` : entries ? html`<p>${t('desk.log.none')}</p>` : nothing}
      ${problem ? notice({ kind: 'danger', live: 'assertive', body: deskError(t, problem) }) : nothing}
      ${!entries && !problem ? html`<p role="status">${t('common.loading')}</p>` : nothing}
      ${this.next !== null || problem ? html`<div class="row">${button(t, { label: t(problem ? 'common.retry' : 'desk.log.more'), busy, onClick: () => void this.#read() })}</div>` : nothing}
    </section>`;
  }
}
