import { css } from 'lit';

export const sheet = css`
  patient-account {
    & .parts > section { border-block-start: 1px solid var(--balie-border); padding-block-start: 1.1em; gap: .7em; }
    & section > [role=status]:empty { display: none; }
    & .rows { list-style: none; padding: 0; }
    & .rows > li { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: .3em 1em; padding-block: .6em; border-block-end: 1px solid var(--balie-border); }
    & .rows > li:last-child { border-block-end: 0; padding-block-end: 0; }
    & .rows > li > span { min-inline-size: 0; }
    & .badge { display: inline-block; white-space: nowrap; border: 1px solid currentcolor; border-radius: 1em; padding: 0 .6em; font-weight: 600; color: var(--balie-accent); }
    & dl.facts dd { min-inline-size: 0; overflow-wrap: anywhere; }
    & q { font-weight: 600; font-size: 1.1em; }
    & .row > p { margin: 0; }
  }
`;
