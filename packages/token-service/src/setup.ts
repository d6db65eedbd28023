/** What an account still has to do at a clinic: agree to documents as they are now (S2-12), and set up a telephone number where one is asked for (S2-13). */
import type { SetupAnswer } from '@balie/contracts';
import { PublicError } from '@balie/contracts';
import { and, appendAudit, eq, schema } from '@balie/database';
import type { Context } from './context.ts';
import type { BaseAccess } from './guard.ts';
import { smsNumber } from './sms-number.ts';

const { consents } = schema;

export async function readSetup(ctx: Context, { client, subject }: BaseAccess): Promise<SetupAnswer> {
  const clinic = client.clinic;
  if (!clinic) throw new PublicError('access_denied');
  const given = await ctx.db.select({ document: consents.document, version: consents.version }).from(consents).where(and(eq(consents.account, subject), eq(consents.clinic, clinic.id)));
  const asked = clinic.registration.terms === 'none' ? [] : clinic.registration.documents;
  return {
    documents: asked.filter((one) => !given.some(({ document, version }) => document === one.id && version === one.version)),
    phone: await smsNumber(ctx.db, ctx, subject) !== null ? 'there' : clinic.registration.secondFactor === 'sms' ? 'asked' : clinic.sms ? 'offered' : 'none', help: clinic.help.email ?? null,
  };
}

/** Kept with version and time, once each. All that is asked, in the version that stands now, or nothing. @throws PublicError invalid_request, conflict when a document changed meanwhile */
export async function agree(ctx: Context, { client, subject }: BaseAccess, agreed: readonly { id: string; version: string }[]): Promise<void> {
  const clinic = client.clinic;
  if (!clinic) throw new PublicError('access_denied');
  const { documents } = clinic.registration;
  if (agreed.some((one) => !documents.some(({ id, version }) => id === one.id && version === one.version))) throw new PublicError('conflict');
  if (documents.some(({ id }) => !agreed.some((one) => one.id === id))) throw new PublicError('invalid_request', { fields: ['agreed'] });
  const now = ctx.clock();
  await ctx.db.transaction(async (tx) => {
    await tx.insert(consents).values(documents.map(({ id, version }) => ({ account: subject, clinic: clinic.id, document: id, version, at: now }))).onConflictDoNothing();
    await appendAudit(tx, { at: now, clinic: clinic.id, actorKind: 'account', actor: subject, action: 'consent', objectKind: 'account', object: subject, patient: null, outcome: 'done' });
  });
}
