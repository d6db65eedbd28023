/** The one HTML document that frames, hosted pages and the desk are: little text, one inline style, the entry's script and what it imports. */
import { html, raw } from 'hono/html';
import type { Locale } from '@balie/contracts';
import { formStyles } from '@balie/forms';
import type { BrowserFiles } from './browser-files.ts';
import { firstScript, pressScript } from './first-script.ts';
import { pageHeaders } from './policy.ts';

export interface Page {
  locale: Locale;
  title: string;
  /** Trusted markup: our own templates, rendered. */
  body: string;
  /** Entry of vite.config.ts; null for a page that needs no script. */
  entry: string | null;
  /** Modules the entry loads at once by `import()`, such as the texts of the form that is served: end of their source path. */
  soon?: readonly string[];
  /** Data for the entry's script, by id of its element. */
  data?: Readonly<Record<string, unknown>>;
  /** Set in a frame: sites that may frame it, and the one that says it does. */
  frame?: { ancestors: readonly string[]; host: string | null };
  /** See policy.ts. */
  formsLeadTo?: readonly string[];
}
export interface Rendered { html: string; headers: Record<string, string> }

const base = 'body{margin:0;background:var(--balie-surface);color:var(--balie-ink);font:var(--balie-font-size)/1.5 var(--balie-font)}@media (scripting:none){.scripted{display:none!important}}';
/** A frame is as high as its content: a scrollbar would narrow the text, which is then too high without it, and the page around it moves twice. */
const framed = 'html{scrollbar-width:none}';
const hosted = `header,main,footer{max-inline-size:44rem;margin-inline:auto;padding:1rem}header{display:flex;flex-wrap:wrap;gap:.5rem 1.5rem;align-items:baseline;border-block-end:1px solid var(--balie-border)}body{overflow-wrap:break-word}h1{font-size:1.3rem;margin:0;min-inline-size:0}header nav{margin-inline-start:auto;display:flex;flex-wrap:wrap}header nav a{min-inline-size:2.75rem;min-block-size:2.75rem;display:grid;place-content:center}header nav a[aria-current]{font-weight:700;text-decoration:none}a{color:var(--balie-accent)}main>*+*{margin-block-start:2rem}main>[hidden]{display:none}ul.phones{list-style:none;padding:0;margin:0;display:flex;flex-wrap:wrap;gap:.25rem 1.5rem}:focus-visible{outline:.19em solid var(--balie-focus);outline-offset:.13em}`;

/** Comments and line breaks of a style sheet weigh on every page. */
const squeezed = (css: string) => css.replace(/\/\*[^]*?\*\//g, '').replace(/\s+/g, ' ').replace(/ ?([{};,>]) ?/g, '$1').trim();
/** JSON inside a script element: `<` could end it, and two line ends are none in JavaScript of old. */
export const inScript = (value: unknown): string => JSON.stringify(value).replace(/[<\u2028\u2029]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);

export function createDocument(files: BrowserFiles): (page: Page) => Rendered {
  const frameStyle = squeezed(files.themeCss + base + framed + formStyles);
  // On our own page the elements keep their room for good: a form that becomes lower once somebody is in moves nothing.
  const room = files.reserve.replace(/([a-z-]+):not\(:defined\)/g, 'main>$1');
  const hostedStyle = squeezed(files.themeCss + base + room + hosted + formStyles);
  return ({ locale, title, body, entry, soon = [], data = {}, frame, formsLeadTo = [] }) => {
    const style = frame ? frameStyle : hostedStyle;
    const built = entry === null ? null : files.entry(entry);
    const inline = frame ? firstScript : built ? pressScript : null;
    const markup = html`<!doctype html>
<html lang="${locale}"${frame ? (frame.host ? html` data-host="${frame.host}"` : '') : raw(' data-balie-scheme="auto"')}>
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title><meta name="robots" content="noindex"><link rel="icon" href="/favicon.svg">
<style data-balie-forms>${raw(style)}</style>
${built ? html`${[...new Set([...built.preload, ...soon.flatMap(built.lazy)])].map((file) => html`<link rel="modulepreload" href="${file}">`)}<script type="module" src="${built.script}"></script>` : ''}</head>
<body>${raw(body)}
${Object.entries(data).map(([id, value]) => html`<script type="application/json" id="${id}">${raw(inScript(value))}</script>`)}${inline ? html`<script>${raw(inline)}</script>` : ''}</body></html>`;
    return { html: String(markup), headers: pageHeaders({ styles: [style], scripts: inline ? [inline] : [], frameAncestors: frame?.ancestors ?? [], formsLeadTo }) };
  };
}
