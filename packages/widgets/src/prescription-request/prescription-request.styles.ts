import { css } from 'lit';

export const styles = css`
  prescription-request {
    & .medicines { display: flex; flex-direction: column; gap: .8em; }
    & .medicine { border: 1px solid var(--balie-border); border-radius: var(--balie-radius, .35em); padding: .5em 1em .8em; }
    & .medicine.closed { border-style: dashed; background: var(--balie-surface-soft); }
    & .medicine .choice label { font-weight: 600; }
    & .medicine .about { margin-inline-start: 2em; display: flex; flex-direction: column; gap: .3em; }
    & .medicine :is(.field, .way-out) { margin: .6em 0 0 2em; }
    & .item .way-out { margin-block: .4em; }
    & .unlisted .medicine { display: flex; flex-direction: column; gap: .6em; align-items: flex-start; }
    & .unlisted .medicine .field { margin: 0; align-self: stretch; }
    & .medicine .field label { font-weight: 400; }
  }
`;
