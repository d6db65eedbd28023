/** To be imported first: this walk has a demo of its own, on ports and in a folder of its own, and its project runs in a process of its own. */
import { demoOf } from '../demos.ts';

export const year = { ...demoOf(7, ''), YEAR_BEGINS: '2027-01-11T08:00:00Z' };
Object.assign(process.env, year);
