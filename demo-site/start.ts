/** `npm start`: the demo, and where everything of it is. */
import { join } from 'node:path';
import { origins, ports } from './addresses.ts';
import { openDemo } from './demo.ts';
import { demoPatients, demoStaff } from './people.ts';

const { folder, fhir } = await openDemo();
console.log(`
Balie is running. Open in a browser on this machine:

  Huisartsenpraktijk De Linde   ${origins.deLinde}/
  Huisartsenpraktijk De Eik     ${origins.deEik}/   log in with DigiD
  Lægehuset Ahorn (Danish)      ${origins.ahorn}/   log in with MitID or a CPR number
  Lægerne Birk (Danish)         ${origins.birk}/   a second clinic for the same users
  Klinik Cypres (Danish)        ${origins.cypres}/   the clinic makes the users
  Huisartsenpraktijk De Beuk    ${origins.deBeuk}/   a letter with a PIN, codes by SMS
  Praktijk Zeezicht (English)   ${origins.zeezicht}/
  Zorggroep Duinrand (staff)    ${origins.duinrand}/
  Inbox (mail and SMS)          ${origins.inbox}/
  DigiD and MitID (simulated)   ${origins.eid}/   begins at a practice
  The desk (for the practice)   ${origins.desk}/
  The service                   ${origins.service}/hosted/de-linde
${fhir ? `  Practices' FHIR systems       http://localhost:${ports.system}/<practice>/fhir: ${fhir}\n` : ''}
Log-ins for the desk; their six digits stand on ${origins.inbox}/codes
${demoStaff.map((member) => `  ${member.email.padEnd(36)} ${member.password}`).join('\n')}

For Duinrand, be invited: npm run balie -- staff invite duinrand you@duinrand.example --name "…" --roles owner
(in the same way for klinik-cypres)

Pieter and Einer have asked questions before: one waits, one is late, one was answered.

Register as a patient with any e-mail address, or by DigiD at De Eik. On the "telephone" you are one of
${demoPatients.map((patient) => `  ${patient.name}, born ${patient.birthDate}, BSN ${patient.bsn}`).join('\n')}

The log is ${join(folder, 'balie.log')}. Stop with Ctrl+C.
`);
