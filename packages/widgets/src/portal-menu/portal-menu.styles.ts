import { css } from 'lit';

export const sheet = css`
  portal-menu {
    & .top { justify-content: space-between; }
    & .desk { padding-block: .6em; }
    & .links { list-style: none; padding: 0; }
    & .links > li { padding-block: .6em; }
    & .links > li + li { border-block-start: 1px solid var(--balie-border); }
    & .services { list-style: none; padding: 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(min(15em, 100%), 1fr)); gap: 1em; }
    & .services > li { position: relative; display: flex; flex-direction: column; gap: .4em; padding: 1em; border: 1px solid var(--balie-border); border-radius: var(--balie-radius, .35em); background: var(--balie-surface-soft); }
    & .services a { font-weight: 600; font-size: 1.1em; }
    & .services a::after { content: ""; position: absolute; inset: 0; }
    & .services > li:hover { border-color: var(--balie-accent); }
  }
`;
