import Color from 'colorjs.io';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contrast, readRgb, toHex } from './contrast.ts';
import { tokens, type ColorToken } from './kinds.ts';
import { tokenNames } from './names.ts';
import { floors, safeTheme } from './safe-theme.ts';
import { readTokens } from './write.ts';

const colorNames = tokenNames.filter((name): name is ColorToken => tokens[name] === 'color');
const sets = readTokens();
const baseOf = (set: 'light' | 'dark') => Object.fromEntries(colorNames.map((name) => [name, (sets[set][name]!.$value as { hex: string }).hex])) as Record<ColorToken, string>;
const light = baseOf('light');
const dark = baseOf('dark');

/** Every pair that is read or must be seen, measured by a library of colour scientists, not by ours. */
function tooLow(colors: Readonly<Record<ColorToken, string>>): string[] {
  const wcag = (one: ColorToken, other: ColorToken) => Color.contrast(colors[one], colors[other], 'WCAG21');
  return [
    ...(Object.keys(floors) as (keyof typeof floors)[]).flatMap((name) => (['surface', 'surface-soft'] as const).filter((behind) => wcag(name, behind) < floors[name]).map((behind) => `${name} on ${behind}`)),
    ...(wcag('accent-ink', 'accent') < 4.5 ? ['accent-ink on accent'] : []),
  ];
}

describe('contrast-proof theming (N12)', () => {
  it('ships a light and a dark set that meet AA', () => {
    expect(tooLow(light)).toEqual([]);
    expect(tooLow(dark)).toEqual([]);
  });

  it('agrees with colorjs.io on contrast', () => {
    const channel = fc.nat(255).map((value) => value / 255);
    fc.assert(fc.property(fc.tuple(channel, channel, channel), fc.tuple(channel, channel, channel), (one, other) => {
      expect(contrast(one, other)).toBeCloseTo(Color.contrast(toHex(one), toHex(other), 'WCAG21'), 2);
    }));
  });

  it('makes every wish readable, whatever a clinic or a hostile page asks for', () => {
    const hex = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255)).map((rgb) => toHex([rgb[0] / 255, rgb[1] / 255, rgb[2] / 255]));
    const wish = fc.dictionary(fc.constantFrom(...colorNames), hex);
    fc.assert(fc.property(wish, fc.constantFrom(light, dark), (asked, base) => {
      const { values } = safeTheme(asked, base);
      expect(tooLow({ ...base, ...values })).toEqual([]);
    }), { numRuns: 1500 });
  });

  it('leaves readable colours as they are, without a notice', () => {
    const { values, notices } = safeTheme({ accent: '#6b2d73', radius: '2px' }, light);
    expect(values).toEqual({ accent: '#6b2d73', radius: '2px' });
    expect(notices).toEqual([]);
  });

  it('a white confirm on white comes out readable, and says it was adjusted', () => {
    const { values, notices } = safeTheme({ surface: '#ffffff', ink: '#ffffff', accent: '#fefefe', 'accent-ink': '#ffffff' }, light);
    expect(tooLow({ ...light, ...values })).toEqual([]);
    expect(notices).toContainEqual({ token: 'ink', what: 'adjusted' });
    expect(notices).toContainEqual({ token: 'accent', what: 'adjusted' });
  });

  it('a dark surface alone carries all other colours along', () => {
    const { values } = safeTheme({ surface: '#101820' }, light);
    expect(tooLow({ ...light, ...values })).toEqual([]);
    expect(values.ink).not.toBe(light.ink);
  });

  it('refuses what is no opaque colour and keeps its own', () => {
    for (const value of ['transparent', 'rgb(0 0 0 / 50%)', 'rgba(0,0,0,.99)', 'url(x)', 'currentcolor', 'no-such', '']) {
      const { values, notices } = safeTheme({ ink: value }, light);
      expect(values).toEqual({});
      expect(notices).toEqual(value === '' ? [] : [{ token: 'ink', what: 'refused' }]);
    }
  });

  it('knows only its own names, also when a prototype is offered (T27)', () => {
    const asked = JSON.parse('{"__proto__":{"ink":"#fff"},"constructor":"#fff","background":"url(//x)","ink":5}') as Record<string, unknown>;
    expect(safeTheme(asked, light)).toEqual({ values: {}, notices: [] });
  });

  it('reads what browsers compute colours to', () => {
    expect(readRgb('#0af')).toEqual(readRgb('rgb(0, 170, 255)'));
    expect(toHex(readRgb('color(srgb 0 0.6667 1)')!)).toBe('#00aaff');
    expect(toHex(readRgb('rgb(0% 50% 100% / 1)')!)).toBe('#0080ff');
    for (const value of ['color(display-p3 1 0 0)', 'rgb(1 2)', 'rgb(a b c)', '#12345', 'oklch(.5 .1 20)']) expect(readRgb(value)).toBeNull();
  });
});
