/** The design tokens a clinic's page may set, each as custom property `--balie-<name>` on any ancestor of an element. Nothing else crosses the frame. */
export const tokens = {
  ink: 'color', 'ink-soft': 'color', surface: 'color', 'surface-soft': 'color', accent: 'color', 'accent-ink': 'color',
  danger: 'color', success: 'color', warning: 'color', border: 'color', focus: 'color',
  radius: 'length', space: 'length', 'font-size': 'length', font: 'font', scheme: 'scheme',
} as const;
export type TokenName = keyof typeof tokens;
export type TokenKind = (typeof tokens)[TokenName];
export type ColorToken = { [Name in TokenName]: (typeof tokens)[Name] extends 'color' ? Name : never }[TokenName];
export const tokenNames = Object.keys(tokens) as readonly TokenName[];
export const property = (name: TokenName): `--balie-${TokenName}` => `--balie-${name}`;
