/** Public events of the elements: ids and states only, never free text, so that the host page may hear them. */
import type { ElementName, PageScope, Service } from './ids.ts';

export interface BalieEvents {
  'balie-ready': { element: ElementName };
  'balie-registered': Record<string, never>;
  'balie-confirmed': Record<string, never>;
  'balie-logged-in': { linked: boolean };
  'balie-logged-out': { reason: 'patient' | 'idle' | 'ended' };
  'balie-service-opened': { service: PageScope };
  'balie-service-closed': { service: PageScope };
  'balie-sent': { service: Service; number: string };
  'balie-failed': { code: string };
}
export type BalieEventName = keyof BalieEvents;
export const eventNames = ['balie-ready', 'balie-registered', 'balie-confirmed', 'balie-logged-in', 'balie-logged-out', 'balie-service-opened', 'balie-service-closed', 'balie-sent', 'balie-failed'] as const satisfies readonly BalieEventName[];
