/**
 * A mailed link may lead back to the clinic's page with `#balie-…`. It is taken out of the address at once and kept for the first element that may use
 * it: `balie-eid=…` any, a confirm link the first register-form. Scripts of the page may have read it: it opens nothing without the device key (or the password, T38).
 */
let kept: string | null = null;

export function catchFragment(): void {
  if (!/^#balie-[\w.=&-]{1,400}$/.test(location.hash)) return;
  kept = location.hash.slice(1);
  history.replaceState(history.state, '', location.pathname + location.search);
}

export function takeFragment(registers: boolean): string | null {
  const fragment = registers || kept?.startsWith('balie-eid') ? kept : null;
  if (!fragment) return null;
  kept = null;
  return fragment;
}
