/**
 * Signing keys: next (published at least a day ahead) → active for 90 days → retiring (verifies, signs no more) → gone. A key is active from
 * `activeFrom` until its successor is; private halves are stored sealed.
 */
import { exportJWK, exportPKCS8, generateKeyPair, importJWK, importPKCS8, calculateJwkThumbprint, type CryptoKey, type JWK } from 'jose';
import { desc, eq, gt, schema, sql, type Queryable, type Transaction } from '@balie/database';
import type { Context } from './context.ts';

const hours = 3_600_000, days = 24 * hours;
export const keyLife = { active: 90 * days, aheadAtLeast: 1 * days, aheadFrom: 7 * days, retiring: 1 * days } as const;
/** How long a process trusts what it read; far less than a key is published ahead. */
const rereadAfter = 30_000;

const { signingKeys } = schema;
type Row = typeof signingKeys.$inferSelect;

export interface SigningKeys {
  signing(): Promise<{ kid: string; key: CryptoKey }>;
  /** Null for a key that is unknown or gone. */
  verifying(kid: string): Promise<CryptoKey | null>;
  /** Public keys: next, active and retiring. */
  jwks(): Promise<{ keys: JWK[] }>;
  /** Makes the next key in time and deletes what is gone. Safe to call from any number of processes. */
  rotate(): Promise<void>;
}

export function createSigningKeys(ctx: Pick<Context, 'db' | 'keyring' | 'clock'>): SigningKeys {
  let known: { rows: Row[]; at: number } | null = null;
  const privates = new Map<string, CryptoKey>();
  const publics = new Map<string, CryptoKey>();

  async function rows(): Promise<Row[]> {
    const now = ctx.clock().getTime();
    if (!known || Math.abs(now - known.at) > rereadAfter || !active(known.rows, now)) {
      known = { rows: await living(ctx.db, now), at: now };
      if (!active(known.rows, now)) { await rotate(); known = { rows: await living(ctx.db, now), at: now }; }
    }
    return known.rows.filter((row) => row.goneAt.getTime() > now);
  }

  async function rotate(): Promise<void> {
    const now = ctx.clock().getTime();
    await ctx.db.transaction(async (tx) => {
      await tx.execute(sql`select pg_advisory_xact_lock(4400020)`);
      const [newest] = await living(tx, now);
      if (!newest) await make(tx, now, now);
      else if (newest.retiresAt.getTime() - now <= keyLife.aheadFrom) {
        // A late successor still stands a day in the key set before it signs; until then its predecessor goes on.
        const from = Math.max(newest.retiresAt.getTime(), now + keyLife.aheadAtLeast);
        await tx.update(signingKeys).set({ retiresAt: new Date(from), goneAt: new Date(from + keyLife.retiring) }).where(eq(signingKeys.kid, newest.kid));
        await make(tx, now, from);
      }
      await tx.delete(signingKeys).where(sql`${signingKeys.goneAt} <= ${new Date(now).toISOString()}::timestamptz`);
    });
    known = null;
  }

  async function make(tx: Transaction, now: number, from: number): Promise<void> {
    const pair = await generateKeyPair('ES256', { extractable: true });
    const jwk = await exportJWK(pair.publicKey);
    const kid = (await calculateJwkThumbprint(jwk)).slice(0, 16);
    await tx.insert(signingKeys).values({
      kid, privateSealed: ctx.keyring.seal('signing-key', await exportPKCS8(pair.privateKey)), publicJwk: { ...jwk, kid, alg: 'ES256', use: 'sig' },
      createdAt: new Date(now), activeFrom: new Date(from), retiresAt: new Date(from + keyLife.active), goneAt: new Date(from + keyLife.active + keyLife.retiring),
    });
  }

  return {
    rotate,
    async signing() {
      const row = active(await rows(), ctx.clock().getTime());
      if (!row) throw new Error('There is no signing key.');
      let key = privates.get(row.kid);
      if (!key) { key = await importPKCS8(ctx.keyring.open('signing-key', row.privateSealed), 'ES256'); privates.set(row.kid, key); }
      return { kid: row.kid, key };
    },
    async verifying(kid) {
      const find = async () => (await rows()).find((row) => row.kid === kid);
      let row = await find();
      if (!row) { known = null; row = await find(); }
      if (!row) return null;
      const key = publics.get(kid) ?? await importJWK(row.publicJwk as JWK, 'ES256') as CryptoKey;
      publics.set(kid, key);
      return key;
    },
    async jwks() { return { keys: (await rows()).map((row) => row.publicJwk as JWK) }; },
  };
}

const living = (db: Queryable, now: number): Promise<Row[]> => db.select().from(signingKeys).where(gt(signingKeys.goneAt, new Date(now))).orderBy(desc(signingKeys.activeFrom));
/** Rows come newest first. */
const active = (rows: readonly Row[], now: number): Row | undefined => rows.find((row) => row.activeFrom.getTime() <= now && row.goneAt.getTime() > now);
