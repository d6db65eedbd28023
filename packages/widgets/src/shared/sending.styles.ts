import { css } from 'lit';

/** What the three services that send something look like, beside the styles of all forms. */
export const sendingStyles = css`
  :is(prescription-request, book-appointment, econsult-form) {
    & .service { display: flex; flex-direction: column; gap: 2.2em; }
    & hgroup { margin: 0; }
    & hgroup p { color: var(--balie-ink-soft); }
    & .items { list-style: none; padding: 0; display: flex; flex-direction: column; gap: .8em; }
    & .item { border: 1px solid var(--balie-border); border-radius: var(--balie-radius, .35em); padding: .8em 1em; display: flex; flex-direction: column; gap: .35em; }
    & :is(.item, .notice-body) .button { align-self: flex-start; }
    & > .notice { margin-block-end: 1.1em; max-inline-size: 40em; }
    & .state { font-weight: 600; }
    & .state.good { color: var(--balie-success); }
    & .state.bad { color: var(--balie-danger); }
    & .files { list-style: none; padding: 0; margin: 0; }
    & .late { color: var(--balie-warning); font-weight: 600; }
    & .numbers { list-style: none; padding: 0; display: flex; flex-direction: column; gap: .4em; }
    & .whole { white-space: nowrap; }
    & .typed { white-space: pre-wrap; }
    & .checks { display: flex; flex-direction: column; border-block-start: 1px solid var(--balie-border); }
    & .checks > div { display: flex; flex-wrap: wrap; gap: .1em 1em; align-items: baseline; padding-block: .5em; border-block-end: 1px solid var(--balie-border); }
    & .checks dt { flex: 1 1 9em; font-weight: 600; }
    & .checks dd { margin: 0; flex: 100 1 14em; min-inline-size: 0; }
    & .checks dd.act { flex: 0 0 auto; }
    & .checks .button { padding-inline: 0; }
    & .checks ul { list-style: none; padding: 0; display: flex; flex-direction: column; gap: .4em; }
    & .number { font-size: 1.2em; }
  }
`;
