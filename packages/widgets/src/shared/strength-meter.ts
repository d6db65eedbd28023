import { css, html, nothing } from 'lit';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Texts } from '@balie/forms';
import { adopt } from './adopt.ts';

type StrengthOf = (password: string, personal: readonly string[]) => 0 | 1 | 2 | 3 | 4;
const calm = 300;

const sheet = css`
  .strength { display: flex; align-items: center; gap: .6em; }
  .strength i { block-size: .5em; inline-size: 2em; border: 1px solid var(--balie-border); border-radius: 1em; }
  .strength[data-score="0"] i.on, .strength[data-score="1"] i.on { background: var(--balie-danger); border-color: var(--balie-danger); }
  .strength[data-score="2"] i.on { background: var(--balie-warning); border-color: var(--balie-warning); }
  .strength:is([data-score="3"], [data-score="4"]) i.on { background: var(--balie-success); border-color: var(--balie-success); }
`;

interface Host extends ReactiveControllerHost, HTMLElement {}

/** How strong the password is, in words as well as in colour (S3-09): told when typing rests. Its word lists are loaded with the first character; without them there is no meter. */
export class StrengthMeter implements ReactiveController {
  readonly #host: Host;
  #strengthOf: Promise<StrengthOf | null> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #score: ReturnType<StrengthOf> | null = null;
  constructor(host: Host) {
    this.#host = host;
    host.addController(this);
  }
  hostConnected() { adopt(this.#host.getRootNode(), [sheet]); }
  hostDisconnected() { clearTimeout(this.#timer); }

  measure(password: string, personal: readonly string[]) {
    clearTimeout(this.#timer);
    this.#strengthOf ??= import('@balie/rules/strength').then((module): StrengthOf => module.strengthOf, () => null);
    this.#timer = setTimeout(() => void this.#strengthOf?.then((strengthOf) => {
      this.#score = password && strengthOf ? strengthOf(password, personal) : null;
      this.#host.requestUpdate();
    }), calm);
  }
  render(t: Texts) {
    const score = this.#score;
    if (score === null) return nothing;
    return html`<p class="strength" data-score=${score} role="status"><span aria-hidden="true" class="row">${[0, 1, 2, 3].map((at) => html`<i class=${at < Math.max(score, 1) ? 'on' : ''}></i>`)}</span> ${t('register.strength', { word: t(`register.strength.${score}`) })}</p>`;
  }
}
