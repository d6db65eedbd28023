/** What every function of this package stands on: handed in once, never reached for. */
import type { Brokers, ClinicConfig, Clock, Linking, Log, Work } from '@balie/contracts';
import type { Database, Keyring, Transaction } from '@balie/database';
import type { Hasher } from './passwords.ts';

/** Random bytes; tests may hand in known ones. */
export type Random = (size: number) => Uint8Array;

export interface TokenServiceDeps {
  db: Database;
  keyring: Keyring;
  clock: Clock;
  /** Origin of frames, hosted pages and both services. */
  issuer: string;
  /** Origin of the practice's desk. */
  deskOrigin: string;
  clinics: ReadonlyMap<string, ClinicConfig>;
  linking: Linking<Transaction>;
  work: Work<Transaction>;
  /** Brokers of national eIDs; a clinic with an eID of another scheme says that it is not to be had now. */
  brokers?: Brokers;
  log: Log;
  random?: Random;
  hasher?: Hasher;
  /** Address of the caller; `env` is what the HTTP server hands to the app. Default: the socket's. */
  addressOf?: (request: Request, env: unknown) => string;
}

export type Context = Required<TokenServiceDeps>;
