import { css } from 'lit';

export const sheet = css`
  portal-help {
    & section.stack { gap: .4em; }
    & :is(.links, .numbers) { list-style: none; padding: 0; }
    & .links > li { padding-block: .6em; }
    & .links > li + li { border-block-start: 1px solid var(--balie-border); }
    & .numbers > li { padding-block: .3em; }
  }
`;
