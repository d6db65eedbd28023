import { catchFragment } from './fragment.ts';
import { names } from './places.ts';
import { shellFor } from './shell.ts';
import { warn } from './warn.ts';

/** @param url where this script came from: frames and hosted pages lie beside it */
export function start(url: string): void {
  const scripts = [...document.scripts];
  // Optimisers rename `src`; then the only tag with a clinic is ours.
  const script = scripts.find((one) => one.src === url) ?? scripts.find((one) => one.dataset['clinic']);
  const clinic = script?.dataset['clinic'] ?? '';
  if (!clinic) warn('<script data-clinic>: missing. Write <script type="module" src="…/balie.js" data-clinic="…"> with the id of the practice.');
  const base = new URL('.', url).href;
  for (const name of names) {
    if (!customElements.get(name)) customElements.define(name, shellFor(name, { base, clinic }));
    else warn(`<${name}> is defined already, by ${'balie' in customElements.get(name)! ? 'another copy of balie.js: keep one <script>' : 'another script: it cannot be used for Balie on this page'}.`);
  }
  if (document.querySelector('practice-desk')) warn('<practice-desk> has a page of its own and cannot be placed here. Link to it.');
  const hand = () => {
    catchFragment();
    for (const form of document.querySelectorAll<HTMLElement & { giveFragment?(): void }>('register-form')) form.giveFragment?.();
  };
  hand();
  addEventListener('hashchange', hand);
}
