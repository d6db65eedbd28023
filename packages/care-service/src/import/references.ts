/** Who a reference means: in its own Bundle by URL, in another file by type and id, in the records by the id they were imported with. */
import { isNumber } from '@balie/rules';
import type { Found } from './read-files.ts';
import type { ImportLine } from './report.ts';
import type { Reference } from './resources.ts';

export interface Target { type: string; id: string }

/** All resources of one import, each once. */
export interface Index {
  add(one: Found): void;
  of(...types: readonly string[]): Found[];
  get(target: Target): Found | undefined;
  /** Null for a contained (`#…`), logical or foreign reference. */
  target(reference: Reference | undefined, types: readonly string[]): Target | null;
}

export function createIndex(refused: (line: ImportLine) => void): Index {
  const byKey = new Map<string, Found>();
  const byUrl = new Map<string, Found>();
  const keyOf = ({ type, id }: Target) => `${type}/${id}`;
  return {
    /** The same id again is a newer version and replaces the first, as a second import would; from another server it is another person's. */
    add(one) {
      const known = byKey.get(keyOf(one));
      const [base, other] = [baseOf(one), known ? baseOf(known) : null];
      if (known && base !== null && other !== null && base !== other) return refused({ file: one.file, resource: one.label, reason: `has the id of a resource of another server, in ${known.file}` });
      if (known && older(one, known)) return;
      byKey.set(keyOf(one), one);
      if (one.url !== null) byUrl.set(one.url, one);
    },
    of: (...types) => [...byKey.values()].filter((one) => types.includes(one.type)),
    get: (target) => byKey.get(keyOf(target)),
    target(reference, types) {
      const written = reference?.reference;
      if (!written || written.startsWith('#')) return null;
      const entry = byUrl.get(written);
      if (entry) return types.includes(entry.type) ? { type: entry.type, id: entry.id } : null;
      const [, type, id] = /(?:^|\/)([A-Z][A-Za-z]+)\/([A-Za-z0-9\-._:]{1,128})(?:\/_history\/[^/]+)?$/.exec(written) ?? [];
      if (type && id) return types.includes(type) ? { type, id } : null;
      // An entry that had no id was stored under its URL by an earlier import.
      return /^urn:(uuid|oid):/.test(written) && types[0] ? { type: types[0], id: written } : null;
    },
  };
}

/** `https://server/fhir` of `https://server/fhir/Patient/1`. */
const baseOf = (one: Found): string | null => (one.url?.endsWith(`/${one.type}/${one.id}`) ? one.url.slice(0, -`/${one.type}/${one.id}`.length) : null);

function older(one: Found, known: Found): boolean {
  const at = ({ resource }: Found) => {
    const meta = resource['meta'];
    return typeof meta === 'object' && meta !== null && 'lastUpdated' in meta && typeof meta.lastUpdated === 'string' ? Date.parse(meta.lastUpdated) : NaN;
  };
  return at(one) < at(known);
}

/** The id under which a resource is stored: an id that is a citizen's number only as keyed hash. */
export const sourceIdOf = (keyring: { hmac(label: string, ...parts: readonly string[]): string }, id: string): string => (isNumber(id) ? `hmac:${keyring.hmac('source-id', id)}` : id);
