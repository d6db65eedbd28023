/** The kinds of system a practice may have. */
import type { ClinicConfig } from '@balie/contracts';
import { openFhir } from './fhir/fhir.ts';
import { SystemTrouble, type ClinicSystem, type SystemDeps } from './system.ts';

/** Balie's own tables are in step with themselves. */
const ownTables: ClinicSystem = { async* pull() {}, push: () => Promise.resolve('done'), document: () => Promise.resolve(null), greet: () => Promise.resolve() };

/** Whether what is done here has to be brought elsewhere before it holds. */
export const isElsewhere = ({ system }: ClinicConfig): boolean => system.kind !== 'own';
export const openSystem = (deps: SystemDeps, { system }: ClinicConfig): ClinicSystem => (system.kind === 'fhir' ? openFhir(deps, system) : ownTables);

const opened = new WeakMap<SystemDeps, Map<string, ClinicSystem>>();
/** The one that a service keeps of a practice: it keeps a token. */
export function systemOf(deps: SystemDeps, clinic: ClinicConfig): ClinicSystem {
  const mine = opened.get(deps) ?? opened.set(deps, new Map<string, ClinicSystem>()).get(deps)!;
  return mine.get(clinic.id) ?? mine.set(clinic.id, openSystem(deps, clinic)).get(clinic.id)!;
}

/** Says hello to a practice's own system, and answers what is wrong: a word of `SystemTrouble`; null when it answers. */
export async function greetSystem(clinic: ClinicConfig, deps: SystemDeps): Promise<string | null> {
  try { await openSystem(deps, clinic).greet(); return null; } catch (thrown) { return thrown instanceof SystemTrouble ? thrown.code : 'internal'; }
}
