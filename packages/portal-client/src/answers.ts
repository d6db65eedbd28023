/**
 * What the token service answers, checked field by field before anything is believed. Small guards instead of the contracts' schemas, because
 * they come with the first log-in, which has no room for a schema library; a test holds them to the contracts.
 */
import type { ChallengeDone, ConfirmAnswer, MeAnswer, TokenAnswer } from '@balie/contracts';
import { PortalError } from './types.ts';

export type Body = Record<string, unknown>;
/** `?` may be left out, `|null` may be null. */
type Kind = `${'string' | 'number'}${'' | '?' | '|null'}`;
export type Fields<T> = { readonly [Name in keyof T]-?: Kind };

const fits = (value: unknown, kind: Kind): boolean => (kind.endsWith('?') && value === undefined) || (kind.endsWith('|null') && value === null) || typeof value === kind.replace(/\W.*/, '');

/** Takes the named fields and nothing else. An answer that does not fit is the server's mistake, never the patient's. */
export function take<T>(fields: Fields<T>): (body: Body) => T {
  const names = Object.keys(fields) as (keyof T & string)[];
  return (body) => {
    if (!names.every((name) => fits(body[name], fields[name]))) throw new PortalError('server_error');
    return Object.fromEntries(names.flatMap((name) => (body[name] === undefined ? [] : [[name, body[name]]]))) as T;
  };
}

export const shapes = {
  tokens: { access_token: 'string', token_type: 'string', expires_in: 'number', refresh_token: 'string?', scope: 'string' } satisfies Fields<TokenAnswer>,
  me: { sub: 'string', clinic: 'string', name: 'string|null', email: 'string|null', link: 'string|null', draft_key: 'string', record_name: 'string|null', session_ends_at: 'string', off: 'string?' } satisfies Fields<MeAnswer>,
  done: { authorization_code: 'string', iss: 'string', state: 'string?' } satisfies Fields<ChallengeDone>,
} as const;

export const readTokens = take<TokenAnswer>(shapes.tokens);
export const readMe = take<MeAnswer>(shapes.me);
export const readDone = take<ChallengeDone>(shapes.done);

export function readConfirm({ state, tokens }: Body): ConfirmAnswer {
  if (state === 'password_needed') return { state };
  if (state !== 'confirmed') throw new PortalError('server_error');
  return tokens === undefined ? { state } : { state, tokens: readTokens(tokens as Body) };
}
