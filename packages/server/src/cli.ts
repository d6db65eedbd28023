#!/usr/bin/env -S node --max-semi-space-size=2 --optimize-for-size
/** The `balie` command. Every mistake is answered with one line that says what to do; exit code 2 for a wrong call, 1 for a failed one. */
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { greetSystem, importFhir } from '@balie/care-service';
import { FolderInUse, verifyAudit } from '@balie/database';
import { emailAddress, locales, presetNames, PublicError, staffRoles, type ClinicConfig, type StaffRole } from '@balie/contracts';
import { checkClinic, ClinicsError } from './clinics.ts';
import { compose } from './compose.ts';
import { createLog } from './log.ts';
import { clinicOfPreset, previewText } from './preview.ts';
import { readSettings, SettingsError } from './settings.ts';

const usage = `balie serve                                       run the service
balie migrate                                     bring the database up to date
balie clinic check <file …>                       say what is wrong with a clinic's configuration, and whether its own system answers
balie clinic preview <file or preset>             say what it will ask of whom
balie clinic add <file>                           check it and put it among the clinics
balie staff invite <clinic> <e-mail> --name "…" [--roles ${staffRoles.join(',')}] [--locale ${locales.join('|')}]
balie staff remove <clinic> <e-mail>              out at once; may be invited again
balie audit verify                                walk the audit's chain
balie import fhir <clinic> <file or folder>       load FHIR R4 JSON, NDJSON or bundles
Settings come from the environment: see docs/operating.md`;

class CallError extends Error {}
const need = (value: string | undefined, what: string): string => { if (value === undefined) throw new CallError(`missing: ${what}`); return value; };

async function main(argv: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: argv, allowPositionals: true, strict: true, options: { name: { type: 'string' }, roles: { type: 'string' }, locale: { type: 'string' }, help: { type: 'boolean', short: 'h' } } });
  const [command, ...rest] = positionals;
  if (values.help || !command) { console.log(usage); return command || values.help ? 0 : 2; }
  if (command === 'clinic' && rest[0] === 'check') return clinicCheck(rest.slice(1));
  if (command === 'clinic' && rest[0] === 'preview') return clinicPreview(need(rest[1], `a file, or one of ${presetNames.join(', ')}`));
  const settings = readSettings(process.env);
  if (command === 'clinic' && rest[0] === 'add') return clinicAdd(need(rest[1], 'the clinic\'s file'), settings.clinicsFolder);
  if (command === 'serve') return serve();
  const quiet = createLog({ write: (line) => { if (/"level":[56]0/.test(line)) process.stderr.write(line); } });
  const house = await compose(settings, quiet, { beside: true });
  try {
    if (command === 'migrate') console.log('The database is up to date.');
    else if (command === 'audit' && rest[0] === 'verify') {
      const verdict = await verifyAudit(house.db);
      if (!verdict.ok) { console.error(`The chain breaks at row ${verdict.sequence}: it, or the row before it, was changed or taken out.`); return 1; }
      console.log(`${verdict.rows} rows hold. Head: ${verdict.head}`);
    } else if (command === 'staff' && rest[0] === 'remove') {
      const clinic = clinicOf(house.clinics, rest[1]);
      try { await house.tokens.removeStaff({ clinic: clinic.id, email: addressOf(rest[2]) }); } catch (thrown) {
        if (!(thrown instanceof PublicError) || thrown.code !== 'not_found') throw thrown;
        console.error('Nobody of that clinic has this address.');
        return 1;
      }
      console.log('Removed. Sessions at the desk have ended.');
    } else if (command === 'staff' && rest[0] === 'invite') {
      const clinic = clinicOf(house.clinics, rest[1]);
      const email = addressOf(rest[2]);
      const roles = (values.roles ?? 'assistant').split(',');
      const wrong = roles.filter((role) => !(staffRoles as readonly string[]).includes(role));
      if (wrong.length) throw new CallError(`--roles takes ${staffRoles.join(', ')}`);
      const locale = locales.find((name) => name === (values.locale ?? clinic.locales[0]));
      if (!locale) throw new CallError(`--locale takes ${locales.join(', ')}`);
      await house.tokens.inviteStaff({ clinic: clinic.id, email, name: need(values.name, '--name'), roles: roles as StaffRole[], locale });
      console.log('Invited. The mail goes out while the service runs; the link is valid for seven days.');
    } else if (command === 'import' && rest[0] === 'fhir') {
      const report = await importFhir(house, clinicOf(house.clinics, rest[1]).id, readInput(need(rest[2], 'a file or folder')));
      console.log(Object.entries(report.loaded).map(([type, count]) => `${String(count).padStart(6)} ${type}`).join('\n') || 'Nothing was loaded.');
      for (const entry of report.notVerified) console.log(`not verified  ${entry.file}  ${entry.resource}  ${entry.reason}`);
      for (const entry of report.refused) console.log(`not loaded    ${entry.file}  ${entry.resource}  ${entry.reason}`);
    } else throw new CallError(`unknown command: ${[command, rest[0]].filter(Boolean).join(' ')}`);
    return 0;
  } finally { await house.stop(); }
}

