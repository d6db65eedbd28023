/** The first log-in of an account that the practice made, confirmed by the eID of whom it is for (S4-36): a mailbox and a password alone are not yet that person. */
import { PublicError, type ClinicConfig } from '@balie/contracts';
import { and, appendAudit, eq, hashSecret, schema } from '@balie/database';
import { numberKinds, readPersonalNumber } from '@balie/rules';
import { accountById, claimIdentity, confirmIdentities, findAccount, numberIdentity, openContact, passwordWaits } from './accounts.ts';
import { demandAdmission } from './admission.ts';
import type { Context } from './context.ts';
import { waitingForms } from './eid/proofs.ts';
import { secretFrom } from './random.ts';

const { registrations } = schema;
/** Milliseconds within which the eID must follow the password. */
const waits = 3_600_000;

/**
 * After the right password. Notes under the device key what the eID has to prove, so that the trip needs nothing that a page could hold, and asks for it.
 * @throws PublicError eid_confirmation
 */
export async function demandConfirmed(ctx: Context, clinic: ClinicConfig, account: string, typed: { username: string; jkt: string }): Promise<void> {
  if (!await passwordWaits(ctx.db, account)) return;
  const number = clinic.logIn.userName === 'cpr' ? readPersonalNumber(clinic.country, typed.username) : null;
  const row = await accountById(ctx.db, account);
  if (row?.passwordHash && number?.ok && clinic.eid) {
    const now = ctx.clock();
    const numberHmac = numberIdentity(ctx, clinic.country, number.value.number).hmac;
    await ctx.db.transaction(async (tx) => {
      // One waits for a device, however often the password is typed there.
      await tx.delete(registrations).where(and(eq(registrations.kind, 'confirm'), eq(registrations.jkt, typed.jkt), eq(registrations.numberHmac, numberHmac)));
      await tx.insert(registrations).values({
        clinic: clinic.id, kind: 'confirm', secretHash: hashSecret(secretFrom(ctx.random)), emailHmac: row.emailHmac ?? '', personSealed: ctx.keyring.seal('registration', JSON.stringify({ account, proves: number.value.number } satisfies Waiting)),
        numberHmac, passwordHash: row.passwordHash!, jkt: typed.jkt, locale: row.locale, createdAt: now, expiresAt: new Date(now.getTime() + waits),
      });
      await appendAudit(tx, { at: now, clinic: clinic.id, actorKind: 'public', actor: null, action: 'log-in', objectKind: 'account', object: account, patient: null, outcome: 'waits-for-eid' });
    });
  }
  throw new PublicError('eid_confirmation');
}

interface Waiting { account: string; proves: string }

waitingForms.set('confirm', {
  purpose: 'confirm', numberOf: (person) => (typeof person['proves'] === 'string' ? person['proves'] : null),
  async proven(tx, ctx, row, { clinic, number, brokerSubject }, now) {
    const { account } = JSON.parse(ctx.keyring.open('registration', row.personSealed)) as Waiting;
    const [held, owner] = [await accountById(tx, account), await findAccount(tx, numberIdentity(ctx, clinic.country, number.number))];
    // Another's eID, or a password that was changed meanwhile: not who typed it.
    if (owner?.id !== account || held?.passwordHash !== row.passwordHash) throw new PublicError('identity_mismatch');
    await confirmIdentities(tx, account, numberKinds[clinic.country], true);
    if (brokerSubject && (await findAccount(tx, { kind: 'mitid', hmac: brokerSubject }))?.id !== account && !await claimIdentity(tx, account, { kind: 'mitid', hmac: brokerSubject }, 'eid', now)) throw new PublicError('identity_mismatch');
    await demandAdmission(ctx, clinic, account, tx);
    const { email, locale } = openContact(ctx, held);
    const { patient } = await ctx.linking.request(tx, account, clinic.id, { number: row.numberHmac!, mailTo: email ? { email, locale } : null });
    return { account, result: 'confirmed', patient };
  },
});
