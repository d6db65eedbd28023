/** The eID of this document, where the clinic has one. */
import { createEidWays, type EidWays } from '../shared/eid-ways.ts';
import type { LazyPortal } from './lazy-portal.ts';

export function startEid(portal: LazyPortal): EidWays {
  const host = document.documentElement.dataset['host'] ?? null;
  return createEidWays(portal, async () => {
    const [{ createEid }, real] = await Promise.all([import('@balie/portal-client/eid'), portal.start()]);
    return createEid(real, host);
  }, host);
}
