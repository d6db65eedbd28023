/**
 * Six portals as settings (C1 … C13): what a clinic's file begins with when it names one. Data only: nothing anywhere asks for a preset's name.
 * Titles and texts are the portals' own words (docs/requirements.md); names, addresses and pages belong to the clinic.
 */
import { renewalPresets } from '@balie/rules';
import type { ClinicConfigFile } from './clinic.ts';
import type { PresetName } from './lists.ts';
import { staffWords } from './staff-words.ts';

type Deep<T> = T extends readonly (infer One)[] ? readonly One[] : T extends object ? { [Key in keyof T]?: Deep<T[Key]> } : T;
export type Preset = Deep<Omit<ClinicConfigFile, '$schema' | 'preset' | 'id' | 'name' | 'origins' | 'pages' | 'phones' | 'mail' | 'openingHours' | 'closures'>>;

const dutch = { country: 'NL', timeZone: 'Europe/Amsterdam', locales: ['nl', 'en'] } as const;
const dutchServices = { prescriptions: { title: { nl: 'Receptservice', en: 'Repeat prescriptions' } }, appointments: { title: { nl: 'Webagenda', en: 'Appointments' } }, econsults: { title: { nl: 'eConsult', en: 'E-consult' } }, record: { title: { nl: 'Uw medische gegevens', en: 'Your medical record' } } } as const;

export const presets: Readonly<Record<PresetName, Preset>> = {
  /** S0: e-mail account, session code by mail for each use; the practice calls, the assistant checks, the GP links. */
  'nl-email-code': {
    ...dutch, logIn: { ways: ['password'], userName: 'email', code: null },
    registration: { ways: ['email'], admission: 'link', after: 'logged-in', confirmEmail: 'review', terms: 'none', linkHours: 24, label: { nl: 'Registreer nu', en: 'Register now' } },
    linking: { caller: 'practice', identityCheck: 'assistant', link: 'gp' },
  },
  /** S1: DigiD first and linked by itself; by hand the patient calls and the assistant does both. */
  'nl-digid': {
    ...dutch, logIn: { ways: ['eid', 'password'], userName: 'email', code: null }, eid: { scheme: 'digid', minLevel: 'substantial' },
    registration: { ways: ['eid', 'email'], admission: 'link', after: 'logged-in', linkHours: 24, label: { nl: 'Account aanmaken', en: 'Create an account' } },
    linking: { caller: 'patient', identityCheck: 'assistant', link: 'assistant' }, services: dutchServices,
  },
  /** S2: the practice makes the account and hands over a letter with a PIN; a code by SMS at every log-in. */
  'nl-letter-pin-sms': {
    ...dutch, logIn: { ways: ['password'], userName: 'email', code: 'sms' },
    registration: { ways: ['letter'], admission: 'automatic', after: 'log-in-page', terms: 'boxes', secondFactor: 'sms', devices: 'any' },
    linking: { caller: 'visit', identityCheck: 'assistant', link: 'assistant' }, texts: {
      nl: { 'code.sms.label': 'TAN-code', 'activation.next': 'VERDER', 'factor.add': 'VOEG TOE', 'factor.send': 'SMS-STUREN', 'factor.goOn': 'DOORGAAN', 'factor.confirm': 'BEVESTIG TAN NUMMER', 'factor.activate': 'VERIFIEER EN ACTIVEER' },
      en: { 'code.sms.label': 'TAN code', 'factor.confirm': 'Confirm TAN code' },
    },
    services: {
      prescriptions: { title: { nl: 'Herhaalrecepten', en: 'Repeat prescriptions' }, minAcr: 'urn:balie:acr:sms-code', maxAge: 28_800 }, appointments: { title: { nl: 'Afspraak maken', en: 'Appointments' }, minAcr: 'urn:balie:acr:sms-code', maxAge: 28_800 },
      econsults: { title: { nl: 'eConsult', en: 'E-consult' }, minAcr: 'urn:balie:acr:sms-code', maxAge: 28_800 },
    },
  },
  /** S3: the desk of a regional organisation: invited by mail, an authenticator app at every log-in. */
  'staff-portal': {
    ...dutch, registration: { ways: [] }, texts: { nl: staffWords },
    desk: { link: { nl: 'Serviceportaal', en: 'Service portal', da: 'Serviceportal' }, authenticator: { name: 'Microsoft Authenticator', reason: { nl: 'Deze app gebruikt je organisatie al.', en: 'Your organisation uses this app already.', da: 'Din organisation bruger allerede denne app.' } } },
  },
  /** S4: CPR number and password with a security code by mail, or MitID; children under 15 through a guardian. */
  'dk-mitid': {
    country: 'DK', timeZone: 'Europe/Copenhagen', locales: ['da', 'en'],
    logIn: { ways: ['eid', 'password'], userName: 'cpr', code: 'email', confirmContact: true }, eid: { scheme: 'mitid', minLevel: 'substantial', fromAge: 15 },
    registration: {
      ways: ['number', 'child', 'practice'], admission: 'approve', after: 'log-in-page', terms: 'button', confirmEmail: 'type-twice', fields: ['givenName', 'familyName', 'phone'], uniqueEmail: false, staffCreated: 'eid',
      password: { minLength: 8, composition: true }, label: { da: 'Opret ny bruger', en: 'Create a new user' },
    },
    linking: { caller: 'nobody', identityCheck: 'assistant', link: 'assistant' }, guardians: true, texts: { da: { 'code.mail.label': 'Sikkerhedskode' }, en: { 'code.mail.label': 'Security code' } },
    services: {
      prescriptions: { title: { da: 'Receptfornyelse', en: 'Prescription renewal' }, intro: { da: 'Du kan her forny din faste medicin. Dog ikke vanedannende medicin.', en: 'Renew your regular medicine here, but not addictive medicine.' }, maxAge: 28_800 },
      appointments: { title: { da: 'Tidsbestilling', en: 'Appointments' }, intro: { da: 'Er beregnet til IKKE-akutte henvendelser.', en: 'For matters that are NOT acute.' }, maxAge: 28_800 },
      econsults: { title: { da: 'E-konsultation', en: 'E-consultation' }, intro: { da: 'Dette modul er IKKE til medicin- og tidsbestilling samt akutte henvendelser.', en: 'NOT for medicine, bookings or acute matters.' }, maxAge: 28_800 },
    },
    // Vejledning nr. 9523 of 2019; clinics differ, so each may list its own (S4-50).
    prescriptions: { ...renewalPresets.DK, workingDays: 2, readyFrom: '12:00', cutOff: '14:00' },
  },
  /** Ours: eID where there is one, passkeys, and a code only where neither was used. */
  recommended: { logIn: { ways: ['eid', 'passkey', 'password'], userName: 'email', code: null, passkeyMaxAge: 900 }, registration: { ways: ['eid', 'email'], admission: 'link', after: 'logged-in', confirmEmail: 'review' } },
};

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
/** `over` wins; lists are replaced whole, never joined. */
function merge(under: unknown, over: unknown): unknown {
  if (!isRecord(under) || !isRecord(over)) return over === undefined ? under : over;
  return Object.fromEntries([...new Set([...Object.keys(under), ...Object.keys(over)])].map((key) => [key, merge(under[key], Object.hasOwn(over, key) ? over[key] : undefined)]));
}

/** A clinic's file with the preset it names beneath it, still unchecked; anything else as it is. */
export function withPreset(file: unknown): unknown {
  const name = isRecord(file) ? file['preset'] : undefined;
  return typeof name === 'string' && Object.hasOwn(presets, name) ? merge(presets[name as PresetName], file) : file;
}
