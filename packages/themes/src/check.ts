/** Syntax of a token's value as a host page may send it. Whether a colour is readable is decided afterwards (safe-theme.ts). */
import { tokens } from './kinds.ts';
import type { TokenName } from './names.ts';

/** Smallest and largest length per unit: a host can neither shrink a confirmation away nor push it out of sight. */
const bounds: Readonly<Record<'radius' | 'space' | 'font-size', Readonly<Record<'px' | 'rem' | 'em', readonly [number, number]>>>> = {
  radius: { px: [0, 32], rem: [0, 2], em: [0, 2] },
  space: { px: [4, 32], rem: [0.25, 2], em: [0.25, 2] },
  'font-size': { px: [14, 24], rem: [0.875, 1.5], em: [0.875, 1.5] },
};
const length = /^(\d{1,3}(?:\.\d{1,4})?|\.\d{1,4})(px|rem|em)$/;
const color = /^(#[0-9a-f]{3}|#[0-9a-f]{6}|[a-z]{3,24}|(rgba?|hsla?|hwb|lab|lch|oklab|oklch|color|color-mix)\([a-z0-9#%.,/ ()+-]{3,120}\))$/i;
const font = /^[\p{L}\d "',-]{1,200}$/u;
/** Fonts without letters would turn words into pictures. */
const lettersMissing = /wing|web ?ding|dingbat|symbol|icon|emoji|marlett|blank/i;

/** True when `value` may be given to CSS for this token. Never lets a `url(`, `var(`, `env(`, `;` or brace through. */
export function fitsToken(name: TokenName, value: string): boolean {
  const text = value.trim();
  switch (tokens[name]) {
    case 'color': return color.test(text) && !/(url|var|env|attr|image)\s*\(|currentcolor|inherit|initial|unset|revert/i.test(text);
    case 'length': {
      const [, number, unit] = length.exec(text) ?? [];
      if (text === '0') return name === 'radius';
      const [least, most] = bounds[name as keyof typeof bounds][unit as 'px'] ?? [1, 0];
      return Number(number) >= least && Number(number) <= most;
    }
    case 'font': return font.test(text) && !lettersMissing.test(text) && (text.match(/"/g)?.length ?? 0) % 2 === 0 && (text.match(/'/g)?.length ?? 0) % 2 === 0;
    case 'scheme': return text === 'light' || text === 'dark';
  }
}
