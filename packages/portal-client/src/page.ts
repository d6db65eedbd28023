import type { PageScope } from '@balie/contracts';
import type { Call } from './http.ts';
import { lazily } from './lazily.ts';
import type { PageWork } from './page-work.ts';
import type { BaseSession } from './session.ts';
import { PortalError, type AccountApi, type CareApi, type PageState, type PasskeyOutcome, type ServicePage } from './types.ts';
import { Value } from './value.ts';

export type Closed = Extract<PageState, { step: 'closed' }>['why'];

/** One document's page of one service, as elements see it; what it does comes with the first `ask()`. */
export class Page extends Value<PageState> implements ServicePage {
  readonly service: PageScope;
  readonly care: CareApi;
  readonly account: AccountApi;
  readonly #base: BaseSession;
  readonly #codeSent: (page: Page) => void;
  #work: PageWork | null = null;
  #turn = 0;

  constructor(base: BaseSession, service: PageScope, codeSent: (page: Page) => void) {
    super({ step: 'closed', why: 'new' });
    this.#base = base;
    this.service = service;
    this.#codeSent = codeSent;
    const call = async (call: Omit<Call, 'key' | 'token'>) => {
      if (!this.#work) throw new PortalError('page_closed');
      return this.#work.call(call);
    };
    this.care = lazily(async () => (await import('./care.ts')).createCare(call, (instant) => base.http.local(instant)));
    this.account = lazily(async () => (await import('./account.ts')).createAccount(call));
  }

  async ask(child?: string): Promise<void> {
    const turn = ++this.#turn;
    this.set({ step: 'sending' });
    try {
      const { PageWork } = await import('./page-work.ts');
      if (turn !== this.#turn) return;
      this.#work ??= new PageWork(this.#base, this.service, this, () => this.#codeSent(this));
    } catch {
      if (turn === this.#turn) this.set({ step: 'failed', error: new PortalError('offline') });
      return;
    }
    await this.#work.ask(child);
  }
  async askPasskey(child?: string): Promise<PasskeyOutcome> {
    const turn = ++this.#turn;
    const { PageWork } = await import('./page-work.ts');
    if (turn !== this.#turn) return 'cancelled';
    this.#work ??= new PageWork(this.#base, this.service, this, () => this.#codeSent(this));
    return this.#work.askPasskey(child);
  }
  async resend(): Promise<void> { await this.#work?.resend(); }
  async submit(code: string): Promise<void> { await this.#work?.submit(code); }
  touch(): void { this.#work?.touch(); }
  close(): void { this.end('new'); }

  /** Forgets key and tokens and tells the server, which need not hear it for the rule to hold. */
  end(why: Closed): void {
    this.#turn += 1;
    if (this.#work) this.#work.end(why);
    else if (this.value.step !== 'closed' || why === 'logged-out') this.set({ step: 'closed', why });
  }
  /** The document goes away, perhaps into the back/forward cache. */
  leave(): void { if (this.value.step !== 'closed' && this.value.step !== 'failed') this.end('left'); }
  /** A code was mailed for another page of this account. */
  codeReplaced(): void { if (this.value.step === 'code') this.set({ ...this.value, problem: 'code_replaced', checking: false }); }
}
