import { css } from 'lit';

export const sheet = css`
second-factor-setup {
  & .back { margin-block-end: .8em; }
  & .wrong .choice a { font-weight: 600; }
}
`;
