import { css } from 'lit';

/** What the three services that send something look like, beside the styles of all forms. */
export const sendingStyles = css`
  :is(prescription-request, book-appointment, econsult-form) {
    & .service { display: flex; flex-direction: column; gap: 2.2em; }
    & hgroup { margin: 0; }
    & hgroup p { color: var(--balie-ink-soft); }
    & .items { list-style: none; padding: 0; display: flex; flex-direction: column; gap: .8em; }
    & .item { border: 1px solid var(--balie-border); border-radius: var(--balie-radius, .35em); padding: .8em 1em; display: flex; flex-direction: column; gap: .35em; }
    & .item .button { align-self: flex-start; }
    & .state { font-weight: 600; }
    & .state.good { color: var(--balie-success); }
    & .state.bad { color: var(--balie-danger); }
    & .late { color: var(--balie-warning); font-weight: 600; }
    & .numbers { list-style: none; padding: 0; display: flex; flex-direction: column; gap: .4em; }
    & .typed { white-space: pre-wrap; }
    & .checks { display: flex; flex-direction: column; border-block-start: 1px solid var(--balie-border); }
    & .checks > div { display: grid; grid-template-columns: minmax(7em, 11em) 1fr auto; gap: .2em 1em; align-items: start; padding-block: .6em; border-block-end: 1px solid var(--balie-border); }
    & .checks dt { font-weight: 600; padding-block: .5em; }
    & .checks dd { margin: 0; padding-block: .5em; min-inline-size: 0; }
    & .checks dd.act { padding: 0; }
    & .checks ul { list-style: none; padding: 0; }
    & .number { font-size: 1.2em; }
    @media (max-width: 30em) { & .checks > div { grid-template-columns: 1fr; } & .checks :is(dt, dd) { padding-block: 0; } & .checks .button { padding-inline: 0; } }
  }
`;
