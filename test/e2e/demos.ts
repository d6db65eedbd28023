/** A demo for each worker, so that two walks never meet at one desk. Every process of a run works out the same ports and folders from its environment. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const base = Number(process.env['E2E_PORT_BASE'] ??= process.env['BALIE_PORT_BASE'] ?? '4600');
export const runFolder = join(tmpdir(), (process.env['E2E_RUN'] ??= `balie-e2e-${process.pid}`));
/** Practices of a run's demos that keep their records in a FHIR system of their own. Of itself one of S4's three: the guides of a run are walked on both. */
const systems = (process.env['E2E_FHIR'] ??= process.env['DEMO_FHIR'] ?? 'laegehuset-ahorn');

export const demoOf = (worker: number, fhir = systems) => ({ BALIE_PORT_BASE: String(base + 100 * worker), BALIE_FOLDER: join(runFolder, String(worker)), DEMO_FHIR: fhir });
