/** How texts are written and asked for. A message is a sentence with `{names}`; where a number decides, one and many. */
import type { Locale } from '@balie/contracts';
import type { Messages } from './nl/all.ts';

export type Message = string | { readonly one: string; readonly other: string };
export type Catalog = Readonly<Record<string, Message>>;
/** What a language file must hold: the same keys as the Dutch one. */
export type Translation<T> = Readonly<Record<keyof T, Message>>;

type Placeholder<S extends string> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | Placeholder<Rest> : never;
type NamesIn<M> = M extends string ? Placeholder<M> : M extends { readonly other: infer Other extends string } ? Placeholder<Other> | 'count' : never;

export type Key = keyof Messages;
export type Names<K extends Key> = NamesIn<Messages[K]>;
type Values<K extends Key> = [Names<K>] extends [never] ? [] : [values: Readonly<Record<Names<K>, string | number>>];

export interface Texts {
  readonly locale: Locale;
  /** One message with its values filled in. A message with one and many takes `count`. */
  <K extends Key>(key: K, ...values: Values<K>): string;
  /** The same, with templates (a link, a strong word) as values: the pieces in order, ready to render. */
  rich<K extends Key>(key: K, values: Readonly<Record<Names<K>, unknown>>): readonly unknown[];
}

/** Groups of keys; each is loaded when an element of that group is. `base` is always there. */
export const namespaces = ['base', 'code', 'register', 'recall', 'joining', 'prescriptions', 'appointments', 'agenda', 'econsults', 'asking', 'behind', 'record', 'menu', 'account', 'passkey', 'desk', 'eid', 'number', 'reset', 'contact', 'guardians', 'mail'] as const;
export type Namespace = (typeof namespaces)[number];
