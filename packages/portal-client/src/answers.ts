/**
 * What the token service answers, checked field by field before anything is believed. Small guards instead of the contracts' schemas, because
 * they come with the first log-in, which has no room for a schema library; a test holds them to the contracts.
 */
import type { ChallengeContinues, ChallengeDone, ConfirmAnswer, MeAnswer, NextStep, PageAnswer, TokenAnswer } from '@balie/contracts';
import { PortalError } from './types.ts';

type Body = Record<string, unknown>;
type SentCode = Extract<NextStep, { mark: string }>;
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
  me: { sub: 'string', clinic: 'string', name: 'string|null', email: 'string|null', link: 'string|null', draft_key: 'string', record_name: 'string|null', session_ends_at: 'string' } satisfies Fields<MeAnswer>,
  page: { page: 'string', auth_session: 'string', close_secret: 'string' } satisfies Fields<PageAnswer>,
  lease: { ends_at: 'string', final_at: 'string' } satisfies Fields<{ ends_at: string; final_at: string }>,
  done: { authorization_code: 'string', iss: 'string', state: 'string?' } satisfies Fields<ChallengeDone>,
  continues: { error: 'string', auth_session: 'string?', guesses_left: 'number?', retry_after: 'number?' } satisfies Fields<Omit<ChallengeContinues, 'next'>>,
  mailed: { type: 'string', to: 'string', mark: 'string', expires_in: 'number', resend_in: 'number' } satisfies Fields<SentCode>,
} as const;

export const readTokens = take<TokenAnswer>(shapes.tokens);
export const readMe = take<MeAnswer>(shapes.me);
export const readPage = take<PageAnswer>(shapes.page);
export const readLease = take<{ ends_at: string; final_at: string }>(shapes.lease);
export const readDone = take<ChallengeDone>(shapes.done);
const continues = take<Omit<ChallengeContinues, 'next'>>(shapes.continues);
const mailed = take<SentCode>(shapes.mailed);

/** `next` is kept where it is a code that was sent; other steps belong to other clients. */
export function readContinues(body: Body): Omit<ChallengeContinues, 'next'> & { mailed: ReturnType<typeof mailed> | null } {
  const next = body['next'] as Body | null | undefined;
  return { ...continues(body), mailed: next && isCode(next['type']) ? mailed(next) : null };
}

const isCode = (type: unknown): type is SentCode['type'] => type === 'email_code' || type === 'sms_code';

export function readConfirm({ state, tokens }: Body): ConfirmAnswer {
  if (state === 'password_needed') return { state };
  if (state !== 'confirmed') throw new PortalError('server_error');
  return tokens === undefined ? { state } : { state, tokens: readTokens(tokens as Body) };
}
