/** Who can log in at the demo's broker: our Dutch examples by DigiD, the Danish national test persons by MitID. */
import danes from '../data/dk-test-persons.json' with { type: 'json' };
import { demoPatients } from '../people.ts';

export type Scheme = 'digid' | 'mitid';
export interface EidPerson { name: string; /** BSN, or CPR number without hyphen. */ number: string; /** YYYY-MM-DD */ birthDate: string | null }

export const eidPeople: Readonly<Record<Scheme, readonly EidPerson[]>> = {
  digid: demoPatients.map(({ name, birthDate, bsn }) => ({ name, birthDate, number: bsn })),
  // MitID is handed out from 13 on, and not to the dead.
  mitid: danes.persons.filter(({ deceased, birthDate }) => !deceased && birthDate <= '2013-11-01').map(({ given, family, cpr, birthDate }) => ({ name: `${given.join(' ')} ${family}`, number: cpr, birthDate })),
};
