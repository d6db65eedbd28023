import { button, language } from '@balie/forms';
import type { Template, TemplateKind } from '@balie/contracts';
import { fillTemplate } from '@balie/rules';
import { html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Act } from '../shared/act.ts';
import { deskError, DeskPart, type DeskAt } from './part.ts';

/** Puts a text where the cursor stands in a field, as if it had been typed. */
export function typeInto(field: HTMLInputElement | HTMLTextAreaElement, text: string): void {
  field.setRangeText(text, field.selectionStart ?? field.value.length, field.selectionEnd ?? field.value.length, 'end');
  field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
  field.focus();
}

/** With the practice and today, in the text's own language. */
export function filledIn({ desk, zone, now }: DeskAt, { text, locale }: Template): string {
  const session = desk.session.value;
  return fillTemplate(text, { practice: session.state === 'in' ? session.me.clinic_name : '', date: new Intl.DateTimeFormat(language[locale], { dateStyle: 'long', timeZone: zone }).format(now()) });
}

/** Offers the practice's standard texts of one kind beside a field, with the practice and today filled in; one's own language first. */
@customElement('desk-template')
export class DeskTemplate extends DeskPart {
  @property({ attribute: false }) kind: TemplateKind = 'answer';
  /** Begins the ids inside. */
  @property({ attribute: false }) stem = '';
  @property({ attribute: false }) insert: (text: string) => void = () => undefined;
  @state() private texts: readonly Template[] | null = null;
  readonly #act = new Act(this);

  override render() {
    const { t, texts } = this;
    const { problem } = this.#act;
    const id = `${this.stem}-template`;
    if (!texts) return html`<div class="row">${button(t, { kind: 'quiet', id: `${id}-show`, label: t('desk.template.show'), busy: this.#act.busy, onClick: () => void this.#show() })}</div>${problem ? html`<p class="error" role="alert">${deskError(t, problem)}</p>` : nothing}`;
    if (texts.length === 0) return html`<p class="soft" id="${id}-none" tabindex="-1">${t('desk.template.none')}</p>`;
    return html`<div class="field"><label for=${id}>${t('desk.template.choose')}</label><div class="control"><select id=${id}>${texts.map((one) => html`<option value=${one.id}>${one.title} (${t(`desk.language.${one.locale}`)})</option>`)}</select></div></div>
      <div class="row">${button(t, { label: t('desk.template.insert'), onClick: () => this.#insert(texts) })}${button(t, { kind: 'quiet', label: t('common.cancel'), onClick: () => { this.texts = null; void this.focusOn(`#${CSS.escape(`${id}-show`)}`); } })}</div>`;
  }

  async #show() {
    const done = await this.#act.run(async () => {
      const mine = ({ locale }: Template) => (locale === this.t.locale ? 0 : 1);
      this.texts = (await this.desk.templates()).filter(({ kind }) => kind === this.kind).toSorted((a, b) => mine(a) - mine(b));
    });
    if (done) await this.focusOn(this.texts!.length ? 'select' : `#${CSS.escape(`${this.stem}-template-none`)}`);
  }

  #insert(texts: readonly Template[]) {
    const one = texts.find(({ id }) => id === this.querySelector('select')!.value);
    if (!one) return;
    this.texts = null;
    this.insert(filledIn(this.at!, one));
  }
}
