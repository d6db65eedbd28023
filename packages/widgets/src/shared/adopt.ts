import type { CSSResult } from 'lit';

/** Adds style sheets to the document or shadow root an element stands in, each once. */
export function adopt(root: Node, styles: readonly CSSResult[]): void {
  if (!(root instanceof Document || root instanceof ShadowRoot)) return;
  const missing = styles.flatMap((style) => (style.styleSheet && !root.adoptedStyleSheets.includes(style.styleSheet) ? [style.styleSheet] : []));
  if (missing.length) root.adoptedStyleSheets = [...root.adoptedStyleSheets, ...missing];
}

/** The styles of all forms, loaded only where the page did not come with them. */
export async function adoptFormStyles(root: Node): Promise<void> {
  if (root instanceof Document && root.querySelector('style[data-balie-forms]')) return;
  adopt(root, [(await import('./form-sheet.ts')).formSheet]);
}
