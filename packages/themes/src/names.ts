/** The design tokens a clinic's page may set, each as custom property `--balie-<name>` on any ancestor of an element. Nothing else crosses the frame. */
export const tokenNames = ['ink', 'ink-soft', 'surface', 'surface-soft', 'accent', 'accent-ink', 'danger', 'success', 'warning', 'border', 'focus', 'radius', 'space', 'font-size', 'font', 'scheme'] as const;
export type TokenName = (typeof tokenNames)[number];
export const property = (name: TokenName): `--balie-${TokenName}` => `--balie-${name}`;
