import { css } from 'lit';

export const styles = css`
  medical-record {
    & .parts { display: flex; flex-direction: column; gap: 2.2em; }
    & .jump { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .3em 1.2em; }
    & .entries { list-style: none; padding: 0; display: flex; flex-direction: column; gap: .8em; }
    & .entry { border: 1px solid var(--balie-border); border-radius: var(--balie-radius, .35em); padding: .8em 1em; display: flex; flex-direction: column; gap: .35em; overflow-wrap: anywhere; }
    & .entry h4 { margin: 0; font-size: 1em; }
    & .earlier { list-style: none; padding: 0; display: flex; flex-direction: column; gap: .8em; margin-block-start: .6em; }
    & .written { white-space: pre-wrap; max-inline-size: 40em; }
    & .comment { border-inline-start: .25em solid var(--balie-accent); padding-inline-start: .7em; }
    & .values { display: flex; flex-direction: column; }
    & .values > div { display: flex; flex-wrap: wrap; gap: .1em 1em; padding-block: .4em; border-block-start: 1px solid var(--balie-border); }
    & .values dt { flex: 1 1 11em; }
    & .values dd { margin: 0; flex: 1 1 11em; min-inline-size: 0; }
    & .values dd.more { flex-basis: 100%; }
    & .judged { font-weight: 600; }
    & .judged.off { color: var(--balie-warning); }
    @media print {
      & :is(.jump, .button, .notice, .screen) { display: none; }
      & .entry { border: 0; border-block-start: 1px solid; border-radius: 0; padding-inline: 0; break-inside: avoid; }
      & h3 { break-after: avoid; }
    }
  }
`;
