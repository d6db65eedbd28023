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
  }
`;
