import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fitsToken } from './check.ts';
import { tokens } from './kinds.ts';
import { tokenNames } from './names.ts';
import { readTokens, themeCss, themeFile } from './write.ts';

describe('what a host page may send as a token', () => {
  it('takes colours, lengths, fonts and schemes of their own syntax', () => {
    for (const value of ['#fff', '#0b5c8a', 'rebeccapurple', 'rgb(1 2 3)', 'hsl(200deg 50% 40%)', 'oklch(60% 0.1 200)', 'color-mix(in srgb, red, blue)']) expect(fitsToken('ink', value), value).toBe(true);
    for (const value of ['14px', '1rem', '1.125em', '24px']) expect(fitsToken('font-size', value), value).toBe(true);
    for (const value of ['0', '0px', '32px', '.5rem']) expect(fitsToken('radius', value), value).toBe(true);
    for (const value of ['Georgia, serif', '"Open Sans", Arial', "'Source Sans 3'"]) expect(fitsToken('font', value), value).toBe(true);
    expect(fitsToken('scheme', 'dark')).toBe(true);
  });

  it('refuses what fetches, escapes, hides or oversteps', () => {
    const nowhere = ['url(https://evil.example/a)', 'var(--secret)', 'env(x)', 'red;display:none', 'red}', 'image-set("x" 1x)', '\\75rl(x)', 'expression(x)', 'a'.repeat(500), '<b>', 'attr(title)'];
    for (const value of nowhere) for (const name of tokenNames) expect(fitsToken(name, value), `${name}: ${value}`).toBe(false);
    for (const value of ['0', '1px', '13px', '400px', '-1rem', '1e9px', 'calc(1px)', '100vw', '14']) expect(fitsToken('font-size', value), value).toBe(false);
    for (const value of ['Wingdings', 'Webdings', 'Symbol, serif', 'Font Awesome Icons', '"Open Sans', 'a\\62', 'a/b']) expect(fitsToken('font', value), value).toBe(false);
    for (const value of ['currentColor', 'inherit', 'unset']) expect(fitsToken('ink', value), value).toBe(false);
    expect(fitsToken('scheme', 'auto')).toBe(false);
  });
});

describe('tokens.json', () => {
  const sets = readTokens();
  it('holds every token of the list and none beside it, in both sets', () => {
    const colors = tokenNames.filter((name) => tokens[name] === 'color').sort();
    expect(Object.keys(sets.light).sort()).toEqual(colors);
    expect(Object.keys(sets.dark).sort()).toEqual(colors);
    expect(Object.keys(sets.shape).sort()).toEqual(tokenNames.filter((name) => tokens[name] === 'length' || tokens[name] === 'font').sort());
  });
  it('tells the same colour as hex and as components', () => {
    for (const token of [...Object.values(sets.light), ...Object.values(sets.dark)]) {
      if (token.$type !== 'color') throw new Error('a colour set holds colours');
      expect(`#${token.$value.components.map((channel) => Math.round(channel * 255).toString(16).padStart(2, '0')).join('')}`).toBe(token.$value.hex);
    }
  });
  it('is what theme.css was written from', () => expect(readFileSync(themeFile, 'utf8')).toBe(themeCss(sets)));
});
