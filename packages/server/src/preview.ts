/** What a clinic's settings will ask of whom, in words: read before a file goes live (N10). From the settings alone. */
import { clinicConfig, parse, presets, services, wordsIn, type ClinicConfig, type PresetName, type RegistrationWay, type ServiceConfig } from '@balie/contracts';
import { rightsAt } from '@balie/rules';

export interface PreviewPart { title: string; lines: string[] }

/** A preset as a clinic that sets nothing else: what only a clinic can know is filled in, and nowhere printed. */
export function clinicOfPreset(name: PresetName): ClinicConfig {
  const titles = { prescriptions: { title: { en: 'Repeat prescriptions' } }, appointments: { title: { en: 'Appointments' } }, econsults: { title: { en: 'E-consult' } } };
  return parse(clinicConfig, {
    country: 'NL', timeZone: 'Europe/Amsterdam', locales: ['nl', 'en'], services: titles, ...presets[name],
    id: 'preview', name: 'the practice', origins: ['https://practice.example'], pages: { register: 'https://practice.example/register', portal: 'https://practice.example/portal' },
    phones: { practice: '+31101234567', outOfHours: '+31101234568', emergency: '112' }, openingHours: [{ days: [1], from: '08:00', to: '17:00' }], mail: { from: 'portal@practice.example', notify: [] },
  });
}

const eidName = { digid: 'DigiD', mitid: 'MitID' } as const;
const eidOf = ({ eid }: ClinicConfig) => (eid ? eidName[eid.scheme] : 'eID');

function logIn(clinic: ClinicConfig): string[] {
  const { ways, userName, code, confirmContact } = clinic.logIn;
  const number = userName === 'cpr' ? 'CPR number' : 'e-mail address';
  const age = clinic.eid?.fromAge ? `, from ${String(clinic.eid.fromAge)} years` : '';
  const say = { password: `${number} and password${code ? `, then a code by ${code === 'sms' ? 'SMS' : 'e-mail'} at every log-in` : ''}`, eid: `${eidOf(clinic)} (level ${clinic.eid?.minLevel ?? 'substantial'} or higher${age})`, passkey: 'passkey (fingerprint, face or PIN of the device)' };
  return [...ways.map((way, at) => `${String(at + 1)}. ${say[way]}`), ...(confirmContact ? ['Where the practice knows another e-mail address or telephone number, the patient is asked which one is right.'] : [])];
}

const wayWords = (clinic: ClinicConfig): Record<RegistrationWay, string> => ({
  email: `By form; a link by e-mail must be used within ${String(clinic.registration.linkHours)} hours.`,
  eid: `With ${eidOf(clinic)}, which proves who it is.`,
  letter: 'Not by themselves: the practice makes the account and hands over a letter with a PIN; a mailed link and that PIN begin it.',
  number: `By form with the personal number, confirmed with ${eidOf(clinic)}.`,
  practice: 'Not by themselves: the practice makes the account of a patient in its records; a link by e-mail leads to choosing a password.',
  child: `A parent or guardian fills in the form for a child and confirms with their own ${eidOf(clinic)}.`,
});
const fieldWords = { name: 'name', givenName: 'first name', familyName: 'last name', birthDate: 'date of birth', phone: 'telephone number (optional)' } as const;
function registration(clinic: ClinicConfig): string[] {
  const { ways, fields, password, confirmEmail, uniqueEmail, devices, after } = clinic.registration;
  if (ways.length === 0) return ['Nobody can register: "contact the practice".'];
  const forms = ways.some((way) => way === 'email' || way === 'number' || way === 'child');
  return [
    ...ways.map((way, at) => `${String(at + 1)}. ${wayWords(clinic)[way]}`),
    ...(forms ? [`Asked: ${['e-mail address', ...fields.map((field) => fieldWords[field])].join(', ')}. The e-mail address is ${confirmEmail === 'type-twice' ? 'typed twice' : 'shown again to check'}.`] : []),
    `Password: at least ${String(password.minLength)} characters${password.composition ? ', with small and capital letters and a digit' : ''}; known weak ones are refused.`,
    uniqueEmail ? 'One patient an e-mail address.' : 'A family may share an e-mail address.',
    ...(devices === 'computer' ? ['The page says that registering is meant for a computer; a phone is not kept out.'] : []),
    after === 'logged-in' ? 'After confirming: logged in at once.' : 'After confirming: back at the log-in page.',
  ];
}

