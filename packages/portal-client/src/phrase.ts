import type { BaseSession } from './session.ts';

/** The words of who last logged in with this device key (T05). Loaded where there is one. */
export async function phraseFor(base: BaseSession): Promise<string | null> {
  const { phrase } = await base.http.call({ method: 'POST', path: '/device/phrase', key: await base.key(), json: { clinic: base.client.id } });
  return typeof phrase === 'string' ? phrase : null;
}
