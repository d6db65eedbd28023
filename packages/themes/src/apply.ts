/** In the frame: takes the host's theme over, as far as it is safe. */
import { readRgb, type Rgb } from './contrast.ts';
import { tokens, type ColorToken } from './kinds.ts';
import { property, tokenNames } from './names.ts';
import { safeTheme, type Notice } from './safe-theme.ts';

/** Lets the browser read a colour of any syntax; mixing it with itself makes the answer sRGB. */
export function browserColor(root: HTMLElement): (value: string) => Rgb | null {
  return (value) => {
    const simple = readRgb(value);
    if (simple || /^#/.test(value)) return simple;
    const probe = root.ownerDocument.createElement('span');
    probe.style.color = `color-mix(in srgb, ${value}, ${value})`;
    if (!probe.style.color) return null;
    root.append(probe);
    const computed = getComputedStyle(probe).color;
    probe.remove();
    return readRgb(computed);
  };
}

/**
 * Sets the tokens on `root` by `setProperty` (a strict policy allows that) in place of those of the last call.
 * Returns what was refused or adjusted, for the page author's console.
 */
export function applyTheme(asked: Readonly<Record<string, unknown>>, root: HTMLElement = document.documentElement): Notice[] {
  for (const name of tokenNames) root.style.removeProperty(property(name));
  if (asked['scheme'] === 'dark' || asked['scheme'] === 'light') root.dataset['balieScheme'] = asked['scheme'];
  else if (root.dataset['balieScheme'] !== 'auto') delete root.dataset['balieScheme'];
  if (Object.keys(asked).length === 0) return [];
  const computed = getComputedStyle(root);
  const base = Object.fromEntries(tokenNames.filter((name) => tokens[name] === 'color').map((name) => [name, computed.getPropertyValue(property(name)).trim()])) as Record<ColorToken, string>;
  const { values, notices } = safeTheme(asked, base, browserColor(root));
  for (const [name, value] of Object.entries(values)) root.style.setProperty(`--balie-${name}`, value);
  return notices;
}
