/** Whether what a patient presses can be seen: the page that frames us could have drawn something over it (T21). */
import type { PublicClinic } from '@balie/contracts';
import { notice, type Texts } from '@balie/forms';
import { html, type TemplateResult } from 'lit';

/** Milliseconds after which a browser that says nothing is not waited for. */
const patience = 1000;

/**
 * False only where the browser is sure that something covers or fades what was just pressed in there (Chromium, by the second version of IntersectionObserver).
 * What no browser tells, or what stands outside the window and was pressed by keyboard, counts as seen. A page of our own is framed by nobody.
 */
export function inSight(host: Element, framed = 'balieFrame' in globalThis): Promise<boolean> {
  if (!framed || !('isVisible' in IntersectionObserverEntry.prototype)) return Promise.resolve(true);
  const { activeElement } = document;
  return new Promise((resolve) => {
    const observer = new IntersectionObserver(([entry]) => {
      observer.disconnect();
      resolve(!entry!.isIntersecting || (entry as IntersectionObserverEntry & { isVisible: boolean }).isVisible);
    }, { trackVisibility: true, delay: 100 } as IntersectionObserverInit);
    // A press moves the focus there.
    observer.observe(activeElement && host.contains(activeElement) ? activeElement : host);
    setTimeout(() => { observer.disconnect(); resolve(true); }, patience);
  });
}

/** What then happened (nothing), and the two ways on. */
export const coveredNotice = (t: Texts, clinic: PublicClinic, element: string): TemplateResult => notice({
  kind: 'warning', live: 'assertive', body: t.rich('code.covered', { page: html`<a href="/hosted/${clinic.id}/${element}?lang=${clinic.locale}" target="_top">${t('code.coveredPage')}</a>` }),
});
