/** Where the server runs and what it stands on: read once from the environment, checked by a schema, said in words when wrong. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import * as z from 'zod/mini';
import { brokersFile, systemKeysFile, webOrigin, type Brokers, type SystemKeys } from '@balie/contracts';
import { gatewayNames, gateways } from './sms/gateways.ts';
import type { SmsSettings } from './sms/send.ts';

/** Messages hold codes: they leave this machine encrypted or not at all. */
function overTls(value: string): boolean {
  const { protocol, hostname } = URL.parse(value) ?? {};
  return protocol === 'https:' || (protocol === 'http:' && /^(127\.0\.0\.1|localhost|.+\.localhost)$/.test(hostname ?? ''));
}

const environment = z.object({
  BALIE_PORT: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(65535)), 4400),
  BALIE_HOST: z._default(z.string(), '127.0.0.1'),
  /** Origin of frames, hosted pages and APIs. */
  BALIE_ORIGIN: z._default(webOrigin, 'http://balie.localhost:4400'),
  /** Origin of the desk, another site than BALIE_ORIGIN. */
  BALIE_DESK_ORIGIN: z._default(webOrigin, 'http://desk.localhost:4400'),
  /** Folder for the embedded database and the secret. */
  BALIE_FOLDER: z._default(z.string(), '.balie'),
  /** Folder with one JSON file per clinic. */
  BALIE_CLINICS: z.optional(z.string()),
  /** File with the brokers of national eIDs, one a scheme. Without it `brokers.json` in BALIE_FOLDER, if there is one. */
  BALIE_BROKERS: z.optional(z.string()),
  /** File with our private keys to practices' own systems, by name. Without it `system-keys.json` in BALIE_FOLDER, if there is one. */
  BALIE_SYSTEM_KEYS: z.optional(z.string()),
  /** 32 bytes, base64url. Without it a file `secret` in BALIE_FOLDER is made and used. */
  BALIE_SECRET: z.optional(z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/, '32 bytes as base64url (43 characters)'))),
  /** A PostgreSQL 15–18 to use instead of the embedded one. */
  DATABASE_URL: z.optional(z.string().check(z.regex(/^postgres(ql)?:\/\//, 'a postgres:// address'))),
  BALIE_DATABASE_PORT: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(65535)), 4432),
  SMTP_URL: z._default(z.string().check(z.regex(/^smtps?:\/\//, 'an smtp:// or smtps:// address')), 'smtp://127.0.0.1:4425'),
  /** Carrier of text messages; its key or token; its address, where it is not the carrier's own. */
  SMS_GATEWAY: z.optional(z.enum(gatewayNames, `one of ${gatewayNames.join(', ')}`)),
  SMS_KEY: z.optional(z.string()),
  SMS_URL: z.optional(z.string().check(z.refine(overTls, 'an https:// address; http only for this machine'))),
  /** Addresses of reverse proxies whose X-Forwarded-For is believed, parted by commas. */
  BALIE_TRUSTED_PROXIES: z._default(z.string().check(z.refine((value) => value.split(',').every((address) => value === '' || isIP(address.trim()) !== 0), 'IP addresses parted by commas')), ''),
  BALIE_DIST: z._default(z.string(), join(import.meta.dirname, '../../../dist')),
});

export interface Settings {
  port: number; host: string; issuer: string; deskOrigin: string; folder: string; clinicsFolder: string; secret: Uint8Array;
  databaseUrl: string | null; databasePort: number; smtpUrl: string; /** Null: text messages wait. */ sms: SmsSettings | null; distFolder: string; trustedProxies: readonly string[]; brokers: Brokers; systemKeys: SystemKeys;
}

/** A mistake the operator can mend; `message` says which setting and what it takes, never its value. */
export class SettingsError extends Error {}

export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  const parsed = z.safeParse(environment, Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')));
  if (!parsed.success) throw new SettingsError(parsed.error.issues.map((issue) => `${String(issue.path[0])}: expected ${issue.message}`).join('\n'));
  const set = parsed.data;
  if (new URL(set.BALIE_ORIGIN).hostname === new URL(set.BALIE_DESK_ORIGIN).hostname) throw new SettingsError('BALIE_DESK_ORIGIN: the desk needs a host name of its own, other than that of BALIE_ORIGIN');
  const folder = resolve(set.BALIE_FOLDER);
  return {
    port: set.BALIE_PORT, host: set.BALIE_HOST, issuer: set.BALIE_ORIGIN, deskOrigin: set.BALIE_DESK_ORIGIN, folder,
    clinicsFolder: resolve(set.BALIE_CLINICS ?? join(folder, 'clinics')), secret: Buffer.from(set.BALIE_SECRET ?? keptSecret(folder), 'base64url'),
    databaseUrl: set.DATABASE_URL ?? null, databasePort: set.BALIE_DATABASE_PORT, smtpUrl: set.SMTP_URL, sms: smsOf(set), distFolder: resolve(set.BALIE_DIST),
    brokers: readSecrets('BALIE_BROKERS', brokersFile, set.BALIE_BROKERS, join(folder, 'brokers.json')),
    systemKeys: readSecrets('BALIE_SYSTEM_KEYS', systemKeysFile, set.BALIE_SYSTEM_KEYS, join(folder, 'system-keys.json')),
    trustedProxies: set.BALIE_TRUSTED_PROXIES.split(',').map((address) => address.trim()).filter(Boolean),
  };
}

function smsOf({ SMS_GATEWAY: gateway, SMS_KEY: key, SMS_URL }: z.output<typeof environment>): SmsSettings | null {
  if (!gateway) return null;
  if (!key) throw new SettingsError('SMS_KEY: a gateway needs its key or token');
  const url = SMS_URL ?? gateways[gateway].url;
  if (!url) throw new SettingsError(`SMS_URL: the gateway "${gateway}" needs the address that takes the messages`);
  return { gateway, key, url };
}

/** A file of the setting `name`, else the usual one, if it is there. Says which part is wrong and what it takes; never a value, for private keys are among them. */
function readSecrets<T extends z.ZodMiniType>(name: string, schema: T, asked: string | undefined, usual: string): z.output<T> | Record<string, never> {
  const wrong = (text: string) => new SettingsError(`${name}: ${text}`);
  const file = asked ?? usual;
  if (asked === undefined && !existsSync(file)) return {};
  let content: unknown;
  try { content = JSON.parse(readFileSync(file, 'utf8')); } catch (thrown) { throw wrong(thrown instanceof SyntaxError ? 'the file is not JSON' : 'the file cannot be read'); }
  const parsed = z.safeParse(schema, content);
  if (!parsed.success) throw wrong(parsed.error.issues.map((issue) => `${issue.path.join('.') || 'the file'}: expected ${issue.code === 'unrecognized_keys' ? 'no other keys than those of docs/operating.md' : issue.message}`).join(`\n${name}: `));
  return parsed.data;
}

function keptSecret(folder: string): string {
  const file = join(folder, 'secret');
  mkdirSync(folder, { recursive: true });
  // `wx`: of two that start at once one makes it, the other reads it.
  if (!existsSync(file)) try { writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' }); } catch (thrown) { if ((thrown as NodeJS.ErrnoException).code !== 'EEXIST') throw thrown; }
  return readFileSync(file, 'utf8').trim();
}
