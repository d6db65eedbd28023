import { css } from 'lit';

export const sheet = css`
  session-code-prompt {
    & .services { list-style: none; padding: 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(min(15em, 100%), 1fr)); gap: 1em; }
    & .services > li { display: flex; flex-direction: column; gap: .4em; padding: 1em; border: 1px solid var(--balie-border); border-radius: var(--balie-radius, .35em); background: var(--balie-surface-soft); }
    & .services .button { justify-content: flex-start; text-align: start; inline-size: 100%; overflow-wrap: anywhere; }
    & .back .button { padding-inline: 0; }
  }
`;
