/** Longer text and several choices: what a log-in needs none of. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Texts } from '../texts/types.ts';
import { describes, errorOf, hintOf, optionalWord, type FieldOptions } from './field.ts';

export interface TextAreaOptions extends Omit<FieldOptions, 'type' | 'inputmode' | 'size' | 'beside' | 'value'> { rows?: number }
/** Several lines. Its text is never bound: a caller that restores a draft sets `.value` once, after rendering. */
export const textArea = (t: Texts, o: TextAreaOptions): TemplateResult => html`
  <div class=${o.error ? 'field wrong' : 'field'}>
    <label for=${o.id}>${o.label}${optionalWord(t, o.optional)}</label>
    ${hintOf(o.id, o.hint)}${errorOf(o.id, o.error)}
    <div class="control"><textarea id=${o.id} name=${o.name} rows=${o.rows ?? 5} autocomplete=${o.autocomplete ?? 'off'} aria-describedby=${describes(o.id, o)} aria-invalid=${o.error ? 'true' : nothing} ?required=${!o.optional} ?readonly=${o.readonly} @input=${o.onInput ?? nothing}></textarea></div>
    ${o.after ?? nothing}
  </div>`;

export interface Choice { value: string; label: unknown; hint?: unknown; checked?: boolean; disabled?: boolean }
export interface ChoicesOptions { id: string; name: string; legend: unknown; choices: readonly Choice[]; hint?: unknown; error?: unknown; onChange?: ((event: Event) => void) | undefined }
const choices = (kind: 'radio' | 'checkbox', o: ChoicesOptions): TemplateResult => html`
  <fieldset id=${o.id} class=${o.error ? 'choices wrong' : 'choices'} tabindex="-1" aria-describedby=${describes(o.id, o)} @change=${o.onChange ?? nothing}>
    <legend>${o.legend}</legend>
    ${hintOf(o.id, o.hint)}${errorOf(o.id, o.error)}
    ${o.choices.map((choice, at) => html`
      <div class="choice">
        <input type=${kind} id="${o.id}-${at}" name=${o.name} value=${choice.value} ?checked=${choice.checked} ?disabled=${choice.disabled} aria-describedby=${choice.hint ? `${o.id}-${at}-hint` : nothing}>
        <label for="${o.id}-${at}">${choice.label}</label>
        ${hintOf(`${o.id}-${at}`, choice.hint)}
      </div>`)}
  </fieldset>`;
/** One of several. */
export const radios = (o: ChoicesOptions): TemplateResult => choices('radio', o);
/** Any of several. */
export const checkboxes = (o: ChoicesOptions): TemplateResult => choices('checkbox', o);
