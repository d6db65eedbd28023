/** The code at a log-in, after the password (C2). In a chunk of its own: most clinics ask none. */
import { codeStep } from './code-steps.ts';
import type { Answer } from './http.ts';
import { PortalError, type CodePrompt, type PageState } from './types.ts';
import { Value } from './value.ts';

export class LogInCode extends Value<PageState> implements CodePrompt {
  readonly #send: (fields: Record<string, string>) => Promise<Answer | null>;
  readonly #entered: () => Promise<void>;
  #authSession: string | null;

  /** `send` answers null once logged in; `entered` follows that. `first`: the answer to the password. @throws PortalError when it asks for no code */
  constructor(send: (fields: Record<string, string>) => Promise<Answer | null>, first: Answer, entered: () => Promise<void>) {
    const { state, authSession } = codeStep(first, null);
    super(state);
    this.#send = send;
    this.#entered = entered;
    this.#authSession = authSession;
  }
  async resend(): Promise<void> { await this.#again({ resend: '1' }); }
  async submit(code: string): Promise<void> { await this.#again({ code: code.replace(/[\s-]/g, '') }); }

  async #again(fields: Record<string, string>): Promise<void> {
    const before = this.value;
    if (before.step !== 'code' || before.checking || !this.#authSession) return;
    this.set({ ...before, checking: true });
    try {
      const answer = await this.#send({ auth_session: this.#authSession, ...fields });
      if (!answer) {
        await this.#entered();
        const now = Date.now();
        return this.set({ step: 'open', endsAt: now, finalAt: now, warn: false });
      }
      const { state, authSession } = codeStep(answer, before);
      this.#authSession = authSession ?? this.#authSession;
      this.set(state);
    } catch (thrown) {
      const error = thrown instanceof PortalError ? thrown : new PortalError('server_error');
      // Nothing was answered: the same step may be tried again.
      this.set(error.code === 'offline' ? { ...before, problem: 'offline', checking: false } : { step: 'failed', error });
    }
  }
}
