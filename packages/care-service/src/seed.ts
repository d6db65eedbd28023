/** Questions of earlier days, for the demo, as `seedStaff` makes its staff. */
import { appendAudit, and, eq, schema } from '@balie/database';
import type { CareBase } from './deps.ts';
import { addMessage } from './econsults.ts';
import { econsultPromise } from './promise.ts';
import { withReceiptNumber } from './receipt.ts';
import { seal } from './seals.ts';

const { econsults, econsultMessages, patients } = schema;
/** `patient`: the id that the records were imported under. `messages`: oldest first; without an author it is the patient's. */
export interface EarlierQuestion { patient: string; subject: string; closed?: boolean; messages: readonly { at: Date; author?: string; read?: boolean; text: string }[] }

/** With the day of the answer that was promised then; nobody is told of any. At a practice that has questions nothing is added. @throws Error for an unknown clinic or patient */
export async function seedEconsults(base: CareBase, clinicId: string, questions: readonly EarlierQuestion[]): Promise<void> {
  const clinic = base.clinics.get(clinicId);
  if (!clinic) throw new Error('There is no such clinic.');
  await base.db.transaction(async (tx) => {
    if (await tx.$count(econsults, eq(econsults.clinic, clinic.id)) > 0) return;
    for (const { patient: sourceId, subject, closed, messages } of questions) {
      const [patient] = await tx.select({ id: patients.id }).from(patients).where(and(eq(patients.clinic, clinic.id), eq(patients.sourceId, sourceId)));
      if (!patient) throw new Error('There is no such patient.');
      const asked = messages[0]!.at, answered = messages.findLast(({ author }) => author)?.at ?? null;
      const row = await withReceiptNumber('econsults', async (number) => {
        const [made] = await tx.insert(econsults).values({
          number, clinic: clinic.id, patient: patient.id, account: patient.id, subjectSealed: seal(base.keyring, 'econsultSubject', subject), state: closed ? 'closed' : messages.at(-1)!.author ? 'answered' : 'sent',
          receivedAt: asked, waitingSince: messages.findLast(({ author }) => !author)!.at, promiseDate: (await econsultPromise(tx, clinic, asked))?.date ?? null, answeredAt: answered, messages: messages.length,
        }).onConflictDoNothing().returning();
        return made;
      });
      for (const [index, { at, author, read, text }] of messages.entries()) {
        const id = await addMessage(tx, base, { ...row, messages: index + 1 }, { from: author ? 'practice' : 'patient', staff: null, author: author ?? null, at, text });
        if (read) await tx.update(econsultMessages).set({ readAt: at }).where(eq(econsultMessages.id, id));
      }
    }
    await appendAudit(tx, { at: base.clock(), clinic: clinic.id, actorKind: 'operator', actor: null, action: 'econsult.seed', objectKind: null, object: null, patient: null, outcome: 'done' });
  });
}
