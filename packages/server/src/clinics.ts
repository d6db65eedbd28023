/** Clinic configuration files: read, checked, and every mistake told with file, place and what is expected there. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as z from 'zod/mini';
import { clinicConfig, withPreset, type ClinicConfig } from '@balie/contracts';
import { catalogs } from '@balie/forms/all';

export type ClinicCheck = { ok: true; clinic: ClinicConfig } | { ok: false; problems: string[] };

z.config(z.locales.en());

export function checkClinic(file: string): ClinicCheck {
  const problem = (text: string): ClinicCheck => ({ ok: false, problems: [`${basename(file)}: ${text}`] });
  let json: unknown;
  let content: string;
  try { content = readFileSync(file, 'utf8'); } catch { return problem('cannot be read'); }
  try { json = JSON.parse(content); } catch (thrown) {
    const at = /line (\d+) column (\d+)/.exec((thrown as SyntaxError).message);
    return problem(`is not JSON${at ? ` (line ${at[1]}, column ${at[2]})` : ''}: look for a missing comma, quote or bracket`);
  }
  const parsed = z.safeParse(clinicConfig, withPreset(json), { reportInput: true });
  if (!parsed.success) return { ok: false, problems: parsed.error.issues.map((issue) => `${basename(file)}: ${issue.path.join('.') || 'the file'}: ${inWords(issue)}`) };
  const clinic = parsed.data;
  const problems = [
    ...Object.entries(clinic.pages).filter(([, page]) => page !== undefined && !clinic.origins.includes(new URL(page).origin)).map(([name]) => `pages.${name}: its site is not among origins, so the element there would be refused`),
    ...clinic.openingHours.flatMap((hours, index) => (hours.from < hours.to ? [] : [`openingHours.${index}: from must be before to`])),
    ...waysThatMiss(clinic),
    ...(clinic.prescriptions.wayOut === null || clinic.appointments.types.some(({ id }) => id === clinic.prescriptions.wayOut) ? [] : [`prescriptions.wayOut: there is no appointment type "${clinic.prescriptions.wayOut}"`]),
    ...(new Set(clinic.prescriptions.pharmacies.map(({ id }) => id)).size === clinic.prescriptions.pharmacies.length ? [] : ['prescriptions.pharmacies: two of them have the same id']),
    ...Object.entries(clinic.texts).flatMap(([locale, texts]) => Object.keys(texts).filter((key) => !Object.hasOwn(catalogs.nl, key)).map((key) => `texts.${locale}.${key}: there is no such text`)),
    ...clinic.closures.flatMap((closure, index) => (closure.from <= closure.to ? [] : [`closures.${index}: from must not be after to`])),
  ];
  return problems.length ? { ok: false, problems: problems.map((text) => `${basename(file)}: ${text}`) } : { ok: true, clinic };
}

/** The reader is a webmaster: what to write there, not how a schema saw it. */
function inWords(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return issue.input === undefined ? 'is missing' : `must be ${kinds[issue.expected] ?? issue.expected}`;
  if (issue.code === 'unrecognized_keys') return `there is no setting ${issue.keys.map((key) => `"${key}"`).join(', ')}`;
  return issue.code === 'too_small' && issue.minimum === 1 ? 'must not be empty' : issue.message;
}
const kinds: Readonly<Record<string, string>> = { object: 'a group in { }', array: 'a list in [ ]', string: 'a text in " "', number: 'a number', boolean: 'true or false' };

/** Settings that need each other. */
function waysThatMiss({ logIn, eid, registration, country, sms }: ClinicConfig): string[] {
  const documents = new Set(registration.documents.map(({ id }) => id));
  const rules: [broken: boolean, say: string][] = [
    [logIn.ways.includes('eid') && !eid, 'logIn.ways: "eid" needs the setting eid'],
    [registration.ways.some((way) => way === 'eid' || way === 'number' || way === 'child') && !eid, 'registration.ways: "eid", "number" and "child" need the setting eid'],
    [eid !== null && eid.scheme !== (country === 'NL' ? 'digid' : 'mitid'), 'eid.scheme: digid is for NL, mitid for DK'],
    [logIn.userName === 'cpr' && country !== 'DK', 'logIn.userName: "cpr" is for DK; in NL no log-in may ask for a BSN'],
    [logIn.code === 'sms' && !sms, 'logIn.code: "sms" needs the setting sms.sender'],
    [registration.secondFactor === 'sms' && !sms, 'registration.secondFactor: "sms" needs the setting sms.sender'],
    [registration.ways.includes('practice') && registration.staffCreated === 'eid' && (logIn.userName !== 'cpr' || !eid), 'registration.staffCreated: "eid" needs the setting eid and logIn.userName "cpr": an eID proves a number, not an address'],
    [registration.terms === 'button' && !documents.has('terms'), 'registration.documents: terms "button" needs the document "terms"'],
    [registration.terms === 'boxes' && !(documents.has('terms') && documents.has('privacy')), 'registration.documents: terms "boxes" needs the documents "privacy" and "terms"'],
  ];
  return rules.filter(([broken]) => broken).map(([, say]) => say);
}

/** All clinics of a folder by id. Throws with every problem of every file, so that one look mends all. */
export function readClinics(folder: string): ReadonlyMap<string, ClinicConfig> {
  let files: string[];
  try { files = readdirSync(folder).filter((name) => name.endsWith('.json')).sort(); } catch { files = []; }
  const clinics = new Map<string, ClinicConfig>();
  const problems: string[] = [];
  for (const name of files) {
    const check = checkClinic(join(folder, name));
    if (!check.ok) problems.push(...check.problems);
    else if (clinics.has(check.clinic.id)) problems.push(`${name}: id "${check.clinic.id}" is used by another file too`);
    else clinics.set(check.clinic.id, check.clinic);
  }
  if (problems.length) throw new ClinicsError(problems.join('\n'));
  return clinics;
}

export class ClinicsError extends Error {}
