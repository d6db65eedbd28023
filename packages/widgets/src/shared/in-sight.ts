/** Whether what a patient presses can be seen: the page that frames us could have drawn something over it (T21). */
import type { PublicClinic } from '@balie/contracts';
import { notice, type Texts } from '@balie/forms';
import { html, type TemplateResult } from 'lit';

/** Chromium alone has the second version of IntersectionObserver. https://w3c.github.io/IntersectionObserver/v2/ */
type Entry = IntersectionObserverEntry & { isVisible: boolean };
const observing = { trackVisibility: true, delay: 100 } as IntersectionObserverInit;
const covered = (entry: Entry) => entry.isIntersecting && !entry.isVisible;
/** Milliseconds that a browser has for its answer. One that can tell and does not is not believed: a page could keep it busy. */
const patience = 3000;

/** What was pressed last, whether by pointer, and what was known of it at that moment. */
let press: { on: Element; byPointer: boolean; was: Entry | undefined } | undefined;
let watching = false;

/**
 * From now on the browser says of every button whether something covers or fades it. Asked only after a press it would be too late: a page learns of the press
 * (its window loses the focus) and could take away what it had drawn there. On a page of our own, framed by nobody, and where no browser tells, nothing is watched.
 */
export function watchSight(framed = 'balieFrame' in globalThis): void {
  if (watching || !framed || !('isVisible' in IntersectionObserverEntry.prototype)) return;
  watching = true;
  const latest = new WeakMap<Element, Entry>();
  const observer = new IntersectionObserver((entries) => { for (const entry of entries) latest.set(entry.target, entry as Entry); }, observing);
  // Who is observed already, or gone, costs nothing.
  const look = () => { for (const button of document.getElementsByTagName('button')) observer.observe(button); };
  new MutationObserver(look).observe(document, { childList: true, subtree: true });
  look();
  const pressed = (event: Event) => {
    const on = (event.target as Element).closest('button');
    press = on ? { on, byPointer: event.type === 'pointerdown', was: latest.get(on) } : undefined;
  };
  addEventListener('pointerdown', pressed, true);
  // By keyboard, or by what speaks for it: no pointer has been down on that button.
  addEventListener('click', (event) => { if (!(event as PointerEvent).pointerType) pressed(event); }, true);
}

/**
 * False where the browser is not sure that what was just pressed in there stood in sight, and still does. What was pressed by keyboard may stand outside the window;
 * where no browser tells, all counts as seen.
 */
export function inSight(host: Element): Promise<boolean> {
  if (!watching) return Promise.resolve(true);
  const now = press && host.contains(press.on) ? press : undefined;
  if (now?.was && covered(now.was)) return Promise.resolve(false);
  return new Promise((resolve) => {
    const answer = (seen: boolean) => { observer.disconnect(); clearTimeout(late); resolve(seen); };
    const observer = new IntersectionObserver((entries) => {
      const entry = entries.at(-1) as Entry;
      // What was pressed by pointer is in the window; if not, the frame was taken away or the browser is not up to date.
      if (entry.isIntersecting || !now?.byPointer) answer(!covered(entry));
    }, observing);
    const late = setTimeout(() => answer(false), patience);
    observer.observe(now?.on ?? host);
  });
}

/** What then happened (nothing), and the two ways on. */
export const coveredNotice = (t: Texts, clinic: PublicClinic, element: string): TemplateResult => notice({
  kind: 'warning', live: 'assertive', body: t.rich('code.covered', { page: html`<a href="/hosted/${clinic.id}/${element}?lang=${clinic.locale}" target="_top">${t('code.coveredPage')}</a>` }),
});
