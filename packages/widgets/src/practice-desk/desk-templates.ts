import { button, errorSummary, field, notice, radios, textArea } from '@balie/forms';
import type { Locale, StaffMe, Template, TemplateKind } from '@balie/contracts';
import { templateKinds } from '@balie/contracts/ids';
import { longestTemplate, strangeNames, templateNames } from '@balie/rules';
import { html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { Act } from '../shared/act.ts';
import { FormState, typedIn } from '../shared/form-state.ts';
import { filledIn, typeInto } from './desk-template.ts';
import { deskError, DeskPart } from './part.ts';

/** The practice's standard texts, kept by who may: made, changed, removed. */
@customElement('desk-templates')
export class DeskTemplates extends DeskPart {
  @property({ attribute: false }) me: StaffMe | undefined;
  @state() private texts: readonly Template[] | null = null;
  /** The one being changed; `new`: one being made. */
  @state() private editing: string | null = null;
  @state() private removing: string | null = null;
  readonly #open = new Act(this);
  readonly #act = new Act(this);
  readonly #form = new FormState(this, () => 'template');

  override firstUpdated() { void this.#open.run(async () => { this.texts = await this.desk.templates(); }); }
  override updated(changed: PropertyValues) {
    // Typed text is never bound: it is put there once.
    const one = changed.has('editing') && this.texts?.find(({ id }) => id === this.editing);
    if (one) this.querySelector('textarea')!.value = one.text;
  }

  override render() {
    const { t, texts } = this;
    const { problem } = this.#open;
    if (!texts) return problem ? notice({ kind: 'danger', live: 'assertive', body: deskError(t, problem) }) : html`<p role="status">${t('common.loading')}</p>`;
    return html`<p class="soft">${t('desk.templates.lead')}</p>
      ${this.editing === 'new' ? this.#edit(null) : html`<div class="row spaced">${button(t, { kind: 'primary', id: 'template-add', label: t('desk.templates.add'), onClick: () => this.#show('new') })}</div>`}
      ${texts.length === 0 ? html`<p>${t('desk.templates.none')}</p>` : nothing}
      ${templateKinds.map((kind) => { const some = texts.filter((one) => one.kind === kind); return some.length === 0 ? nothing : html`<h3 class="spaced">${t(`desk.templates.kind.${kind}`)}</h3><div class="items">${repeat(some, ({ id }) => id, (one) => html`<div>${this.editing === one.id ? this.#edit(one) : this.#card(one)}</div>`)}</div>`; })}`;
  }

  #card(one: Template) {
    const { t } = this;
    const act = (label: string, onClick: () => void, kind: 'secondary' | 'quiet' = 'secondary') => button(t, { label, ariaLabel: `${label}: ${one.title}`, kind, busy: this.#act.busy, onClick });
    const { problem } = this.#act;
    return html`<article class="card stack" aria-labelledby="template-${one.id}">
      <h4 id="template-${one.id}" tabindex="-1">${one.title}</h4>
      <p class="soft">${t(`desk.language.${one.locale}`)}</p>
      <p class="typed" lang=${one.locale}>${filledIn(this.at!, one)}</p>
      ${this.removing === one.id ? html`
        ${problem ? notice({ kind: 'danger', live: 'assertive', body: deskError(t, problem) }) : nothing}
        <p id="template-sure" tabindex="-1">${t('desk.templates.removeSure')}</p>
        <div class="row">${button(t, { kind: 'primary', label: t('desk.templates.remove'), busy: this.#act.busy, onClick: () => void this.#remove(one) })}${button(t, { kind: 'quiet', label: t('common.cancel'), onClick: () => this.#close(one.id) })}</div>`
      : html`<div class="row">${act(t('desk.templates.change'), () => this.#show(one.id))}${act(t('desk.templates.remove'), () => { this.#show(null); this.removing = one.id; void this.focusOn('#template-sure'); }, 'quiet')}</div>`}
    </article>`;
  }

  #edit(one: Template | null) {
    const { t } = this;
    const { problem } = this.#act;
    const spoken = this.me?.locales ?? [t.locale];
    const name = (placeholder: (typeof templateNames)[number]) => button(t, { kind: 'quiet', label: t(`desk.templates.${placeholder}`), onClick: () => typeInto(this.querySelector('textarea')!, `{${placeholder}}`) });
    return html`<form class="card stack spaced" novalidate aria-labelledby="template-form" @submit=${(event: SubmitEvent) => void this.#save(event, one)} @input=${this.#form.mend}>
      <h3 id="template-form">${t(one ? 'desk.templates.change' : 'desk.templates.add')}</h3>
      ${errorSummary(t, 'template', [...this.#form.summary, ...(problem ? [{ message: problem.code === 'conflict' ? t('desk.templates.many') : deskError(t, problem) }] : [])])}
      ${radios({ id: 'template-kind', name: 'kind', legend: t('desk.templates.where'), choices: templateKinds.map((kind) => ({ value: kind, label: t(`desk.templates.kind.${kind}`), checked: kind === (one?.kind ?? 'answer') })) })}
      ${radios({ id: 'template-locale', name: 'locale', legend: t('desk.templates.language'), choices: spoken.map((locale) => ({ value: locale, label: t(`desk.language.${locale}`), checked: locale === (one?.locale ?? spoken[0]) })) })}
      ${field(t, { id: 'template-title', name: 'title', label: t('desk.templates.title'), hint: t('desk.templates.titleHint'), value: one?.title, error: this.#form.error('title') })}
      ${textArea(t, { id: 'template-text', name: 'text', label: t('desk.templates.text'), hint: t('desk.templates.textHint'), rows: 6, error: this.#form.error('text') })}
      <div class="row"><span class="soft">${t('desk.templates.names')}</span>${templateNames.map(name)}</div>
      <div class="row">${button(t, { type: 'submit', label: t('desk.templates.save'), busy: this.#act.busy })}${button(t, { kind: 'quiet', label: t('common.cancel'), onClick: () => this.#close(one?.id ?? null) })}</div>
    </form>`;
  }

  #show(editing: string | null) {
    this.editing = editing;
    this.removing = null;
    this.#act.reset();
    this.#form.clear();
    if (editing) void this.focusOn('#template-title');
  }
  #close(id: string | null) {
    this.#show(null);
    void this.focusOn(id ? `#template-${id}` : '#template-add');
  }

  #errorIn(kind: TemplateKind, text: string): string {
    const { t } = this;
    const over = text.length - longestTemplate[kind];
    const [strange] = strangeNames(text);
    return text === '' ? t('desk.templates.textMissing') : strange !== undefined ? t('desk.templates.strange', { name: strange || '…' }) : over > 0 ? t('desk.reasonTooLong', { count: over }) : kind !== 'answer' && /[\n\r\t]/.test(text) ? t('desk.templates.oneLine') : '';
  }

  async #save(event: SubmitEvent, one: Template | null) {
    event.preventDefault();
    const { t } = this;
    const typed = typedIn(event.currentTarget as HTMLFormElement);
    const [title, text] = [(typed['title'] ?? '').trim(), (typed['text'] ?? '').replaceAll('\r\n', '\n').trim()];
    const kind = typed['kind'] as TemplateKind;
    this.#act.reset();
    if (!this.#form.check({ title: title === '' ? t('desk.templates.titleMissing') : title.length > 80 ? t('desk.reasonTooLong', { count: title.length - 80 }) : '', text: this.#errorIn(kind, text) })) return;
    const order = { kind, locale: typed['locale'] as Locale, title, text };
    const done = await this.#act.run(async () => { this.texts = await (one ? this.desk.changeTemplate(one.id, order) : this.desk.addTemplate(order)); });
    if (!done) { if (this.#act.problem) await this.#form.focusSummary(); return; }
    this.#close(one?.id ?? null);
    this.at!.say(t('desk.templates.saved', { title }));
  }

  async #remove({ id, title }: Template) {
    if (!await this.#act.run(async () => { this.texts = await this.desk.removeTemplate(id); })) return;
    this.#close(null);
    this.at!.say(this.t('desk.templates.removed', { title }));
  }
}
