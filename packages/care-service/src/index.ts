export { createCareService } from './service.ts';
export { createLinking } from './linking.ts';
export type { CareBase, CareDeps } from './deps.ts';
