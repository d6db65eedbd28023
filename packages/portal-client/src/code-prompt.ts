/** A code prompt over any way of sending: a log-in (C2), a telephone number being set up (S2-20). In a chunk of its own. */
import { codeStep, type Problem } from './code-steps.ts';
import { notNow, type Answer } from './http.ts';
import { PortalError, type CodePrompt, type PageState } from './types.ts';
import { Value } from './value.ts';

/** Sends one step; null when the code was right and all that follows is done. */
export type SendStep = (fields: Record<string, string>) => Promise<Answer | null>;

export class SentCode extends Value<PageState> implements CodePrompt {
  readonly #send: SendStep;
  /** Fields of the next step: an auth_session is new with each answer. */
  #fields: Record<string, string>;

  /** `first`: the answer that told of the code. @throws PortalError when it asks for none */
  constructor(send: SendStep, first: Answer, fields: Record<string, string> = {}) {
    const { state, authSession } = codeStep(first, null);
    super(state);
    this.#send = send;
    this.#fields = authSession ? { ...fields, auth_session: authSession } : fields;
  }
  async resend(): Promise<void> { await this.#again({ resend: '1' }); }
  async submit(code: string): Promise<void> { await this.#again({ code: code.replace(/[\s-]/g, '') }); }

  async #again(fields: Record<string, string>): Promise<void> {
    const before = this.value;
    if (before.step !== 'code' || before.checking) return;
    this.set({ ...before, checking: true });
    try {
      const answer = await this.#send({ ...this.#fields, ...fields });
      if (!answer) {
        const now = Date.now();
        return this.set({ step: 'open', endsAt: now, finalAt: now, warn: false });
      }
      const { state, authSession } = codeStep(answer, before);
      if (authSession) this.#fields = { ...this.#fields, auth_session: authSession };
      this.set(state);
    } catch (thrown) {
      const error = thrown instanceof PortalError ? thrown : new PortalError('server_error');
      // Not answered, or not now: the same step may be tried again.
      this.set(notNow.includes(error.code) ? { ...before, problem: error.code as Problem, checking: false } : { step: 'failed', error });
    }
  }
}
