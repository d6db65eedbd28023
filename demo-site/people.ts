/** The people of the demo. Log-ins of the demo alone: nothing outside this folder knows them. */
import { Secret, TOTP } from 'otpauth';
import type { StaffRole } from '@balie/contracts';
import patients from './data/patients.json' with { type: 'json' };

export const demoStaff: readonly { clinic: string; name: string; email: string; password: string; totpSecret: string; roles: StaffRole[] }[] = [
  { clinic: 'de-linde', name: 'Assistente De Linde', email: 'assistente@de-linde.example', password: 'linde-balie-tuin-7', totpSecret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', roles: ['assistant'] },
  { clinic: 'de-linde', name: 'Huisarts De Linde', email: 'huisarts@de-linde.example', password: 'linde-arts-beuk-9', totpSecret: 'KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU', roles: ['gp', 'owner'] },
  { clinic: 'de-beuk', name: 'Assistente De Beuk', email: 'assistente@de-beuk.example', password: 'beuk-balie-noot-6', totpSecret: 'NBSWY3DPO5XXE3DENBSWY3DPO5XXE3DE', roles: ['assistant'] },
  { clinic: 'zeezicht', name: 'Front desk Zeezicht', email: 'frontdesk@zeezicht.example', password: 'zee-balie-duin-3', totpSecret: 'MFRGGZDFMZTWQ2LKMFRGGZDFMZTWQ2LK', roles: ['assistant'] },
  { clinic: 'zeezicht', name: 'GP Zeezicht', email: 'gp@zeezicht.example', password: 'zee-arts-schelp-5', totpSecret: 'ONSWG4TFORTGK3TFONSWG4TFORTGK3TF', roles: ['gp', 'owner'] },
  { clinic: 'de-eik', name: 'Assistente De Eik', email: 'assistente@de-eik.example', password: 'eik-balie-eikel-4', totpSecret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', roles: ['assistant'] },
  { clinic: 'de-eik', name: 'Huisarts De Eik', email: 'huisarts@de-eik.example', password: 'eik-arts-mos-8', totpSecret: 'MZXW6YTBOJRGC6TRMZXW6YTBOJRGC6TR', roles: ['gp', 'owner'] },
  { clinic: 'laegehuset-ahorn', name: 'Sekretær Ahorn', email: 'sekretaer@laegehuset-ahorn.example', password: 'ahorn-skranke-blad-6', totpSecret: 'NBSWY3DPFQQHO33SNRSCC4TFNBSWY3DP', roles: ['assistant'] },
  { clinic: 'laegehuset-ahorn', name: 'Læge Ahorn', email: 'laege@laegehuset-ahorn.example', password: 'ahorn-laege-kerne-2', totpSecret: 'PFSWCZDFMZTWQ2LKPFSWCZDFMZTWQ2LK', roles: ['gp', 'owner'] },
  { clinic: 'laegerne-birk', name: 'Sekretær Birk', email: 'sekretaer@laegerne-birk.example', password: 'birk-skranke-rakle-5', totpSecret: 'MJUXE2ZNONVXEYLONNSS24TBNNWGKMJS', roles: ['assistant'] },
  { clinic: 'laegerne-birk', name: 'Læge Birk', email: 'laege@laegerne-birk.example', password: 'birk-laege-bark-3', totpSecret: 'MJUXE2ZNNRQWKZ3FFVRGC4TLMRSW4MJT', roles: ['gp', 'owner'] },
];

export const currentCodes = () => demoStaff.map(({ email, totpSecret }) => ({ email, code: new TOTP({ secret: Secret.fromBase32(totpSecret) }).generate() }));

interface ExamplePatient { resourceType: string; name: { family: string; given: string[] }[]; birthDate: string; identifier: { system: string; value?: string }[] }

/** HL7's Dutch example patients as this folder's data has them, with numbers that pass the check. */
export const demoPatients = (patients.entry as { resource: ExamplePatient }[]).flatMap(({ resource: { name: [name], birthDate, identifier } }) => {
  const bsn = identifier.find(({ value }) => value)?.value;
  return name && bsn ? [{ name: `${name.given.join(' ')} ${name.family}`, birthDate, bsn }] : [];
});
