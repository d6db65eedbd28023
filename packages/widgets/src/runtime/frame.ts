/** A page inside a clinic's page: joins the one port, tells its height and its events, takes language, theme and fragment (contracts/frame-port.ts). */
import { eventNames, type BalieFrame, type ElementName, type FromFrame, type Locale } from '@balie/contracts';
import { isLocale, startRuntime, whenIdle } from './runtime.ts';

declare global { var balieFrame: BalieFrame | undefined }

type Theme = Record<string, string>;
type Told = { lang?: Locale; theme?: Theme; fragment?: string };
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const ownFragment = /^balie-[\w.=&-]{1,400}$/;

/** What the shell said, as far as it is known and well-formed (T27, T28): the host page brokered this port. */
export function told(data: unknown): Told | null {
  if (!isRecord(data) || !(['start', 'theme', 'lang', 'fragment'] as unknown[]).includes(data['type'])) return null;
  const { lang, theme, fragment } = data;
  const colours = isRecord(theme) ? Object.fromEntries(Object.entries(theme).filter((entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1].length <= 200)) : undefined;
  return {
    ...(isLocale(lang) ? { lang } : {}),
    ...(colours ? { theme: colours } : {}),
    ...(typeof fragment === 'string' && ownFragment.test(fragment) ? { fragment } : {}),
  };
}

export async function startFrame(name: ElementName): Promise<void> {
  const element = document.querySelector<HTMLElement & { fragment?: string | null; updateComplete?: Promise<unknown> }>(name)!;
  const say = (port: MessagePort, message: FromFrame) => port.postMessage(message);
  const joined = globalThis.balieFrame?.connected;
  let toldHeight = 0;
  const measure = (port: MessagePort) => {
    const height = Math.ceil(document.body.getBoundingClientRect().height);
    if (height > 0 && height !== toldHeight) say(port, { type: 'height', height: toldHeight = height });
  };
  void joined?.then((port) => {
    new ResizeObserver(() => measure(port)).observe(document.body);
    for (const event of eventNames) document.addEventListener(event, (heard) => say(port, { type: 'event', name: event, detail: (heard as CustomEvent).detail }));
    // A page that scrolls away under a pressed button would lose the click.
    let pressed = false;
    for (const type of ['pointerdown', 'pointerup', 'pointercancel'] as const) document.addEventListener(type, () => { pressed = type === 'pointerdown'; }, true);
    document.addEventListener('focusin', ({ target }) => { if (!pressed && target instanceof HTMLElement) say(port, { type: 'scroll', top: Math.max(0, Math.round(target.getBoundingClientRect().top)) }); });
  });

  const { portal, speak, eid } = await startRuntime();
  void joined?.then((port) => {
    port.onmessage = ({ data }) => {
      const { lang, theme, fragment } = told(data) ?? {};
      if (lang) void speak(lang).then(() => say(port, { type: 'title', title: document.title })).catch(() => undefined);
      if (theme) void import('@balie/themes').then(({ applyTheme }) => applyTheme(theme)).catch(() => undefined);
      if (fragment) {
        // Each takes what is its own.
        element.fragment = fragment;
        void eid?.then((ways) => ways.take(fragment));
      }
    };
    // What the element shows now. Not in an animation frame, and the height not only by the observer: browsers hold both back in a frame that is out of sight.
    void Promise.resolve(element.updateComplete).then(() => {
      measure(port);
      say(port, { type: 'event', name: 'balie-ready', detail: { element: name } });
      say(port, { type: 'ready' });
    });
    const tellRefused = () => { if (portal.session.value.state !== 'unknown' && !portal.storage) say(port, { type: 'storage-refused' }); };
    portal.session.subscribe(tellRefused);
    // In a busy page the shell connects after the browser refused.
    tellRefused();
  });
  const start = () => void portal.start().catch(() => undefined);
  document.addEventListener('focusin', start, { once: true });
  whenIdle(start);
}
