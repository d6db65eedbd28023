/**
 * The one style sheet of all forms, scoped by tag name because elements with a form render in light DOM. Served pages inline it; elsewhere the
 * elements adopt it. Colours, radius, space and type come from the shared tokens (`@balie/themes`); sizes are `em`, so they follow the clinic's type size.
 */
import { elements } from '@balie/contracts';

const tags = [...elements, 'practice-desk'].join(', ');

export const formStyles = `
:is(${tags}) {
  display: block; color: var(--balie-ink); background: var(--balie-surface); accent-color: var(--balie-accent);
  font: normal 400 var(--balie-font-size, 1em)/1.5 var(--balie-font, system-ui, sans-serif); letter-spacing: normal; text-align: start; text-transform: none; overflow-wrap: break-word;
  padding: .25em; box-sizing: border-box; max-inline-size: 100%;
  & *, & *::before, & *::after { box-sizing: border-box; }
  & :is(h2, h3, p, ul, ol, dl, fieldset, legend, form) { margin: 0; padding: 0; border: 0; min-inline-size: 0; }
  & h2 { font-size: 1.4em; line-height: 1.25; } & h3 { font-size: 1.15em; line-height: 1.3; } & .help { font-size: .7em; font-weight: 400; }
  & :is(h2, h3)[tabindex="-1"]:focus { outline: none; }
  & :is(ul, ol) { padding-inline-start: 1.25em; }
  & .stack { display: flex; flex-direction: column; align-items: stretch; gap: calc(var(--balie-space, 1em) * 1.1); max-inline-size: 40em; }
  & .stack > .button { align-self: flex-start; }
  & .stack > :empty { margin-block-start: calc(var(--balie-space, 1em) * -1.1); }
  & .row { display: flex; flex-wrap: wrap; align-items: center; gap: .6em 1em; }
  & [only-when-asked] { padding: 0; }
  & .hidden { position: absolute; inline-size: 1px; block-size: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  & :is(.hint, .optional, .soft) { color: var(--balie-ink-soft); }
  & .optional { font-weight: 400; }
  & a { color: var(--balie-accent); text-underline-offset: .15em; }
  & .phone { white-space: nowrap; font-weight: 600; }
  & :is(a, button, input, select, textarea, summary, [tabindex]):focus-visible { outline: .19em solid var(--balie-focus); outline-offset: .13em; }
  & :is(.error-summary, fieldset):focus { outline: .19em solid var(--balie-focus); outline-offset: .13em; }

  & .field { display: flex; flex-direction: column; gap: .3em; }
  & :is(label, legend) { font-weight: 600; }
  & .control { display: flex; gap: .5em; }
  & :is(input:not([type=checkbox], [type=radio]), select, textarea) {
    flex: 1 1 auto; min-inline-size: 0; inline-size: 100%; min-block-size: 2.75em; min-height: 44px; padding: .5em .7em; font: inherit; color: var(--balie-ink); background: var(--balie-surface);
    border: 1px solid var(--balie-border); border-radius: var(--balie-radius, .35em);
  }
  & input[size] { flex: 0 1 auto; inline-size: auto; }
  & [readonly] { background: var(--balie-surface-soft); }
  & .wrong { border-inline-start: .25em solid var(--balie-danger); padding-inline-start: .75em; }
  & .wrong :is(input, select, textarea) { border-color: var(--balie-danger); }
  & .error { color: var(--balie-danger); font-weight: 600; }
  & .choices { display: flex; flex-direction: column; gap: .2em; }
  & .choice { display: grid; grid-template-columns: auto 1fr; align-items: center; column-gap: .6em; }
  & .choice label { font-weight: 400; padding-block: .55em; min-height: 44px; align-content: center; }
  & .choice input { inline-size: 1.4em; block-size: 1.4em; margin: 0; }
  & .meter { min-block-size: 1.5em; }
  & .choice .hint { grid-column: 2; margin-block-start: -.4em; }

  & .button {
    display: inline-flex; align-items: center; justify-content: center; min-block-size: 2.75em; min-height: 44px; min-inline-size: 44px; padding: .5em 1.2em; font: inherit; font-weight: 600; line-height: 1.25; text-align: center; text-decoration: none;
    border: 1px solid var(--balie-accent); border-radius: var(--balie-radius, .35em); cursor: pointer;
  }
  & .button.primary { background: var(--balie-accent); color: var(--balie-accent-ink); }
  & .button.secondary { background: var(--balie-surface); color: var(--balie-accent); }
  & .button.quiet { background: transparent; color: var(--balie-accent); border-color: transparent; padding-inline: .5em; text-decoration: underline; text-underline-offset: .15em; }
  & .button:hover { text-decoration: underline; text-underline-offset: .15em; }
  & .button[aria-disabled=true] { cursor: progress; border-style: dashed; }
  @media (scripting: none) { & .scripted { display: none; } }
  & .control .button { flex: none; padding-inline: .8em; }

  & .notice, & .error-summary { border: 1px solid var(--balie-border); border-inline-start: .3em solid var(--balie-accent); border-radius: var(--balie-radius, .35em); background: var(--balie-surface-soft); padding: .7em 1em; }
  & .notice.success { border-inline-start-color: var(--balie-success); }
  & .notice.warning { border-inline-start-color: var(--balie-warning); }
  & :is(.notice.danger, .error-summary) { border-inline-start-color: var(--balie-danger); }
  & .notice-title { font-weight: 700; }
  & .notice-body > * + * { margin-block-start: .4em; }
  & .error-summary a { color: var(--balie-danger); font-weight: 600; }
  & .error-summary li + li { margin-block-start: .3em; }
  & dl.facts { display: grid; grid-template-columns: minmax(8em, max-content) 1fr; gap: .3em 1em; }
  & dl.facts dt { font-weight: 600; } & dl.facts dd { margin: 0; }
  & .address { font-size: 1.15em; font-weight: 700; overflow-wrap: anywhere; }
  & .mark { font-size: 1.15em; letter-spacing: .05em; white-space: nowrap; }
  & .register:not(.form) > form:not(:target), & .register.review > form, & .register.sent > form, & .register:not(.begin) .before, & .before:has(~ form:target) { display: none; }
  @media (max-width: 30em) { & dl.facts { grid-template-columns: 1fr; } & .stack > .button { align-self: stretch; } }
  @media (forced-colors: active) { & .button { border-color: ButtonText; } }
  @media (prefers-reduced-motion: no-preference) { & .button { transition: background-color .12s; } }
}
`;
