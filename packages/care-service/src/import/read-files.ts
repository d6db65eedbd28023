/** Files to resources: one resource, a Bundle (also a Bundle within one), or NDJSON. A file that cannot be read is listed; the others go on. */
import { isNumber } from '@balie/rules';
import type { ImportLine } from './report.ts';
import { resourceId } from './resources.ts';

export interface FhirFile { name: string; content: string }
export type Resource = Record<string, unknown> & { resourceType: string };
export interface Found {
  type: string;
  /** Its id in the source; the entry's own URL where it has none. */
  id: string;
  resource: Resource;
  /** Absolute URL of its Bundle entry. */
  url: string | null;
  file: string;
  /** How reports name it. */
  label: string;
}

const deepest = 8;
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const isResource = (value: unknown): value is Resource => isObject(value) && typeof value['resourceType'] === 'string' && /^[A-Z][A-Za-z]{1,60}$/.test(value['resourceType']);

export function readFile(file: FhirFile, found: (one: Found) => void, refused: (line: ImportLine) => void): void {
  const text = file.content.replace(/^\uFEFF/, '');
  const refuse = (resource: string, reason: string) => refused({ file: file.name, resource, reason });
  const whole = parse(text);
  if (whole !== undefined) return take(whole, 'the file');
  if (text.trim() === '') return refuse('the file', 'is empty');
  if (text.trimStart().startsWith('<')) return refuse('the file', 'is XML; only JSON is read');
  const lines = text.split('\n');
  if (!/\.(ndjson|jsonl)$/i.test(file.name) && !isObject(parse(lines[0] ?? ''))) return refuse('the file', 'is not JSON');
  lines.forEach((line, index) => {
    if (line.trim() === '') return;
    const value = parse(line);
    if (value === undefined) refuse(`line ${index + 1}`, 'is not JSON');
    else take(value, `line ${index + 1}`);
  });

  function take(value: unknown, place: string, url: string | null = null, depth = 0): void {
    if (!isResource(value)) return refuse(place, Array.isArray(value) ? 'is a list; FHIR has Bundle or NDJSON for that' : 'has no resourceType, so it is not FHIR');
    const type = value.resourceType;
    if (type === 'Bundle') return takeBundle(value, place, depth);
    const own = typeof value['id'] === 'string' && resourceId.test(value['id']) ? value['id'] : null;
    if (value['id'] !== undefined && own === null) return refuse(`${type}, ${place}`, 'its id is not as FHIR R4 has it');
    const id = own ?? url;
    if (id === null) return refuse(`${type}, ${place}`, 'has no id');
    found({ type, id, resource: value, url, file: file.name, label: own && !isNumber(own) ? `${type}/${own}` : `${type}, ${place}` });
  }

  function takeBundle(bundle: Resource, place: string, depth: number): void {
    if (depth >= deepest) return refuse(`Bundle, ${place}`, 'lies too deep in other Bundles');
    const entries = bundle['entry'] ?? [];
    if (!Array.isArray(entries)) return refuse(`Bundle, ${place}`, 'Bundle.entry is not as FHIR R4 has it');
    entries.forEach((entry: unknown, index) => {
      const here = `${place === 'the file' ? '' : `${place}, `}entry ${index + 1}`;
      if (!isObject(entry)) return refuse(here, 'is not as FHIR R4 has it');
      if (entry['resource'] === undefined) return;
      const method = isObject(entry['request']) ? entry['request']['method'] : undefined;
      if (method !== undefined && method !== 'PUT' && method !== 'POST') return refuse(here, 'asks for something else than adding or replacing a resource');
      const url = typeof entry['fullUrl'] === 'string' && /^[^\s\p{Cc}]{1,400}$/u.test(entry['fullUrl']) ? entry['fullUrl'] : null;
      take(entry['resource'], here, url, depth + 1);
    });
  }
}

function parse(text: string): unknown {
  try { return JSON.parse(text) as unknown; } catch { return undefined; }
}
