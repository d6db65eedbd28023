/** To be imported first: this walk has a demo of its own, whose practice keeps its records in a FHIR system, and its project runs in a process of its own. */
import { demoOf } from '../demos.ts';

export const fhir = demoOf(6, 'all');
Object.assign(process.env, fhir);