function admission({ registration: { admission: how, staffCreated }, linking, eid, registration: { ways } }: ClinicConfig): string[] {
  const scheme = eid ? eidName[eid.scheme] : 'eID';
  const call = { practice: 'The practice calls the patient.', patient: 'The patient calls the practice.', visit: 'Nobody calls: the patient comes by and gets a letter with a PIN.', nobody: `Nobody calls: ${scheme} has proved who it is.` }[linking.caller];
  const may = { link: 'Nothing medical until the practice has linked the account by hand.', automatic: 'Linked by itself where the proven number is in the practice\'s records.', approve: 'Not even a log-in until the practice has approved.' }[how];
  const roles = { assistant: 'the assistant', gp: 'the GP', admin: 'an administrator', owner: 'the owner' };
  return [
    call, may, `${capital(roles[linking.identityCheck])} checks identity, ${linking.identityCheck === linking.link ? 'and links' : `${roles[linking.link]} links`}.`,
    ...(ways.includes('eid') ? [`Who comes with ${scheme} is linked by itself where the number is in the practice's records.`] : []),
    ...(staffCreated === 'eid' && ways.includes('practice') ? [`An account that the practice made is confirmed with ${scheme} at its first log-in, unless the desk notes that the patient cannot use it${eid?.fromAge ? `, or under ${String(eid.fromAge)} years` : ''}.`] : []),
  ];
}

const secondFactor = ({ registration: { secondFactor: atOnce }, logIn: { code, ways }, sms }: ClinicConfig): string[] => [
  atOnce ? 'Set up right after registering: a code by SMS.' : 'None has to be set up.',
  ...(code === 'sms' ? ['The telephone number is needed: until it is there the code at the log-in comes by e-mail, and what asks a code by SMS does not open.'] : sms ? ['A code by SMS can be added on the account\'s page; it is then asked at every log-in by password.'] : []),
  ...(ways.includes('passkey') ? ['A passkey can be added on the account\'s page.'] : []),
];

const consent = ({ registration: { terms, documents } }: ClinicConfig): string[] => [
  { none: 'No terms are shown.', button: 'By the button itself: pressing it accepts the terms.', boxes: 'Two boxes, both needed: privacy statement and terms of use.' }[terms],
  ...documents.map(({ id, version }) => `${id === 'privacy' ? 'Privacy statement' : 'Terms of use'}, version ${version}; a new version asks again.`),
];

const proofWords = { 'urn:balie:acr:password': 'the log-in alone', 'urn:balie:acr:email-code': 'a code by e-mail', 'urn:balie:acr:sms-code': 'a code by SMS', 'urn:balie:acr:totp': 'an authenticator app', 'urn:balie:acr:passkey': 'a passkey', 'urn:balie:acr:eid': 'a national eID' } as const;
function code({ minAcr, maxAge }: ServiceConfig): string {
  const need = proofWords[minAcr];
  if (maxAge === 0) return `${minAcr === 'urn:balie:acr:email-code' ? need : `${need}, and a code by e-mail`}, each time it is opened; closing the page ends it`;
  const window = maxAge < 3600 ? `${String(Math.round(maxAge / 60))} minutes` : `${String(Math.round(maxAge / 3600))} hours`;
  return `none where ${need} or something stronger was given in the last ${window}; otherwise a code by ${minAcr === 'urn:balie:acr:sms-code' ? 'SMS' : 'e-mail'}`;
}
/** Log-ins that open services by themselves for a while (S1-31). */
const windows = ({ eid, logIn }: ClinicConfig): string[] => [[eid?.maxAge ?? 0, eid?.scheme ? eidName[eid.scheme] : 'eID'] as const, [logIn.ways.includes('passkey') ? logIn.passkeyMaxAge : 0, 'a passkey'] as const].flatMap(([seconds, by]) => (seconds > 0 ? [`None within ${String(Math.round(seconds / 60))} minutes of a log-in by ${by}.`] : []));
const codes = (clinic: ClinicConfig): string[] => [...windows(clinic), ...services.flatMap((id) => { const service = clinic.services[id]; return service ? [`${wordsIn(clinic, service.title, 'en') ?? id}: ${code(service)}.`] : []; })];

