import { property, tokenNames } from '@balie/themes/names';

/** A style that makes the browser tell when a token changes, wherever on the page and however: no polling. */
export const probeStyle = `transition:${tokenNames.map((name) => `${property(name)} 1ms step-start`).join()};transition-behavior:allow-discrete`;

/** The host's values for our tokens, and for nothing else. Judged in the frame; what could fetch is not even sent. */
export function readTheme(probe: Element): Record<string, string> {
  const style = getComputedStyle(probe);
  const theme: Record<string, string> = {};
  for (const name of tokenNames) {
    const value = style.getPropertyValue(property(name)).trim();
    if (value && value.length <= 200 && !/url\(/i.test(value)) theme[name] = value;
  }
  return theme;
}
