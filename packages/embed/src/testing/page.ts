/** A clinic's page with a stand-in for our frames: every address under /frame/ leads to frame.html, whose window the test may look into. */
import { start } from '../start.ts';

export const base = new URL('./', import.meta.url).href;
interface FrameWindow extends Window { heard: Record<string, unknown>[]; connects?: number; say(message: unknown): void }

const source = Object.getOwnPropertyDescriptor(HTMLIFrameElement.prototype, 'src')!;
/** What the shells asked for, in order. */
export const asked: URL[] = [];
Object.defineProperty(HTMLIFrameElement.prototype, 'src', {
  ...source,
  set(this: HTMLIFrameElement, value: string) {
    const url = new URL(value, location.href);
    const [, clinic] = /\/frame\/([^/]+)\//.exec(url.pathname) ?? [];
    if (clinic) asked.push(url);
    source.set!.call(this, clinic ? `${base}frame.html?clinic=${clinic}` : value);
  },
});

export const warnings: string[] = [];
console.warn = (message: string) => warnings.push(message);

export function script(dataset: Record<string, string>): HTMLScriptElement {
  const tag = document.createElement('script');
  tag.type = 'text/plain';
  Object.assign(tag.dataset, dataset);
  document.head.append(tag);
  return tag;
}
export const load = () => start(`${base}balie.js`);

export async function until(condition: () => unknown, what = condition.toString()): Promise<void> {
  for (let tries = 0; !condition(); tries += 1) {
    if (tries > 500) throw new Error(`never came true: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
export const settle = () => new Promise((resolve) => setTimeout(resolve, 120));

/** Puts a tag with the author's own content on the page. */
export function place(name: string, attributes: Record<string, string> = {}, into: Element = document.body): HTMLElement {
  const tag = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) tag.setAttribute(attribute, value);
  const own = document.createElement('p');
  own.textContent = 'Call 010 123 45 67';
  tag.append(own);
  into.append(tag);
  return tag;
}
export const frameOf = (tag: Element): HTMLIFrameElement => tag.shadowRoot!.querySelector('iframe')!;
export const inside = (tag: Element): FrameWindow => frameOf(tag).contentWindow as FrameWindow;
export const ownShown = (tag: Element): boolean => tag.querySelector('p')!.checkVisibility();
export const frameShown = (tag: Element): boolean => Boolean(frameOf(tag)) && getComputedStyle(frameOf(tag)).opacity === '1' && !frameOf(tag).inert;
export const hostedLink = (tag: Element): HTMLAnchorElement | null => tag.shadowRoot!.querySelector('p:not([hidden]) a');

/** A tag whose frame has got its first message. */
export async function connected(name: string, attributes?: Record<string, string>, into?: Element): Promise<HTMLElement> {
  const tag = place(name, attributes, into);
  await until(() => inside(tag)?.heard?.length);
  return tag;
}
