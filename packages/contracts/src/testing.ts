/** One practice for tests, stories and fixtures; what differs is laid over it. No part of the product reads this. */
import { clinicConfig, toPublicClinic, type ClinicConfig, type ClinicConfigFile, type PublicClinic } from './clinic.ts';
import { parse } from './errors.ts';
import { withPreset } from './presets.ts';

export const exampleFile: ClinicConfigFile = {
  id: 'de-linde', name: 'Huisartsenpraktijk De Linde', country: 'NL', timeZone: 'Europe/Amsterdam', locales: ['nl', 'en'], origins: ['http://de-linde.localhost:4401'],
  pages: { register: 'http://de-linde.localhost:4401/registreren', portal: 'http://de-linde.localhost:4401/portaal' },
  phones: { practice: '+31101234567', outOfHours: '+31107654321', emergency: '112' },
  openingHours: [{ days: [1, 2, 3, 4, 5], from: '08:00', to: '17:00' }],
  mail: { from: 'balie@de-linde.example', notify: ['team@de-linde.example'] },
  services: {
    prescriptions: { title: { nl: 'Herhaalrecepten' }, intro: { nl: 'Vraag medicijnen aan die u al gebruikt.' } }, appointments: { title: { nl: 'Afspraak maken' }, intro: { nl: 'Maak een afspraak met uw huisarts.' } },
    econsults: { title: { nl: 'eConsult' }, intro: { nl: 'Stel een medische vraag aan uw huisarts.' } },
  },
};

/** `more`: top-level settings instead of the example's; `preset` lies beneath them. */
export const exampleClinic = (more: Partial<ClinicConfigFile> = {}): ClinicConfig => parse(clinicConfig, withPreset({ ...exampleFile, ...more }));
export const examplePublicClinic = (more: Partial<ClinicConfigFile> = {}): PublicClinic => toPublicClinic(exampleClinic(more), more.locales?.[0] ?? 'nl');
