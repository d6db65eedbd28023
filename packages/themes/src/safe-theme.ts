/** Clinic colours in, readable colours out (N12): no host can hide a word, a field or a confirmation by its theme. */
import { fitsToken } from './check.ts';
import { contrast, mix, readRgb, toHex, type Rgb } from './contrast.ts';
import { tokens, type ColorToken } from './kinds.ts';
import { tokenNames, type TokenName } from './names.ts';

/** WCAG 2.2: 1.4.3 for what is read (4.5), 1.4.11 for what shows where a field or the focus is (3). */
export const floors: Readonly<Record<Exclude<ColorToken, 'surface' | 'surface-soft' | 'accent-ink'>, number>> = { ink: 4.5, 'ink-soft': 4.5, accent: 4.5, danger: 4.5, success: 4.5, warning: 4.5, border: 3, focus: 3 };

export interface Notice { token: TokenName; what: 'refused' | 'adjusted' }
export interface SafeTheme { values: Partial<Record<TokenName, string>>; notices: Notice[] }

const black: Rgb = [0, 0, 0];
const white: Rgb = [1, 1, 1];
const worst = (color: Rgb, behind: readonly Rgb[]) => Math.min(...behind.map((one) => contrast(color, one)));

/** The nearest colour towards black or white that stands out from everything behind it. */
function readable(color: Rgb, behind: readonly Rgb[], floor: number): Rgb {
  const pole = worst(black, behind) >= worst(white, behind) ? black : white;
  for (let share = 0; share < 1; share += 0.05) {
    // Judged as it will be written, with a hundredth to spare: checkers round luminance differently.
    const tried = readRgb(toHex(mix(color, pole, share)))!;
    if (worst(tried, behind) >= floor + 0.01) return tried;
  }
  return pole;
}

/**
 * @param asked  token values from the host page, unchecked
 * @param base   the colours in force without it, for every colour token, as hex or `rgb()`
 * @param read   turns a colour of any CSS syntax into sRGB, null when it is none or not opaque; in browsers `browserColor` of apply.ts
 * @returns values to set, all of known syntax, and what was refused or changed. Without a wish there is nothing to set.
 */
export function safeTheme(asked: Readonly<Record<string, unknown>>, base: Readonly<Record<ColorToken, string>>, read: (value: string) => Rgb | null = readRgb): SafeTheme {
  const values: SafeTheme['values'] = {};
  const notices: Notice[] = [];
  const wished = new Map<ColorToken, Rgb>();
  for (const name of tokenNames) {
    const value = Object.hasOwn(asked, name) ? asked[name] : undefined;
    if (typeof value !== 'string' || value.trim() === '') continue;
    const color = tokens[name] === 'color' && fitsToken(name, value) ? read(value.trim()) : null;
    if (color) wished.set(name as ColorToken, color);
    else if (tokens[name] !== 'color' && fitsToken(name, value)) values[name] = value.trim();
    else notices.push({ token: name, what: 'refused' });
  }
  if (wished.size === 0) return { values, notices };

  const wish = (name: ColorToken) => wished.get(name) ?? readRgb(base[name]) ?? black;
  const settle = (name: ColorToken, color: Rgb) => {
    const before = wished.get(name);
    if (before && toHex(before) !== toHex(color)) notices.push({ token: name, what: 'adjusted' });
    if (before || toHex(color) !== toHex(wish(name))) values[name] = toHex(color);
    return readRgb(toHex(color))!;
  };
  const surface = settle('surface', wish('surface'));
  // Text stands on both surfaces: the second follows the first unless the wish leaves room for one ink on both.
  const pole = contrast(black, surface) >= contrast(white, surface) ? black : white;
  const soft = wished.has('surface') && !wished.has('surface-soft') ? mix(surface, pole, 0.05) : wish('surface-soft');
  const behind = [surface, settle('surface-soft', contrast(pole, soft) >= 7 || contrast(pole, soft) >= contrast(pole, surface) ? soft : surface)];
  for (const name of Object.keys(floors) as (keyof typeof floors)[]) settle(name, readable(wish(name), behind, floors[name]));
  settle('accent-ink', readable(wish('accent-ink'), [readRgb(values.accent ?? base.accent) ?? black], 4.5));
  return { values, notices };
}
