/** Authorization codes: 60 seconds, once, for one client, key, verifier and redirect_uri (T06). */
import { createHash } from 'node:crypto';
import type { Acr, Scope, TokenAnswer } from '@balie/contracts';
import { asksNumber, PublicError } from '@balie/contracts';
import { and, appendAudit, eq, gt, hashSecret, isNull, schema, type Transaction } from '@balie/database';
import type { Client } from './clients.ts';
import type { Context } from './context.ts';
import { noteDevice } from './devices.ts';
import { endFamily, familyById, mintFamily, tokenAnswerFor } from './families.ts';
import type { SigningKeys } from './keys.ts';
import { openedPage } from './pages.ts';
import { secretFrom } from './random.ts';

export const authorizationCodeLife = 60_000;
const { authorizationCodes, staffDevices } = schema;

export interface Grant { client: Client; jkt: string; codeChallenge: string; redirectUri: string; subject: string; scope: Scope; acr: Acr; authTime: Date; page: string | null; /** Milliseconds; 60 s unless told. */ life?: number }

export async function issueCode(tx: Transaction, ctx: Context, grant: Grant): Promise<string> {
  const code = secretFrom(ctx.random);
  await tx.insert(authorizationCodes).values({
    codeHash: hashSecret(code), clientId: grant.client.id, jkt: grant.jkt, codeChallenge: grant.codeChallenge, redirectUri: grant.redirectUri, subject: grant.subject, scope: grant.scope,
    acr: grant.acr, authTime: grant.authTime, page: grant.page, expiresAt: new Date(ctx.clock().getTime() + (grant.life ?? authorizationCodeLife)),
  });
  return code;
}

/**
 * Of N callers with one code, one gets tokens. A second use with the same client, key and verifier ends what the first one minted; with anything
 * else wrong nothing changes, so that a host script cannot log a patient out. @throws PublicError invalid_grant
 */
export async function redeemCode(ctx: Context, keys: SigningKeys, wish: { client: Client; jkt: string; code: string; verifier: string; redirectUri: string; device: string | null }): Promise<TokenAnswer> {
  const now = ctx.clock();
  const theirs = and(
    eq(authorizationCodes.codeHash, hashSecret(wish.code)), eq(authorizationCodes.clientId, wish.client.id), eq(authorizationCodes.jkt, wish.jkt), eq(authorizationCodes.redirectUri, wish.redirectUri),
    eq(authorizationCodes.codeChallenge, createHash('sha256').update(wish.verifier).digest('base64url')),
  );
  const minted = await ctx.db.transaction(async (tx) => {
    const [code] = await tx.update(authorizationCodes).set({ usedAt: now }).where(and(theirs, isNull(authorizationCodes.usedAt), gt(authorizationCodes.expiresAt, now))).returning();
    if (!code) {
      const [used] = await tx.select().from(authorizationCodes).where(theirs);
      const family = used?.family ? await familyById(tx, used.family) : null;
      if (family && !family.revokedAt) {
        await endFamily(tx, family, now);
        await appendAudit(tx, { at: now, clinic: family.clinic, actorKind: actorKind(wish.client), actor: family.subject, action: 'code-replay', objectKind: 'family', object: family.id, patient: null, outcome: 'revoked' });
      }
      return null;
    }
    const page = code.page ? await openedPage(tx, code.page, now) : null;
    if (code.page && !page) return null;
    const clinic = wish.client.clinic?.id ?? await clinicOfStaff(tx, code.subject);
    const made = await mintFamily(tx, ctx, {
      subject: code.subject, client: wish.client, clinic, jkt: code.jkt, scope: code.scope, acr: code.acr as Acr, authTime: code.authTime, page: code.page, ...(page ? { endsAt: page.endsAt, actsFor: page.actsFor } : {}),
    });
    await tx.update(authorizationCodes).set({ family: made.family.id }).where(eq(authorizationCodes.codeHash, code.codeHash));
    if (!code.page) await beginSession(tx, ctx, wish.client, { account: code.subject, jkt: code.jkt, label: wish.device }, now);
    await appendAudit(tx, { at: now, clinic, actorKind: actorKind(wish.client), actor: code.subject, action: code.page ? 'service-token' : 'log-in', objectKind: 'family', object: made.family.id, patient: null, outcome: 'done' });
    return made;
  });
  if (!minted) throw new PublicError('invalid_grant');
  return tokenAnswerFor(ctx, keys, wish.client, minted.family, minted.refreshToken);
}

/** What every log-in does: the device becomes known (T15), and a patient's account that is new to this clinic asks to be linked; where one log-in serves many clinics, only on the patient's word (S4-21). `account`: at the desk a member of staff. */
export async function beginSession(tx: Transaction, ctx: Context, client: Client, of: { account: string; jkt: string; label: string | null }, now: Date): Promise<void> {
  if (!client.clinic) { await tx.insert(staffDevices).values({ staff: of.account, jkt: of.jkt, firstSeen: now }).onConflictDoNothing(); return; }
  await noteDevice(tx, ctx, { ...of, clinic: client.clinic.id }, now);
  if (!asksNumber(client.clinic)) await ctx.linking.request(tx, of.account, client.clinic.id);
}

const actorKind = (client: Client) => (client.kind === 'desk' ? 'staff' : 'account');

export async function clinicOfStaff(tx: Transaction, id: string): Promise<string> {
  const [member] = await tx.select({ clinic: schema.staff.clinic }).from(schema.staff).where(eq(schema.staff.id, id));
  if (!member) throw new PublicError('invalid_grant');
  return member.clinic;
}
