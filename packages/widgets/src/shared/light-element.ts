import { ContextConsumer } from '@lit/context';
import { hydrate } from '@lit-labs/ssr-client';
import { LitElement, nothing, type CSSResult, type PropertyValues } from 'lit';
import { phoneLink, type Texts } from '@balie/forms';
import type { BalieEventName, BalieEvents } from '@balie/contracts';
import type { Portal, Session } from '@balie/portal-client';
import { adopt, adoptFormStyles } from './adopt.ts';
import { balieContext, type Balie } from './balie.ts';
import { Watch } from './watch.ts';

declare global { /** The last click on a page of ours, kept by its first script. */ var baliePressed: Event | undefined }
/** Milliseconds after which a press is no longer what somebody waits for. */
const awaited = 5000;

/**
 * Base of every element: light DOM, so that password managers, autofill and labels work; takes over a form the server rendered into it
 * without touching its fields; renders nothing until the page provided portal and texts.
 */
export abstract class LightElement extends LitElement {
  /** Sheets of the element itself, scoped by its tag name. */
  static sheets: readonly CSSResult[] = [];

  readonly #given = new ContextConsumer(this, { context: balieContext, subscribe: true });
  protected get balie(): Balie | undefined { return this.#given.value; }
  protected readonly session = new Watch<Session>(this, () => this.balie?.portal.session);
  protected readonly online = new Watch<boolean>(this, () => this.balie?.portal.online);

  protected get portal(): Portal { return this.balie!.portal; }
  protected get t(): Texts { return this.balie!.texts; }
  protected get clinic() { return this.portal.clinic; }
  protected get phone() { return phoneLink(this.clinic.phones.practice); }
  /** Stem of the ids inside: one of each element in a document. */
  protected get stem() { return this.localName; }

  override createRenderRoot() { return this; }
  override connectedCallback() {
    super.connectedCallback();
    const root = this.getRootNode();
    adopt(root, (this.constructor as typeof LightElement).sheets);
    void adoptFormStyles(root);
  }
  override shouldUpdate() { return this.balie !== undefined; }
  override update(changed: PropertyValues) {
    const first = !this.hasUpdated && this.hasChildNodes();
    const served = first ? this.#takeOver() : null;
    super.update(changed);
    if (served) for (const [name, value] of served) for (const input of this.querySelectorAll<HTMLInputElement>(`[name="${CSS.escape(name)}"]`)) input.value = value;
    if (first) this.#catchUp();
  }

  /** What was typed, ticked and pressed before there was anybody to hear it: nothing of it is lost (S4-14, S4-29). */
  #catchUp() {
    for (const input of this.querySelectorAll('input')) if (input.checked || input.value !== input.defaultValue) for (const type of ['input', 'change']) input.dispatchEvent(new Event(type, { bubbles: true }));
    const { target, timeStamp = 0 } = globalThis.baliePressed ?? {};
    const button = target instanceof Element && performance.now() - timeStamp < awaited ? target.closest<HTMLElement>('button[type=button]') : null;
    if (button && this.contains(button)) button.click();
  }

  /**
   * Served by us: takes the nodes over as they stand, with what was typed and the focus. Anything else inside (fallback content, a form that the
   * server answered with) is replaced; what stood in its fields is given back to write into ours.
   */
  #takeOver(): Map<string, string> | null {
    const first = this.firstChild;
    if (first instanceof Comment && first.data.startsWith('lit-part')) {
      try {
        hydrate(this.render() ?? nothing, this, this.renderOptions);
        return null;
      } catch { /* another shape than ours */ }
    }
    const typed = new Map<string, string>();
    for (const input of this.querySelectorAll<HTMLInputElement>('input[name]:not([type=checkbox], [type=radio])')) if (input.value) typed.set(input.name, input.value);
    this.replaceChildren();
    return typed;
  }

  protected emit<Name extends BalieEventName>(name: Name, detail: BalieEvents[Name]) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
  /** The element of that id inside, focused after the next render. */
  protected async focusOn(id: string) {
    await this.updateComplete;
    this.querySelector<HTMLElement>(`#${CSS.escape(id)}`)?.focus();
  }
}
