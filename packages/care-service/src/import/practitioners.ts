/** FHIR Practitioner and PractitionerRole → row. The role is the word that a clinic's appointment types name. */
import type { Resource } from './read-files.ts';
import { namesOf } from './patients.ts';
import { Refusal } from './report.ts';
import { practitioner, practitionerRole, readAs, type Concept, type Reference } from './resources.ts';

/** A role nobody told. */
export const unknownRole = 'practitioner';

/** Codes by system: SNOMED CT; the Dutch register of professions (Vektis); HL7 degrees (v2-0360). */
const codes: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'http://snomed.info/sct': { '59058001': 'gp', '62247001': 'gp', '408443003': 'gp', '449161006': 'physician-assistant', '106292003': 'nurse', '224571005': 'nurse', '224535009': 'nurse' },
  'urn:oid:2.16.840.1.113883.2.4.6.7': { '0100': 'gp' },
  'http://terminology.hl7.org/CodeSystem/v2-0360': { PA: 'physician-assistant', RN: 'nurse', NP: 'nurse' },
};
const sayings: readonly (readonly [RegExp, string])[] = [
  [/physician.?assistant/i, 'physician-assistant'], [/huisarts|general (medical )?pract|family (medicine|physician)|praktiserende læge/i, 'gp'], [/verpleegkundig|praktijkondersteuner|nurse|sygeplejerske/i, 'nurse'],
];

function roleOf(concepts: readonly Concept[]): string | null {
  for (const concept of concepts) for (const coding of concept.coding ?? []) {
    const known = coding.system && Object.hasOwn(codes, coding.system) ? codes[coding.system] : undefined;
    if (known && coding.code && Object.hasOwn(known, coding.code)) return known[coding.code] ?? null;
  }
  const said = concepts.flatMap((concept) => [concept.text, ...(concept.coding ?? []).map((coding) => coding.display)]).filter((text) => text !== undefined);
  for (const text of said) for (const [pattern, role] of sayings) if (pattern.test(text)) return role;
  // Another role keeps its own words, so that a clinic can still offer appointments with it.
  return said[0]?.trim().slice(0, 60) || null;
}

export function practitionerOf(resource: Resource): { name: string; role: string | null } {
  const read = readAs(practitioner, resource);
  const name = read.name?.find((one) => one.use === 'official') ?? read.name?.find((one) => one.use !== 'old');
  const { family, given } = namesOf(name);
  if (!family && !given) throw new Refusal('has no name');
  const title = name?.prefix?.find((part) => part)?.trim();
  return { name: [title, given, family].filter(Boolean).join(' ').slice(0, 200), role: roleOf((read.qualification ?? []).map((one) => one.code ?? {})) };
}

/** Whose role, and which; null for a role that ended. */
export function practitionerRoleOf(resource: Resource): { practitioner: Reference; role: string | null } | null {
  const read = readAs(practitionerRole, resource);
  if (read.active === false) return null;
  if (!read.practitioner) throw new Refusal('names no practitioner');
  return { practitioner: read.practitioner, role: roleOf([...(read.code ?? []), ...(read.specialty ?? [])]) };
}