/** Groups by their ATC codes: a name for each would be a second list to keep. */
function medicine(clinic: ClinicConfig): string[] {
  if (!clinic.services.prescriptions) return [];
  const { notRenewable, practiceDecides, daysBeforeEnd, workingDays, readyFrom, cutOff, wayOut, pharmacies, why, unlisted, reminders } = clinic.prescriptions;
  const type = clinic.appointments.types.find(({ id }) => id === wayOut);
  const days = (count: number) => `${String(count)} day${count === 1 ? '' : 's'}`;
  return [
    notRenewable.length ? `Not online: ATC ${notRenewable.join(', ')}.` : 'Nothing is barred by its class.',
    ...(practiceDecides.length ? [`The practice decides on: ATC ${practiceDecides.join(', ')}.`] : []), 'The practice decides on a medicine without a known class. Staff may say otherwise of one prescription.',
    `Again from ${days(daysBeforeEnd)} before supply and repeats end; ready ${workingDays === 0 ? 'the same day' : `after ${String(workingDays)} working day${workingDays === 1 ? '' : 's'}`}, from ${readyFrom}, for what is sent before ${cutOff}.`,
    `What cannot be renewed leads to ${type ? `an appointment (${wordsIn(clinic, type.title, 'en') ?? type.id}) or the telephone` : 'the telephone'}.`,
    ...(pharmacies.length ? [`The patient chooses a pharmacy: ${pharmacies.map(({ name }) => name).join(', ')}.`] : []),
    ...(why === 'never' ? [] : [why === 'always' ? 'The patient says why each medicine is needed.' : 'The patient says why, where the practice decides.']),
    ...(unlisted ? ['A medicine that is not in the list may be asked for by name.'] : []), reminders ? 'Reminders by e-mail or SMS, which the patient can switch off.' : 'No reminders.',
  ];
}

function desk({ desk: { authenticator } }: ClinicConfig): string[] {
  return ['Invited by e-mail; password, and a code of an authenticator app at every log-in.', ...(authenticator ? [`Recommended app: ${authenticator.name}.`] : [])];
}

/** Ages from the rules of the country (N8). */
function children({ country }: ClinicConfig): string[] {
  const say = { guardian: 'a parent or guardian acts for the child', shared: 'the child and the guardian both act', own: 'the patient alone acts' };
  const changes = Array.from({ length: 19 }, (_, age) => age).filter((age) => age === 0 || rightsAt(country, age) !== rightsAt(country, age - 1));
  return changes.map((age) => `From ${String(age)} years ${say[rightsAt(country, age)]}.`);
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

export function preview(clinic: ClinicConfig): PreviewPart[] {
  const parts: PreviewPart[] = [
    { title: 'Log-in', lines: logIn(clinic) }, { title: 'Registration', lines: registration(clinic) }, { title: 'Who calls, who links', lines: admission(clinic) },
    { title: 'Second factor', lines: secondFactor(clinic) }, { title: 'Consent', lines: consent(clinic) }, { title: 'Code to open', lines: codes(clinic) },
    { title: 'Medicine', lines: medicine(clinic) },
    { title: 'Children', lines: clinic.guardians ? children(clinic) : ['Nobody can act for a child.'] },
    { title: 'Staff', lines: desk(clinic) },
  ];
  return parts.filter(({ lines }) => lines.length > 0);
}

export const previewText = (clinic: ClinicConfig): string => preview(clinic).map(({ title, lines }) => `${title}\n${lines.map((line) => `  ${line}`).join('\n')}`).join('\n\n');
