/** A demo for each worker, so that two walks never meet at one desk. Every process of a run works out the same ports and folders from its environment. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const base = Number(process.env['E2E_PORT_BASE'] ??= process.env['BALIE_PORT_BASE'] ?? '4600');
export const runFolder = join(tmpdir(), (process.env['E2E_RUN'] ??= `balie-e2e-${process.pid}`));

export const demoOf = (worker: number) => ({ BALIE_PORT_BASE: String(base + 100 * worker), BALIE_FOLDER: join(runFolder, String(worker)) });
