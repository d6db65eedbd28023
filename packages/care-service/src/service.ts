/** What you may do: medication, appointments, questions and the desk, as one Hono app. */
import type { Hono } from 'hono';
import type { CareDeps } from './deps.ts';
import { careRoutes } from './routes/care.ts';
import { createRoutes } from './routes/define.ts';
import { staffRoutes } from './routes/staff.ts';

export function createCareService(deps: CareDeps): { app: Hono } {
  const routes = createRoutes(deps);
  careRoutes(routes);
  staffRoutes(routes);
  return { app: routes.app };
}
