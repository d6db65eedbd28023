import { css } from 'lit';

export const styles = css`
  econsult-form {
    & .room { color: var(--balie-ink-soft); }
    & .room.over { color: var(--balie-danger); font-weight: 600; }
    & .messages { list-style: none; padding: 0; display: flex; flex-direction: column; gap: 1em; }
    & .message { border: 1px solid var(--balie-border); border-radius: var(--balie-radius, .35em); padding: .8em 1em; display: flex; flex-direction: column; gap: .4em; }
    & .message.practice { border-inline-start: .3em solid var(--balie-accent); background: var(--balie-surface-soft); }
    & .badge { display: inline-block; white-space: nowrap; border: 1px solid currentcolor; border-radius: 1em; padding: 0 .6em; font-weight: 600; color: var(--balie-accent); }
  }
`;
