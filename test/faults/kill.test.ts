/** `kill -9` during submissions: after the restart every acknowledged one is there, none twice, nothing half-done. */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { eq, schema, verifyAudit } from '@balie/database';
import { createHouse, type House } from './house.ts';
import { post, settlePatient, type Page, type Patient } from './patient.ts';

interface Sending { page: Page; path: string; body: Record<string, unknown>; key: string; /** Answer of the first acknowledgement. */ answer: Record<string, unknown> | null }
interface Tally { acknowledged: number; interrupted: number }

let house: House;
afterEach(() => house.remove());

/** Tries until it is acknowledged, as the elements do: same key, same body. Anything but success, no answer or "try later" is a failure of the test. */
async function insist(tally: Tally, send: () => Promise<{ status: number; body: Record<string, unknown> }>): Promise<Record<string, unknown>> {
  for (const end = Date.now() + 120_000; Date.now() < end; await pause(50)) {
    const answer = await send().catch(() => null);
    if (answer?.status === 200) return answer.body;
    expect([null, 503]).toContain(answer?.status ?? null);
    tally.interrupted += 1;
  }
  throw new Error('not acknowledged within two minutes');
}

function sendings({ pages, medicines }: Patient, questions: number): Sending[] {
  const of = (page: Page, path: string, body: Record<string, unknown>): Sending => ({ page, path, body, key: randomUUID(), answer: null });
  return [
    ...Array.from({ length: questions }, (_, index) => of(pages.econsults, '/care/econsults', { urgent: false, subject: `Vraag ${index}`, question: 'Wat nu?' })),
    ...medicines.map((medicationId) => of(pages.prescriptions, '/care/prescription-requests', { lines: [{ medicationId }], remark: 'graag' })),
  ];
}

async function run(kill: (house: House) => Promise<void>): Promise<void> {
  house = await createHouse();
  // No more of a kind than one account may send in an hour.
  const counts = { questions: 20, medicines: 20, slots: 12 };
  const patient = await house.inside((inside) => settlePatient(inside, counts));
  patient.talkTo(house.send);
  await house.start();

  const tally: Tally = { acknowledged: 0, interrupted: 0 };
  const all = sendings(patient, counts.questions);
  const acknowledge = async (sending: Sending) => {
    sending.answer = await insist(tally, () => post(sending.page, sending.path, sending.body, sending.key));
    tally.acknowledged += 1;
  };
  const waiting = [...all];
  const sender = async () => { for (let next = waiting.shift(); next; next = waiting.shift()) await acknowledge(next); };
  // One page holds one time: bookings come one after another.
  const booker = async () => {
    for (const slot of patient.slots) {
      const held = await insist(tally, () => post(patient.pages.appointments, '/care/holds', { slot, type: 'spreekuur' }));
      const booking: Sending = { page: patient.pages.appointments, path: '/care/appointments', body: { hold: held['id'] }, key: randomUUID(), answer: null };
      all.push(booking);
      await acknowledge(booking);
    }
  };
  const killer = async () => {
    for (const at of [10, 30]) {
      while (tally.acknowledged < at) await pause(5);
      await kill(house);
    }
  };
  await Promise.all([killer(), booker(), ...Array.from({ length: 6 }, sender)]);
  expect(tally.interrupted).toBeGreaterThan(0); // or nothing was in flight when it was killed

  // Whoever sends again, because the answer got lost on the way, gets the same receipt.
  for (const sending of all) expect(await post(sending.page, sending.path, sending.body, sending.key)).toEqual({ status: 200, body: sending.answer });
  await house.stop('SIGTERM');

  await house.inside(async ({ db }) => {
    const mine = { econsults: eq(schema.econsults.patient, patient.id), requests: eq(schema.prescriptionRequests.patient, patient.id), appointments: eq(schema.appointments.patient, patient.id) };
    const rows = [...await db.select({ id: schema.econsults.id, number: schema.econsults.number }).from(schema.econsults).where(mine.econsults), ...await db.select({ id: schema.prescriptionRequests.id, number: schema.prescriptionRequests.number }).from(schema.prescriptionRequests).where(mine.requests), ...await db.select({ id: schema.appointments.id, number: schema.appointments.number }).from(schema.appointments).where(mine.appointments)];
    const receipts = (list: { id: unknown; number: unknown }[]) => list.map(({ id, number }) => `${String(id)} ${String(number)}`).sort();
    expect(receipts(rows)).toEqual(receipts(all.map(({ answer }) => ({ id: answer?.['id'], number: answer?.['number'] }))));
    expect(rows).toHaveLength(counts.questions + counts.medicines + counts.slots);
    // Whole, too: each question with its message, each request with its line, each slot booked once, and each with one entry in an unbroken audit.
    expect((await db.select().from(schema.econsultMessages)).length).toBe(counts.questions);
    expect((await db.select().from(schema.prescriptionLines)).length).toBe(counts.medicines);
    expect(new Set((await db.select().from(schema.appointments)).map((row) => row.slot)).size).toBe(counts.slots);
    const entries = (await db.select().from(schema.audit)).filter((row) => /^(econsult\.send|prescription-request\.send|appointment\.book)$/.test(row.action) && row.outcome === 'done');
    expect(entries.map((row) => row.object).sort()).toEqual(rows.map((row) => row.id).sort());
    expect(await verifyAudit(db)).toMatchObject({ ok: true });
  });
}

describe('kill -9 during submissions', () => {
  it('of the server: started again, it has every acknowledged one, once', () => run(async (one) => { await one.stop('SIGKILL'); await one.start(); }), 400_000);
  it('of the embedded database: the server brings it back by itself', () => run(async (one) => { one.killDatabase(); await pause(50); await one.healthy(); }), 400_000);
  it('of both at once, as when the power fails', () => run(async (one) => { one.killDatabase(); await one.stop('SIGKILL'); await one.start(); }), 400_000);
});
