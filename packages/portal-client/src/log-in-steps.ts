/** What a log-in asks beyond the password: first work, where many tries come from there (T14), then a code (C2). In a chunk of its own: most log-ins ask neither. */
import type { SendStep } from './code-prompt.ts';
import { toPortalError, type Answer } from './http.ts';
import type { CodePrompt } from './types.ts';
import { finishWork } from './work.ts';

/** Null when that was all. @throws PortalError */
export async function goOn(send: SendStep, asked: Answer, { client_id, ...credentials }: { client_id: string; username: string; password: string }): Promise<CodePrompt | null> {
  const answer = await finishWork(send, asked, { client_id, ...credentials });
  if (!answer) return null;
  if (answer.body['error'] !== 'insufficient_authorization') throw toPortalError(answer);
  return new (await import('./code-prompt.ts')).SentCode(send, answer, { client_id });
}
