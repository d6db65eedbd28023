import { html, nothing, type TemplateResult } from 'lit';
import type { Texts } from '../texts/types.ts';

export interface FieldOptions {
  /** Unique in the document; hint and error take it as stem. */
  id: string;
  name: string;
  label: unknown;
  type?: 'text' | 'email' | 'password' | 'tel' | 'search' | 'date' | 'time' | 'number' | undefined;
  hint?: unknown;
  error?: unknown;
  autocomplete?: string | undefined;
  inputmode?: 'text' | 'email' | 'numeric' | 'tel' | undefined;
  /** Marks the field as optional in words; everything else is required. */
  optional?: boolean | undefined;
  value?: string | undefined;
  readonly?: boolean | undefined;
  /** Width in characters, as a hint of how much is expected. */
  size?: number | undefined;
  /** Beside the input, such as a button that shows the password. */
  beside?: unknown;
  /** Under the input, such as a strength meter. */
  after?: unknown;
  describedBy?: string | undefined;
  onInput?: ((event: Event) => void) | undefined;
}

/** Ids of what describes a field, for `aria-describedby`. */
export const describes = (id: string, { hint, error, describedBy }: { hint?: unknown; error?: unknown; describedBy?: string | undefined }): string | typeof nothing =>
  [hint ? `${id}-hint` : '', error ? `${id}-error` : '', describedBy ?? ''].filter(Boolean).join(' ') || nothing;

export const hintOf = (id: string, hint: unknown) => (hint ? html`<p class="hint" id="${id}-hint">${hint}</p>` : nothing);
export const errorOf = (id: string, error: unknown) => (error ? html`<p class="error" id="${id}-error">${error}</p>` : nothing);
export const optionalWord = (t: Texts, optional: boolean | undefined) => (optional ? html` <span class="optional">${t('common.optional')}</span>` : nothing);

/** One line of input with label, hint and error. The value is an attribute, so that what is typed is never overwritten. */
export const field = (t: Texts, o: FieldOptions): TemplateResult => html`
  <div class=${o.error ? 'field wrong' : 'field'}>
    <label for=${o.id}>${o.label}${optionalWord(t, o.optional)}</label>
    ${hintOf(o.id, o.hint)}${errorOf(o.id, o.error)}
    <div class="control">
      <input id=${o.id} name=${o.name} type=${o.type ?? 'text'} value=${o.value ?? nothing} autocomplete=${o.autocomplete ?? 'off'} inputmode=${o.inputmode ?? nothing} size=${o.size ?? nothing}
        autocapitalize=${o.type === 'email' || o.type === 'password' ? 'none' : nothing} spellcheck=${o.type === 'email' || o.type === 'password' ? 'false' : nothing}
        aria-describedby=${describes(o.id, o)} aria-invalid=${o.error ? 'true' : nothing} ?required=${!o.optional} ?readonly=${o.readonly} @input=${o.onInput ?? nothing}>${o.beside ?? nothing}
    </div>
    ${o.after ?? nothing}
  </div>`;

/** One box on its own. */
export const checkbox = (o: { id: string; name: string; label: unknown; hint?: unknown; checked?: boolean; onChange?: (event: Event) => void }): TemplateResult => html`
  <div class="choice">
    <input type="checkbox" id=${o.id} name=${o.name} value="yes" ?checked=${o.checked} aria-describedby=${o.hint ? `${o.id}-hint` : nothing} @change=${o.onChange ?? nothing}>
    <label for=${o.id}>${o.label}</label>
    ${hintOf(o.id, o.hint)}
  </div>`;
