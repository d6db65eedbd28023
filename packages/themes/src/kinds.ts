import type { TokenName } from './names.ts';

/** What kind of value each token takes. */
export const tokens = {
  ink: 'color', 'ink-soft': 'color', surface: 'color', 'surface-soft': 'color', accent: 'color', 'accent-ink': 'color',
  danger: 'color', success: 'color', warning: 'color', border: 'color', focus: 'color',
  radius: 'length', space: 'length', 'font-size': 'length', font: 'font', scheme: 'scheme',
} as const satisfies Record<TokenName, 'color' | 'length' | 'font' | 'scheme'>;
export type ColorToken = { [Name in TokenName]: (typeof tokens)[Name] extends 'color' ? Name : never }[TokenName];
