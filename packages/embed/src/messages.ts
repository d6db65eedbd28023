/** Guards for what a frame says. Strict although the frame is ours: what a shell does with a message happens in the clinic's page. */
import type { BalieEventName, FromFrame } from '@balie/contracts';

/** Events a frame may fire on its tag, each with the keys its detail may have. */
const events: Readonly<Record<BalieEventName, readonly string[]>> = {
  'balie-ready': ['element'], 'balie-registered': [], 'balie-confirmed': [], 'balie-logged-in': ['linked'], 'balie-logged-out': ['reason'],
  'balie-service-opened': ['service'], 'balie-service-closed': ['service'], 'balie-sent': ['service', 'number'], 'balie-failed': ['code'],
};
type Detail = Record<string, string | boolean>;
export type Heard = Exclude<FromFrame, { type: 'event' }> | { type: 'event'; name: BalieEventName; detail: Detail };

const pixels = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value < 50_000;

/** The message as far as it is known, or null. Details are copied key by key: ids and states only. */
export function heard(data: unknown): Heard | null {
  if (typeof data !== 'object' || data === null) return null;
  const message = data as Partial<Record<string, unknown>>;
  switch (message['type']) {
    case 'ready': case 'storage-refused': return { type: message['type'] } as Heard;
    case 'title': return typeof message['title'] === 'string' && message['title'].length <= 200 ? { type: 'title', title: message['title'] } : null;
    case 'height': return pixels(message['height']) ? { type: 'height', height: message['height'] } : null;
    case 'scroll': return pixels(message['top']) ? { type: 'scroll', top: message['top'] } : null;
    case 'event': {
      const name = message['name'];
      if (typeof name !== 'string' || !Object.hasOwn(events, name)) return null;
      const detail: Detail = {};
      for (const key of events[name as BalieEventName]) {
        const value = (message['detail'] as Detail | undefined)?.[key];
        if (typeof value === 'boolean' || (typeof value === 'string' && value.length <= 40)) detail[key] = value;
      }
      return { type: 'event', name: name as BalieEventName, detail };
    }
    default: return null;
  }
}