function clinicOf(clinics: ReadonlyMap<string, ClinicConfig>, id: string | undefined): ClinicConfig {
  const clinic = clinics.get(need(id, 'the clinic\'s id'));
  if (!clinic) throw new CallError(`unknown clinic; known: ${[...clinics.keys()].join(', ') || 'none'}`);
  return clinic;
}

function addressOf(typed: string | undefined): string {
  const email = need(typed, 'the e-mail address');
  if (!emailAddress.safeParse(email).success) throw new CallError('that is not an e-mail address');
  return email;
}

async function clinicCheck(files: string[]): Promise<number> {
  if (!files.length) throw new CallError('missing: a file');
  let wrong = 0;
  for (const file of files) {
    const check = checkClinic(file);
    const trouble = check.ok ? await greet(check.clinic) : null;
    if (check.ok) { console.log(`${basename(file)}: ${trouble ? `the settings are right, but the practice's own system does not answer as it should (${trouble}): see docs/operating.md` : 'right'}`); if (trouble) wrong += 1; }
    else { wrong += 1; for (const problem of check.problems) console.log(problem); }
  }
  return wrong ? 1 : 0;
}

/** Settings are read only where there is a system to greet: a file can be checked anywhere. */
const greet = (clinic: ClinicConfig): Promise<string | null> => (clinic.system.kind === 'own' ? Promise.resolve(null) : greetSystem(clinic, { ...readSettings(process.env), clock: () => new Date() }));

/** A preset by its name, else a file. Nothing is started, nothing is asked of the database. */
function clinicPreview(what: string): number {
  const preset = presetNames.find((name) => name === what);
  if (!preset && !existsSync(what)) { console.error(`${what}: no such file, and none of the presets ${presetNames.join(', ')}`); return 1; }
  const check = preset ? { ok: true as const, clinic: clinicOfPreset(preset) } : checkClinic(what);
  if (!check.ok) { for (const problem of check.problems) console.error(problem); return 1; }
  console.log(`${preset ? `Preset ${preset}` : check.clinic.name}\n\n${previewText(check.clinic)}`);
  return 0;
}

function clinicAdd(file: string, folder: string): number {
  const check = checkClinic(file);
  if (!check.ok) { for (const problem of check.problems) console.error(problem); return 1; }
  mkdirSync(folder, { recursive: true });
  copyFileSync(file, join(folder, `${check.clinic.id}.json`));
  console.log(`Added ${check.clinic.id}. Restart the service to serve it.`);
  return 0;
}

function readInput(path: string): { name: string; content: string }[] {
  try {
    if (!statSync(path).isDirectory()) return [{ name: basename(path), content: readFileSync(path, 'utf8') }];
    return readdirSync(path).filter((name) => /\.(json|ndjson)$/.test(name)).sort().map((name) => ({ name, content: readFileSync(join(path, name), 'utf8') }));
  } catch { throw new CallError('that file or folder cannot be read'); }
}

async function serve(): Promise<number> {
  const log = createLog();
  const house = await compose(readSettings(process.env), log);
  await house.listen();
  const signal = await new Promise<string>((stop) => { for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, () => stop(name)); });
  log({ event: 'stopping', code: signal });
  await house.stop();
  return 0;
}

main(process.argv.slice(2)).then((code) => process.exit(code), (thrown: unknown) => {
  const call = thrown instanceof CallError || (thrown instanceof TypeError && 'code' in thrown && String(thrown.code).startsWith('ERR_PARSE_ARGS'));
  if (call) console.error(`balie: ${thrown.message}\n\n${usage}`);
  else if (thrown instanceof SettingsError || thrown instanceof ClinicsError || thrown instanceof FolderInUse) console.error(thrown.message);
  else console.error(`balie: failed (${thrown instanceof Error ? thrown.name : typeof thrown}${thrown instanceof Error && 'code' in thrown ? ` ${String(thrown.code)}` : ''})`);
  process.exit(call ? 2 : 1);
});
