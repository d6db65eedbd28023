export * from './ids.ts';
export * from './errors.ts';
export * from './clinic.ts';
export * from './identity.ts';
export * from './care.ts';
export * from './events.ts';
export * from './http.ts';
export type * from './frame-port.ts';
export type * from './ports.ts';
