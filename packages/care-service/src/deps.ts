/** What the care service stands on. Clock, keys, database and the other service are handed in. */
import type { Accounts, ClinicConfig, Clock, Guard, Guardians, Log, Members, SystemKeys } from '@balie/contracts';
import type { Database, Keyring, Transaction } from '@balie/database';

export interface CareBase { db: Database; keyring: Keyring; clock: Clock; clinics: ReadonlyMap<string, ClinicConfig>; log: Log }
export interface CareDeps extends CareBase {
  guard: Guard;
  accounts: Accounts<Transaction>;
  members: Members<Transaction>;
  guardians: Guardians<Transaction>;
  /** The only Origin that may call /care; the desk's is the only one for /staff. */
  issuer: string;
  deskOrigin: string;
  /** Our private keys to practices' own systems, by name. */
  systemKeys: SystemKeys;
}
