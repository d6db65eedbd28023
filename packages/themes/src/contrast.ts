/** sRGB colours and their contrast as WCAG 2.2 defines it (relative luminance; 1 … 21). */
/** Channels 0 … 1. */
export type Rgb = readonly [red: number, green: number, blue: number];

const clamp = (value: number) => Math.min(1, Math.max(0, value));

/**
 * Reads what browsers compute colours to, and hex: `#rgb`, `#rrggbb`, `rgb(r, g, b)`, `rgb(r g b / a)`, `color(srgb r g b / a)`.
 * Null for everything else and for anything not fully opaque: what shines through cannot be judged.
 */
export function readRgb(value: string): Rgb | null {
  const text = value.trim().toLowerCase();
  const hex = /^#([0-9a-f]{3}|[0-9a-f]{6})$/.exec(text)?.[1];
  if (hex) {
    const [red = 0, green = 0, blue = 0] = (hex.length === 3 ? [...hex].map((digit) => digit + digit) : (hex.match(/../g) ?? [])).map((pair) => Number.parseInt(pair, 16) / 255);
    return [red, green, blue];
  }
  const [, name, body] = /^(rgba?|color)\(([^()]*)\)$/.exec(text) ?? [];
  if (!name || body === undefined) return null;
  const parts = body.replace(/^srgb\s/, '').split(/[\s,/]+/).filter(Boolean);
  if (name === 'color' && !body.startsWith('srgb ')) return null;
  const numbers = parts.map((part) => (part.endsWith('%') ? Number(part.slice(0, -1)) / 100 * (name === 'color' ? 1 : 255) : part === 'none' ? 0 : Number(part)));
  const alpha = parts[3]?.endsWith('%') ? Number(parts[3].slice(0, -1)) / 100 : numbers[3] ?? 1;
  if (numbers.length < 3 || numbers.length > 4 || numbers.some(Number.isNaN) || alpha < 1) return null;
  const scale = name === 'color' ? 1 : 255;
  const [red = 0, green = 0, blue = 0] = numbers.map((number) => clamp(number / scale));
  return [red, green, blue];
}

export const toHex = (rgb: Rgb): string => `#${rgb.map((channel) => Math.round(clamp(channel) * 255).toString(16).padStart(2, '0')).join('')}`;

/** `share` of `to`, the rest `from`; in sRGB, as `color-mix(in srgb, …)` does. */
export const mix = (from: Rgb, to: Rgb, share: number): Rgb => [0, 1, 2].map((index) => from[index]! + (to[index]! - from[index]!) * share) as unknown as Rgb;

export function luminance(rgb: Rgb): number {
  const [red = 0, green = 0, blue = 0] = rgb.map((channel) => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

export function contrast(one: Rgb, other: Rgb): number {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (high + 0.05) / (low + 0.05);
}
