/** Design tokens (DTCG format) → theme.css. Run `node packages/themes/src/write.ts` after a change of tokens.json; a test holds the two together. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface Color { colorSpace: 'srgb'; components: [number, number, number]; hex: string }
interface Dimension { value: number; unit: 'px' | 'rem' }
type Token = { $type: 'color'; $value: Color } | { $type: 'dimension'; $value: Dimension } | { $type: 'fontFamily'; $value: string[] };
export type TokenSets = Record<'light' | 'dark' | 'shape', Record<string, Token>>;

export const readTokens = (): TokenSets => {
  const { light, dark, shape } = JSON.parse(readFileSync(join(import.meta.dirname, 'tokens.json'), 'utf8')) as TokenSets;
  return { light, dark, shape };
};

function css(token: Token): string {
  switch (token.$type) {
    case 'color': return token.$value.hex;
    case 'dimension': return `${token.$value.value}${token.$value.unit}`;
    case 'fontFamily': return token.$value.map((family) => (/^[a-z-]+$/.test(family) ? family : `"${family}"`)).join(', ');
  }
}
const declarations = (set: Record<string, Token>) => Object.entries(set).filter(([name]) => !name.startsWith('$')).map(([name, token]) => `--balie-${name}: ${css(token)};`).join(' ');

/** Light unless said otherwise: a frame follows its host page, not the device. `auto` (hosted pages) follows the device. */
export function themeCss({ light, dark, shape }: TokenSets): string {
  return `/* Written by packages/themes/src/write.ts from tokens.json. */
:root { color-scheme: light; ${declarations(light)} ${declarations(shape)} }
:root[data-balie-scheme="dark"] { color-scheme: dark; ${declarations(dark)} }
@media (prefers-color-scheme: dark) { :root[data-balie-scheme="auto"] { color-scheme: dark; ${declarations(dark)} } }
`;
}

export const themeFile = join(import.meta.dirname, '../theme.css');
if (import.meta.main) writeFileSync(themeFile, themeCss(readTokens()));
