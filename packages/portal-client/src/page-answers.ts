/** Answers about pages and codes, guarded as in `answers.ts`; they come with the first code. */
import type { ChallengeContinues, NextStep, PageAnswer } from '@balie/contracts';
import { take, type Body, type Fields } from './answers.ts';

type SentCode = Extract<NextStep, { mark: string }>;
interface Lease { ends_at: string; final_at: string }

export const pageShapes = {
  page: { page: 'string', auth_session: 'string', close_secret: 'string' } satisfies Fields<PageAnswer>,
  lease: { ends_at: 'string', final_at: 'string' } satisfies Fields<Lease>,
  continues: { error: 'string', auth_session: 'string?', guesses_left: 'number?', retry_after: 'number?' } satisfies Fields<Omit<ChallengeContinues, 'next'>>,
  mailed: { type: 'string', to: 'string', mark: 'string', expires_in: 'number', resend_in: 'number' } satisfies Fields<SentCode>,
} as const;

export const readPage = take<PageAnswer>(pageShapes.page);
export const readLease = take<Lease>(pageShapes.lease);
const continues = take<Omit<ChallengeContinues, 'next'>>(pageShapes.continues);
const mailed = take<SentCode>(pageShapes.mailed);
const isCode = (type: unknown): type is SentCode['type'] => type === 'email_code' || type === 'sms_code';

/** `next` is kept where it is a code that was sent; other steps belong to other clients. */
export function readContinues(body: Body): Omit<ChallengeContinues, 'next'> & { mailed: SentCode | null } {
  const next = body['next'] as Body | null | undefined;
  return { ...continues(body), mailed: next && isCode(next['type']) ? mailed(next) : null };
}
