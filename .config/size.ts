/** What each part costs on the wire, in brotli bytes, beside its budget. Exit code 1 when one is over, or when something comes before it is needed. Needs `npm run build` first. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { clinicConfig, elements, locales, type ElementName, type Locale } from '@balie/contracts';
import { textGroupsOf } from '@balie/forms/texts-of-element';
import { createPages } from '../packages/server/src/pages/index.ts';

interface ManifestEntry { file: string; imports?: string[]; dynamicImports?: string[] }
const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');
const manifest = JSON.parse(readFileSync(join(dist, 'manifest.json'), 'utf8')) as Record<string, ManifestEntry>;
const pressed = (file: string) => statSync(join(dist, `${file}.br`)).size;

/** The demo's clinic with e-mail accounts stands for all, as if it spoke every language: the page holds its public settings. */
const folder = join(root, 'demo-site/clinics');
const clinic = { ...clinicConfig.parse(JSON.parse(readFileSync(join(folder, 'de-linde.json'), 'utf8'))), locales: [...locales] };
const refuse = () => Promise.reject(new Error('not here'));
const pages = createPages({ clinics: new Map([[clinic.id, clinic]]), issuer: 'http://balie.localhost:4400', deskOrigin: 'http://desk.localhost:4400', distFolder: dist, registration: { register: refuse, confirm: refuse, eidNumber: refuse, forgot: refuse, reset: refuse, verifyContact: refuse }, log: () => undefined });
const html = async (element: ElementName, locale: Locale) => (await (await pages.request(`/frame/${clinic.id}/${element}?lang=${locale}`, { headers: { 'accept-encoding': 'br' } })).arrayBuffer()).byteLength;

/** Files of a module and of all it imports; with `later`, also of what it imports when used and that passes. */
function files(key: string, later: (key: string) => boolean = () => false, found = new Set<string>()): Set<string> {
  const entry = manifest[key];
  if (!entry || found.has(entry.file)) return found;
  found.add(entry.file);
  for (const inner of [...(entry.imports ?? []), ...(entry.dynamicImports ?? []).filter(later)]) files(inner, later, found);
  return found;
}
const weigh = (found: Iterable<string>) => [...new Set(found)].reduce((sum, file) => sum + pressed(file), 0);

/** One language is loaded: the one that weighs most counts. Word lists and number tables wait for the field that needs them. */
const onDemand = ['packages/rules/src/strength.ts', 'packages/rules/src/phones.ts'];
/** Loaded when used, and by no element before: the calendar, one's own appointments, uploads, a thread, moving a text, and the rules of telephone numbers and passwords. */
const waits = [...onDemand, ...['book-appointment/calendar-part', 'book-appointment/own-part', 'econsult-form/files-part', 'econsult-form/thread-part', 'econsult-form/move-part'].map((part) => `packages/widgets/src/${part}.ts`)];
const most = async (bytes: (locale: Locale) => number | Promise<number>) => Math.max(...await Promise.all(locales.map(bytes)));
const text = (locale: Locale, group: string) => `packages/forms/src/texts/${locale}/${group}.ts`;
const entryKey = (element: ElementName) => `packages/widgets/src/frame/${element}.ts`;
const first = (element: ElementName, locale: Locale) => [...files(entryKey(element)), ...['load', 'base', ...textGroupsOf(element, clinic)].flatMap((group) => [...files(text(locale, group))])];
const client = (key: string) => key.startsWith('packages/portal-client/');
const logIn = files('packages/portal-client/src/index.ts', (key) => client(key) && !/care|account|passkey|phrase|page-work|page-answers|sealing|code-prompt|code-steps|log-in-steps|joining|eid|self/.test(key));
/** The front desk: log in, register, the code, and the three services, with the parts of the client that they use. */
const frontDesk: readonly ElementName[] = ['patient-login', 'register-form', 'session-code-prompt', 'prescription-request', 'book-appointment', 'econsult-form'];
const whole = (element: ElementName, locale: Locale, part: (key: string) => boolean) => [...first(element, locale), ...files('packages/portal-client/src/index.ts', part), ...files(entryKey(element), (key) => /registration|themes/.test(key))];
const frontClient = (key: string) => client(key) && !/account|passkey|phrase|joining|eid|self|log-in-steps|code-prompt/.test(key);

interface Row { what: string; bytes: number; budget: number | null }
const loader = pressed('balie.js');
const rows: Row[] = [
  { what: 'loader and shells, all tags', bytes: loader, budget: 3000 },
  ...await Promise.all(elements.map(async (element) => ({ what: `<${element}> to its first usable field (loader, page, modules, texts)`, bytes: await most(async (locale) => loader + await html(element, locale) + weigh(first(element, locale))), budget: element === 'patient-login' ? 25_000 : null }))),
  { what: '<patient-login> with what a log-in then loads', bytes: await most(async (locale) => loader + await html('patient-login', locale) + weigh([...first('patient-login', locale), ...logIn])), budget: 40_000 },
  { what: 'the six of the front desk together, with the client and the texts of one language', bytes: await most((locale) => loader + weigh(frontDesk.flatMap((element) => whole(element, locale, frontClient)))), budget: 100_000 },
  { what: `all ${elements.length} elements together, likewise`, bytes: await most((locale) => loader + weigh(elements.flatMap((element) => whole(element, locale, client)))), budget: null },
  { what: 'the page alone of <patient-login>: a field before any script', bytes: await most((locale) => html('patient-login', locale)), budget: null },
  ...onDemand.map((key) => ({ what: `${key.replace('packages/', '').replace('src/', '')}, when its field is used`, bytes: weigh(files(key)), budget: null })),
];

console.log(`${'brotli bytes'.padStart(12)} ${'budget'.padStart(8)}`);
for (const { what, bytes, budget } of rows) console.log(`${String(bytes).padStart(12)} ${(budget === null ? '' : String(budget)).padStart(8)}  ${budget !== null && bytes > budget ? 'OVER  ' : ''}${what}`);
const over = rows.filter(({ bytes, budget }) => budget !== null && bytes > budget);
if (over.length) console.error(`\nOver budget: ${over.map(({ what }) => what).join('; ')}`);
/** What is imported outright has no file of its own, or one that only names what is there already. */
const adds = (key: string, element: ElementName) => { const there = files(entryKey(element)); return weigh([...files(key)].filter((file) => !there.has(file))); };
const early = waits.filter((key) => elements.some((element) => adds(key, element) < 500));
if (early.length) console.error(`\nLoaded before it is needed: ${early.join('; ')}`);
process.exit(over.length || early.length ? 1 : 0);
