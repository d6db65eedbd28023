import { html, nothing, type TemplateResult } from 'lit';

export type NoticeKind = 'info' | 'success' | 'warning' | 'danger';
export interface NoticeOptions {
  kind?: NoticeKind;
  title?: unknown;
  body?: unknown;
  /** Read out when it appears: `polite` waits its turn, `assertive` does not. */
  live?: 'polite' | 'assertive';
  id?: string;
}
/** A framed message. Its meaning never rests on colour: the title or the body says it. */
export const notice = (o: NoticeOptions): TemplateResult => html`
  <div class="notice ${o.kind ?? 'info'}" id=${o.id ?? nothing} role=${o.live === 'assertive' ? 'alert' : o.live ? 'status' : nothing}>
    ${o.title ? html`<p class="notice-title">${o.title}</p>` : nothing}
    ${o.body ? html`<div class="notice-body">${o.body}</div>` : nothing}
  </div>`;
