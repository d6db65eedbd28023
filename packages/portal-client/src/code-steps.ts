/** What a code prompt shows after an answer of the challenge: the same for a service's page and for a log-in. */
import { toPortalError, type Answer } from './http.ts';
import { readContinues } from './page-answers.ts';
import type { PageState } from './types.ts';

export type CodeState = Extract<PageState, { step: 'code' }>;
export type Problem = NonNullable<CodeState['problem']>;
const problems: readonly string[] = ['wrong_code', 'code_expired', 'code_used', 'code_replaced', 'code_guesses_spent', 'too_many_requests'] satisfies Problem[];

/** `before`: the prompt as it stands, null while none was shown. `sent`: this answer tells of a new code. @throws PortalError for what is no matter of the prompt */
export function codeStep(answer: Answer, before: CodeState | null): { state: CodeState; authSession: string | null; sent: boolean } {
  const goesOn = answer.body['next'] !== undefined || (before && problems.includes(String(answer.body['error'])));
  if (!goesOn) throw toPortalError(answer);
  const { error, auth_session: authSession, mailed: next, guesses_left: guessesLeft, retry_after: retryAfter } = readContinues(answer.body);
  const now = Date.now();
  const problem = problems.includes(error) ? error as Problem : null;
  const kept = next ? { by: next.type === 'sms_code' ? 'sms' as const : 'email' as const, to: next.to, mark: next.mark, expiresAt: now + next.expires_in * 1000, resendAt: now + next.resend_in * 1000 } : before;
  if (!kept) throw toPortalError(answer);
  const resendAt = retryAfter === undefined ? kept.resendAt : now + retryAfter * 1000;
  return { state: { step: 'code', by: kept.by, to: kept.to, mark: kept.mark, expiresAt: kept.expiresAt, resendAt, problem, guessesLeft: guessesLeft ?? null, checking: false }, authSession: authSession ?? null, sent: next !== null && problem === null };
}
