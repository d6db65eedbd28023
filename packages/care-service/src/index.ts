export { createCareService, type CareService } from './service.ts';
export { createLinking } from './linking.ts';
export { createWork } from './desk/work.ts';
export type { CareBase, CareDeps } from './deps.ts';
export { importFhir, type ImportDeps } from './import/import.ts';
export type { ImportLine, ImportReport } from './import/report.ts';
export { seedEconsults, type EarlierQuestion } from './seed.ts';
export type { FhirFile } from './import/read-files.ts';
export { greetSystem } from './systems/connectors.ts';
