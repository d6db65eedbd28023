/** The kinds of system a practice may have. */
import type { ClinicConfig } from '@balie/contracts';
import { openFhir } from './fhir/fhir.ts';
import type { ClinicSystem, SystemDeps } from './system.ts';

/** Balie's own tables are in step with themselves. */
const ownTables: ClinicSystem = { async* pull() {}, push: () => Promise.resolve('done'), greet: () => Promise.resolve() };

/** Whether what is done here has to be brought elsewhere before it holds. */
export const isElsewhere = ({ system }: ClinicConfig): boolean => system.kind !== 'own';
export const openSystem = (deps: SystemDeps, { system }: ClinicConfig): ClinicSystem => (system.kind === 'fhir' ? openFhir(deps, system) : ownTables);
