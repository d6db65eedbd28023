/** A Danish clinic for fixtures: settings of the preset dk-mitid, nothing else. */
import { examplePublicClinic } from '@balie/contracts/testing';

export const danishClinic = examplePublicClinic({
  preset: 'dk-mitid', id: 'laegehuset-ahorn', name: 'Lægehuset Ahorn', country: 'DK', timeZone: 'Europe/Copenhagen', locales: ['da', 'en', 'nl'], phones: { practice: '+4586123456', outOfHours: '+4570113131', emergency: '112' }, operator: 'Balie',
  registration: { documents: [{ id: 'terms', url: 'http://de-linde.localhost:4401/vilkaar', version: '2026-01' }] },
});
export const closedClinic = { ...danishClinic, registration: { ...danishClinic.registration, ways: ['practice' as const] } };
