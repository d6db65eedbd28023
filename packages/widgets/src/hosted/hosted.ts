/** Our own page at top level: where frames or storage are refused, and where mailed links lead. All elements share one portal in one document. */
import '../runtime/context-root.ts';
import { elements } from '@balie/contracts';
// Needed at once here, and so part of the entry.
import '../runtime/load-element.ts';
import { startRuntime } from '../runtime/runtime.ts';
import { keepRoom } from './keep-room.ts';

const here = elements.filter((name) => document.querySelector(name));
const { portal, need, eid } = await startRuntime();

/** A secret leaves the address bar, the history and every later request at once. */
const opened = /^#balie-[\w.=&-]{1,400}$/.test(location.hash) ? location.hash.slice(1) : null;
/** Loaded again, the page of a mailed link is told so: the kind with an empty secret. */
const fragment = opened ?? (/^balie-\w+=$/.test(history.state) ? String(history.state) : null);
/** Each kind of mailed link has its element. */
const kind = /^balie-\w+/.exec(fragment ?? '')?.[0] ?? '';
const reader = { 'balie-confirm': 'register-form', 'balie-activation': 'register-form', 'balie-reset': 'password-reset', 'balie-contact': 'contact-confirm' }[kind];
const element = reader ? document.querySelector<HTMLElement & { fragment?: string | null }>(reader) : null;
if (opened) history.replaceState(reader ? `${kind}=` : history.state, '', location.pathname + location.search);
// What is done needs no link again.
addEventListener('balie-confirmed', () => history.replaceState(null, ''));
if (fragment?.startsWith('balie-eid=')) void eid?.then((ways) => ways.take(fragment));
else if (fragment && element) {
  element.fragment = fragment;
  element.scrollIntoView();
}
addEventListener('hashchange', () => { if (/^#balie-/.test(location.hash)) location.reload(); });
// Beside the log-in: who is in has an account. Not while it shows what came of a mailed link.
const register = here.length > 1 ? document.querySelector<HTMLElement>('register-form') : null;
if (register && register !== element) portal.session.subscribe(({ state }) => { register.hidden = state === 'in'; });
const logIn = here.length > 1 ? document.querySelector<HTMLElement>('patient-login') : null;
// Before it shows who is in: it is as high as the form yet.
if (logIn) portal.session.subscribe(({ state }) => { if (state === 'in') keepRoom(logIn); });
await Promise.all(here.map((name) => need(name)));
await portal.start().catch(() => undefined);
