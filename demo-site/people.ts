/** The people of the demo. Log-ins of the demo alone: nothing outside this folder knows them. */
import { Secret, TOTP } from 'otpauth';
import type { StaffRole } from '@balie/contracts';

export const demoStaff: readonly { clinic: string; name: string; email: string; password: string; totpSecret: string; roles: StaffRole[] }[] = [
  { clinic: 'de-linde', name: 'Assistente De Linde', email: 'assistente@de-linde.example', password: 'linde-balie-tuin-7', totpSecret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', roles: ['assistant'] },
  { clinic: 'de-linde', name: 'Huisarts De Linde', email: 'huisarts@de-linde.example', password: 'linde-arts-beuk-9', totpSecret: 'KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU', roles: ['gp', 'owner'] },
  { clinic: 'zeezicht', name: 'Front desk Zeezicht', email: 'frontdesk@zeezicht.example', password: 'zee-balie-duin-3', totpSecret: 'MFRGGZDFMZTWQ2LKMFRGGZDFMZTWQ2LK', roles: ['assistant'] },
  { clinic: 'zeezicht', name: 'GP Zeezicht', email: 'gp@zeezicht.example', password: 'zee-arts-schelp-5', totpSecret: 'ONSWG4TFORTGK3TFONSWG4TFORTGK3TF', roles: ['gp', 'owner'] },
];


export const currentCodes = () => demoStaff.map(({ email, totpSecret }) => ({ email, code: new TOTP({ secret: Secret.fromBase32(totpSecret) }).generate() }));

/** Two of HL7's example patients, with test numbers that pass the check. */
export const demoPatients = [
  { name: 'Pieter van de Heuvel', birthDate: '1944-11-17', bsn: '999911120' },
  { name: 'Roelof Olaf Bor', birthDate: '1960-03-13', bsn: '999990019' },
];
