export * from './types.ts';
export { createPortal } from './portal.ts';
export { probeStorage } from './storage.ts';
export { Value } from './value.ts';
