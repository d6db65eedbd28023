/** Recovery codes: ten at a time, each gets its owner in once without the second factor. Only keyed hashes are kept, so they are shown once. */
import { and, eq, isNull, schema, type Queryable } from '@balie/database';
import { readRecoveryCode, recoverySigns, showRecoveryCode } from '@balie/rules';
import type { Context, Random } from './context.ts';

const { recoveryCodes } = schema;
const howMany = 10;

/** Ten signs, each as likely as another: bytes that would favour the first ones are thrown away. 49 bits. */
function recoveryCode(random: Random): string {
  const fair = 256 - (256 % recoverySigns.length);
  let code = '';
  while (code.length < 10) for (const byte of random(16)) if (byte < fair && code.length < 10) code += recoverySigns[byte % recoverySigns.length];
  return code;
}

const hashOf = (ctx: Context, owner: string, code: string): string => ctx.keyring.hmac('recovery-code', owner, code);

export async function forgetRecoveryCodes(db: Queryable, owner: string): Promise<void> {
  await db.delete(recoveryCodes).where(eq(recoveryCodes.owner, owner));
}

/** Replaces whatever codes the owner had. As they are written down: `K7M4P-9QXRT`. */
export async function newRecoveryCodes(db: Queryable, ctx: Context, owner: string): Promise<string[]> {
  await forgetRecoveryCodes(db, owner);
  const codes = Array.from({ length: howMany }, () => recoveryCode(ctx.random));
  await db.insert(recoveryCodes).values(codes.map((code) => ({ owner, codeHash: hashOf(ctx, owner, code) })));
  return codes.map(showRecoveryCode);
}

/** True once a code: of N callers one gets in. The guess must have been counted before. */
export async function useRecoveryCode(db: Queryable, ctx: Context, owner: string, typed: string): Promise<boolean> {
  const code = readRecoveryCode(typed);
  if (code === null) return false;
  const used = await db.update(recoveryCodes).set({ usedAt: ctx.clock() }).where(and(eq(recoveryCodes.owner, owner), eq(recoveryCodes.codeHash, hashOf(ctx, owner, code)), isNull(recoveryCodes.usedAt))).returning({ owner: recoveryCodes.owner });
  return used.length === 1;
}

export const recoveryCodesLeft = (db: Queryable, owner: string): Promise<number> => db.$count(recoveryCodes, and(eq(recoveryCodes.owner, owner), isNull(recoveryCodes.usedAt)));
