export * from './kinds.ts';
export * from './names.ts';
export * from './check.ts';
export * from './contrast.ts';
export * from './safe-theme.ts';
export * from './apply.ts';
