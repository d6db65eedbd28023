/** Texts and plain templates: what a server renders and an element takes over. No elements, no state. `@balie/forms/all` holds every language at once. */
export type { Catalog, Key, Message, Namespace, Texts } from './texts/types.ts';
export { namespaces } from './texts/types.ts';
export { createTexts } from './texts/create.ts';
export { loadCatalog } from './texts/load.ts';
export * from './parts/field.ts';
export * from './parts/button.ts';
export * from './parts/notice.ts';
export * from './parts/error-summary.ts';
export * from './words.ts';
export { readBirthDate } from './birth-date.ts';
export * from './error-words.ts';
export { formStyles } from './styles.ts';
export * from './served/action.ts';
export * from './served/log-in.ts';
export * from './served/register.ts';
export * from './served/confirm.ts';
export * from './served/link.ts';
export { showPasswordButton } from './served/show-password.ts';
