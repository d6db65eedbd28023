/** Runs in the attacker's page, before our script, as text: it may name nothing outside itself. */
export interface Spied { seen: string[]; ports: MessagePort[]; roots: ShadowRoot[] }
declare global { var spied: Spied }

/** Writes down everything that passes through the page's realm. */
export function spy(): void {
  const seen: string[] = [];
  const ports: MessagePort[] = [];
  const roots: ShadowRoot[] = [];
  globalThis.spied = { seen, ports, roots };
  const stringify = JSON.stringify.bind(JSON);
  const decoder = new TextDecoder();
  const words = (value: unknown, depth = 0): string => {
    if (typeof value === 'string') return value;
    if (typeof value !== 'object' || value === null || depth > 4) return typeof value === 'function' ? '' : String(value);
    if (value instanceof ArrayBuffer) return decoder.decode(value);
    if (ArrayBuffer.isView(value)) return decoder.decode(value.buffer as ArrayBuffer);
    if (value instanceof FormData || value instanceof URLSearchParams) return stringify([...value].map(String));
    if (value instanceof Event) {
      const { type, target } = value;
      const { key, data, detail } = value as unknown as Record<string, unknown>;
      const field = target instanceof Element ? (target as HTMLInputElement).value : undefined;
      return `${type} ${words(key, depth + 1)} ${words(data, depth + 1)} ${words(detail, depth + 1)} ${words(field, depth + 1)}`;
    }
    if (value instanceof Node) return '';
    try { return Object.entries(value).map(([name, inner]) => `${name}=${words(inner, depth + 1)}`).join(' '); } catch { return ''; }
  };
  const note = (what: string, ...values: unknown[]) => { seen.push(`${what}: ${values.map((value) => words(value)).join(' ')}`); };

  /** Replaces a method by one that writes down what goes in and what comes out. */
  const tap = (owner: object | undefined, name: string, label = name): void => {
    const record = owner as Record<string, ((...args: unknown[]) => unknown) | undefined> | undefined;
    const original = record?.[name];
    if (!record || !original) return;
    record[name] = function tapped(this: unknown, ...args: unknown[]) {
      note(label, ...args);
      const answer = Reflect.apply(original, this, args);
      if (answer instanceof ShadowRoot) roots.push(answer);
      if (answer instanceof Promise) void answer.then((value: unknown) => note(`${label} →`, value), () => undefined);
      else if (typeof answer === 'string') note(`${label} →`, answer);
      return answer;
    };
  };
  tap(globalThis, 'fetch');
  tap(XMLHttpRequest.prototype, 'open', 'xhr.open');
  tap(XMLHttpRequest.prototype, 'send', 'xhr.send');
  tap(Navigator.prototype, 'sendBeacon');
  tap(Element.prototype, 'attachShadow');
  tap(Storage.prototype, 'setItem');
  tap(History.prototype, 'replaceState');
  tap(History.prototype, 'pushState');
  tap(MessagePort.prototype, 'postMessage', 'port.postMessage');
  tap(globalThis, 'postMessage');
  for (const name of ['stringify', 'parse']) tap(JSON, name, `JSON.${name}`);
  for (const name of ['encrypt', 'decrypt', 'sign', 'verify', 'digest', 'generateKey', 'importKey', 'exportKey', 'deriveBits', 'deriveKey']) tap(SubtleCrypto.prototype, name, `subtle.${name}`);

  const listen = EventTarget.prototype.addEventListener;
  EventTarget.prototype.addEventListener = function tapped(this: EventTarget, type: string, listener: EventListenerOrEventListenerObject | null, options?: AddEventListenerOptions | boolean) {
    const heard = listener && function heard(this: unknown, event: Event) {
      note('event', event);
      if (typeof listener === 'function') Reflect.apply(listener, this, [event]); else listener.handleEvent(event);
    };
    Reflect.apply(listen, this, [type, heard, options]);
  };
  const Channel = MessageChannel;
  globalThis.MessageChannel = class extends Channel {
    constructor() {
      super();
      ports.push(this.port1, this.port2);
      Reflect.apply(listen, this.port1, ['message', (event: Event) => note('port heard', event)]);
    }
  };
  for (const type of ['keydown', 'keypress', 'keyup', 'beforeinput', 'input', 'change', 'paste', 'submit', 'focusin', 'click', 'message', 'hashchange', 'popstate']) {
    Reflect.apply(listen, globalThis, [type, (event: Event) => note('capture', event), true]);
  }
  note('url', location.href, document.referrer);
  Reflect.apply(listen, globalThis, ['load', () => note('url', location.href)]);
}

/** Everything a script can still reach when it looks around: markup, shadow trees, fields, globals, storages, cookies, addresses. */
export async function dump(): Promise<string[]> {
  const found: string[] = [...globalThis.spied.seen];
  const add = (value: unknown) => { if (typeof value === 'string') found.push(value); };
  add(document.documentElement.outerHTML);
  for (const root of globalThis.spied.roots) add(root.innerHTML);
  for (const field of document.querySelectorAll('input, textarea')) add((field as HTMLInputElement).value);
  for (const storage of [localStorage, sessionStorage]) for (let at = 0; at < storage.length; at++) { add(storage.key(at)); add(storage.getItem(storage.key(at)!)); }
  add(document.cookie);
  add(name);
  for (const entry of performance.getEntries()) add(entry.name);
  for (const { name: database } of await indexedDB.databases()) add(`database ${String(database)}`);
  const visited = new Set<unknown>();
  const walk = (value: unknown, depth: number): void => {
    if (typeof value === 'string') return add(value);
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null || depth > 3 || visited.has(value)) return;
    visited.add(value);
    for (const key of Reflect.ownKeys(value)) { try { walk((value as Record<PropertyKey, unknown>)[key], depth + 1); } catch { /* another origin's */ } }
  };
  for (const key of Object.getOwnPropertyNames(globalThis)) if (key !== 'spied') { try { walk((globalThis as unknown as Record<string, unknown>)[key], 1); } catch { /* a getter that throws */ } }
  for (const shell of document.querySelectorAll('*')) if (shell.localName.includes('-')) walk(shell, 2);
  return found;
}
