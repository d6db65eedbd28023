/** To be imported first: this walk has a demo of its own, on ports and in a folder of its own, and its project runs in a process of its own. */
import { demoOf } from './demos.ts';

export const ownDemo = demoOf(4 + Number(process.env['TEST_PARALLEL_INDEX'] ?? 0), '');
Object.assign(process.env, ownDemo);
