/** More telling names first: every browser says it is several others. */
const browsers: readonly (readonly [RegExp, string])[] = [[/\bEdgA?\//, 'Edge'], [/\bOPR\//, 'Opera'], [/\bSamsungBrowser\//, 'Samsung Internet'], [/\b(Firefox|FxiOS)\//, 'Firefox'], [/(Chrome|CriOS)\//, 'Chrome'], [/\bSafari\//, 'Safari']];
const systems: readonly (readonly [RegExp, string])[] = [[/\biPhone\b/, 'iPhone'], [/\biPad\b/, 'iPad'], [/\bAndroid\b/, 'Android'], [/\bWindows\b/, 'Windows'], [/\b(Macintosh|Mac OS X)\b/, 'Mac'], [/\bCrOS\b/, 'Chromebook'], [/\bLinux\b/, 'Linux']];

/** `Chrome, Windows`: by what a person tells devices apart, and no more of a user agent (RFC 9110 §10.1.5) than that. Null when it says neither. */
export function deviceLabel(userAgent: string | null | undefined): string | null {
  const of = (list: typeof browsers) => list.find(([sign]) => sign.test(userAgent ?? ''))?.[1];
  return [of(browsers), of(systems)].filter(Boolean).join(', ') || null;
}
