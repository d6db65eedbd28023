import type { Locale } from '@balie/contracts';
import type { Catalog, Key, Message, Texts } from './types.ts';

const placeholder = /\{(\w+)\}/;

function pick(message: Message, count: unknown, plurals: Intl.PluralRules): string {
  if (typeof message === 'string') return message;
  return plurals.select(Number(count)) === 'one' ? message.one : message.other;
}

/**
 * The texts of one language. `overrides` are the clinic's own wordings by key (`texts` of its configuration); they may use
 * the same `{names}`. A key that is not loaded is answered with itself, so that a gap is seen and nothing breaks.
 */
export function createTexts(locale: Locale, catalog: Catalog, overrides: Readonly<Record<string, string>> = {}): Texts {
  const plurals = new Intl.PluralRules(locale);
  const find = (key: Key, count: unknown) => pick((Object.hasOwn(overrides, key) ? overrides[key] : Object.hasOwn(catalog, key) ? catalog[key] : undefined) ?? key, count, plurals);
  const rich = (key: Key, values: Readonly<Record<string, unknown>>) =>
    // split() with a group alternates: text, name, text, name …
    find(key, values['count']).split(placeholder).map((piece, at) => (at % 2 === 0 ? piece : piece in values ? values[piece] : `{${piece}}`)).filter((piece) => piece !== '');
  const say = (key: Key, values: Readonly<Record<string, unknown>> = {}) => rich(key, values).join('');
  return Object.assign(say, { locale, rich }) as Texts;
}
