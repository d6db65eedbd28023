import { html, nothing, type TemplateResult } from 'lit';
import type { Texts } from '../texts/types.ts';

export interface ButtonOptions {
  label: unknown;
  type?: 'submit' | 'button';
  kind?: 'primary' | 'secondary' | 'quiet';
  /** At work: says so, ignores clicks, keeps the focus (so not `disabled`). */
  busy?: boolean | undefined;
  id?: string;
  name?: string;
  value?: string;
  /** When the label alone does not say which of several is meant. */
  ariaLabel?: string | undefined;
  onClick?: ((event: Event) => void) | undefined;
}
export const button = (t: Texts, o: ButtonOptions): TemplateResult => html`
  <button type=${o.type ?? 'button'} class="button ${o.kind ?? (o.type === 'submit' ? 'primary' : 'secondary')}" id=${o.id ?? nothing} name=${o.name ?? nothing} value=${o.value ?? nothing}
    aria-disabled=${o.busy ? 'true' : nothing} aria-label=${o.ariaLabel ?? nothing} @click=${o.onClick ?? nothing}>${o.busy ? t('common.busy') : o.label}</button>`;

/** Looks like a button, goes somewhere. */
export const linkButton = (o: { href: string; label: unknown; kind?: 'primary' | 'secondary'; target?: '_top' | undefined; onClick?: ((event: Event) => void) | undefined }): TemplateResult =>
  html`<a class="button ${o.kind ?? 'secondary'}" href=${o.href} target=${o.target ?? nothing} @click=${o.onClick ?? nothing}>${o.label}</a>`;
