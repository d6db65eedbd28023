import { css } from 'lit';

export const styles = css`
  book-appointment {
    & .days { display: flex; flex-direction: column; gap: .5em; }
    & .day { border: 1px solid var(--balie-border); border-radius: var(--balie-radius, .35em); }
    & .day summary { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1em; padding: .7em 1em; min-height: 44px; cursor: pointer; font-weight: 600; list-style: none; }
    & .day summary::-webkit-details-marker { display: none; }
    & .day summary::before { content: "▸"; }
    & .day[open] summary::before { content: "▾"; }
    & .day summary .date { flex: 1 1 auto; }
    & .day summary .soft { font-weight: 400; }
    & .times { list-style: none; padding: .2em 1em 1em; display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 9em), 1fr)); gap: .6em; }
    & .times .button { inline-size: 100%; block-size: 100%; flex-direction: column; font-weight: 400; }
    & .times .clock { font-weight: 700; }
    & .held { border: 1px solid var(--balie-border); border-inline-start: .3em solid var(--balie-accent); border-radius: var(--balie-radius, .35em); padding: .7em 1em; display: flex; flex-direction: column; gap: .4em; background: var(--balie-surface-soft); }
    & .held.over { border-inline-start-color: var(--balie-warning); }
    & .held .when { font-size: 1.15em; font-weight: 700; }
    & .views [aria-pressed=true] { border-color: var(--balie-accent); box-shadow: inset 0 0 0 1px var(--balie-accent); font-weight: 700; }
    & .calendar { display: flex; flex-direction: column; gap: .6em; }
    & .calendar h3::first-letter { text-transform: uppercase; }
    & .calendar table { border-collapse: separate; border-spacing: .15em; inline-size: 100%; max-inline-size: 32em; table-layout: fixed; font-size: min(1em, 8vi); white-space: nowrap; }
    & .calendar th { font-weight: 600; padding-block: .3em; }
    & .calendar td { padding: 0; text-align: center; }
    & .calendar td button { inline-size: 100%; min-block-size: 44px; padding: 0; font: inherit; color: inherit; background: none; border: 1px solid transparent; border-radius: var(--balie-radius, .35em); cursor: pointer; }
    & .calendar .day-free { font-weight: 700; border-color: var(--balie-accent); background: var(--balie-surface-soft); }
    & .calendar .day-full { color: var(--balie-ink-soft); cursor: default; }
    & .calendar [aria-selected=true] button { background: var(--balie-accent); color: var(--balie-accent-ink); }
    & .calendar [aria-current=date] span { text-decoration: underline; text-underline-offset: .25em; }
    & .calendar td button:focus-visible { outline: 3px solid var(--balie-accent); outline-offset: 2px; }
  }
`;
