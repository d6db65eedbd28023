/** What you may do: medication, appointments, questions and the desk, as one Hono app. */
import type { Hono } from 'hono';
import { eachByItself } from './by-itself.ts';
import { createClosings } from './closings.ts';
import type { CareDeps } from './deps.ts';
import { careRoutes } from './routes/care.ts';
import { createRoutes } from './routes/define.ts';
import { staffRoutes } from './routes/staff.ts';
import { tellGathered } from './notices.ts';
import { remindOfMedicine } from './reminders.ts';
import { sweep } from './sweep.ts';
import { createSystems, type Systems } from './systems/sync.ts';
import { offerTimes } from './waiting.ts';

export interface CareService {
  /** Every route, described for `generateSpecs` of hono-openapi. */
  app: Hono;
  /** To be called now and then: forgets what is over, sends the reminders that are due, offers what came free, and tells what waited to be told together. */
  sweep(now?: Date): Promise<void>;
  /** Keeps clinics in step with systems of their own. */
  systems: Systems;
  /** What the desk of a practice closed and has not ended: for its pages. */
  closings: ReturnType<typeof createClosings>;
}

export function createCareService(deps: CareDeps): CareService {
  const routes = createRoutes(deps);
  careRoutes(routes);
  staffRoutes(routes);
  return { app: routes.app, closings: createClosings(deps), sweep: (now = deps.clock()) => eachByItself([sweep, remindOfMedicine, offerTimes, tellGathered], (job) => job(deps, now)), systems: createSystems(deps) };
}
