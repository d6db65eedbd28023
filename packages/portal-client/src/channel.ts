/** What frames of one client tell each other: same origin, same storage partition, so nobody else hears it. Page keys and service tokens never go here. */
export type Message =
  /** A fresh base access token, from the frame that refreshed or was asked. Expiry in epoch ms. */
  | { type: 'token'; token: string; expiresAt: number }
  /** Who has one? */
  | { type: 'want' }
  /** Somebody logged in: look at who you are. */
  | { type: 'in' }
  | { type: 'out'; why: 'patient' | 'idle' | 'ended' }
  /** A page had a code mailed, so codes asked before no longer work. */
  | { type: 'code' };

export interface Channel { post(message: Message): void; close(): void }

export const silent: Channel = { post: () => undefined, close: () => undefined };

export function openChannel(name: string, hear: (message: Message) => void): Channel {
  const channel = new BroadcastChannel(name);
  channel.onmessage = ({ data }: MessageEvent<unknown>) => { const message = read(data); if (message) hear(message); };
  return { post: (message) => channel.postMessage(message), close: () => channel.close() };
}

function read(data: unknown): Message | null {
  const { type, token, expiresAt, why } = (data ?? {}) as Record<string, unknown>;
  if (type === 'token' && typeof token === 'string' && typeof expiresAt === 'number') return { type, token, expiresAt };
  if (type === 'want' || type === 'in' || type === 'code') return { type };
  if (type === 'out' && (why === 'patient' || why === 'idle' || why === 'ended')) return { type, why };
  return null;
}
