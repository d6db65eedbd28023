export { compose, type Composition } from './compose.ts';
export { checkClinic, readClinics, ClinicsError } from './clinics.ts';
export { readSettings, SettingsError, type Settings } from './settings.ts';
export { createLog } from './log.ts';
export { signature } from './sms/gateways.ts';
