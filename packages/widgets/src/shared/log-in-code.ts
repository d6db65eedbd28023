/** The code at a log-in, for `LogInPart`: in a chunk of its own, because most clinics ask none (C2). */
import { notice } from '@balie/forms';
import { html, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit';
import type { CodePrompt, PageState, PortalError } from '@balie/portal-client';
import type { Balie } from './balie.ts';
import { CodePart } from './code-part.ts';

interface Host extends ReactiveControllerHost, HTMLElement {}

export class LogInCode {
  readonly #prompt: CodePrompt;
  readonly #part: CodePart;
  readonly #back: () => void;
  /** It goes by mail because the number of the second factor was never set up: that is told, and what follows. */
  #noNumber = false;

  /** `over`: nothing is asked any more, because one is in (null), went back (null) or has to begin again. */
  constructor(host: Host, stem: string, { portal, need }: Balie, prompt: CodePrompt, over: (error: PortalError | null) => void) {
    this.#prompt = prompt;
    this.#part = new CodePart(host, stem);
    const end = (error: PortalError | null) => {
      for (const stop of stops) stop();
      this.#part.hostDisconnected();
      host.removeController(this.#part);
      over(error);
    };
    const stops = [
      prompt.subscribe((state) => { if (state.step === 'code') host.requestUpdate(); else end(state.step === 'failed' ? state.error : null); }),
      // Another frame may have logged in meanwhile.
      portal.session.subscribe(({ state }) => { if (state === 'in') end(null); }),
    ];
    this.#back = () => end(null);
    if (portal.clinic.logIn.asks?.includes('phone') && prompt.value.step === 'code' && prompt.value.by === 'email') void need('second-factor-setup').then(() => { this.#noNumber = true; host.requestUpdate(); }, () => undefined);
    host.requestUpdate();
    void host.updateComplete.then(() => { host.querySelector<HTMLElement>(`#${CSS.escape(`${stem}-title`)}`)?.focus(); });
  }

  render(balie: Balie): TemplateResult {
    const state = this.#prompt.value as Extract<PageState, { step: 'code' }>;
    const t = balie.texts;
    return html`<div class="stack">${this.#noNumber ? notice({ kind: 'warning', body: t('factor.byMail') }) : nothing}${this.#part.prompt(balie, this.#prompt, state, { title: t('code.logIn.title'), why: t('code.logIn.why'), other: { label: t('code.logIn.back'), act: this.#back } })}</div>`;
  }
}
