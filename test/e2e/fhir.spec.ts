/**
 * The services of a practice that keeps its records in a FHIR R4 system, walked in the browser as a patient: the steps of the other walks, and after each what really stands in that
 * system, where the practice decides and answers. At the end the system is killed, and what the patient sends meanwhile arrives once.
 */
import { ownDemo } from './own-demo.ts';
import { expect, test } from '@playwright/test';
import { demoPatients } from '../../demo-site/people.ts';
import { practiceAt, startPracticeSystem, type Resource } from '../../demo-site/system/start.ts';
import { ask, book, cancel, inTwoWeeks, medicineIn, move, readAnswer, renew } from './care.ts';
import { startDemo } from './start-demo.ts';
import { digid, eik, ports, scope } from './support.ts';
import { standsThere } from './there.ts';

test.use({ actionTimeout: 20_000 });
const fhir = { ...ownDemo, DEMO_FHIR: 'de-eik' };
Object.assign(process.env, fhir);
const system = practiceAt(ports.system, 'de-eik');
const ends: (() => Promise<void>)[] = [];
test.beforeAll(async () => { test.setTimeout(150_000); ends.push(await startDemo(fhir)); });
test.afterAll(async () => { for (const end of ends) await end(); });

const pieter = demoPatients.find(({ name }) => name.startsWith('Pieter'))!;
const arrived = (type: 'Task' | 'Appointment' | 'Communication', ...states: string[]) => standsThere('de-eik', pieter.bsn, type, states);
/** The times that are taken for us, once these are all; the first one's id. */
async function taken(count: number): Promise<string | undefined> {
  let found: Resource[] = [];
  await expect.poll(async () => (found = (await system.search('Slot?_count=1000')).filter(({ identifier }) => JSON.stringify(identifier ?? []).includes('/id/'))).map(({ status }) => status), { timeout: 20_000, message: 'Slot' }).toEqual(Array(count).fill('busy'));
  return found[0]?.id;
}

test('the services of a practice with a FHIR system of its own: renew, ask, book, move, cancel, read; and while that system is down', async ({ page }) => {
  test.setTimeout(180_000);
  const [question, answer] = ['Mag ik met een verkoudheid sporten?', 'Ja, als u geen koorts heeft.'];
  const into = async (element: 'prescription-request' | 'econsult-form' | 'book-appointment' | 'medical-record', address: string) => {
    await page.goto(address);
    const at = scope(page, element);
    await at.getByRole('button', { name: /^Open / }).click();
    return at;
  };

  await test.step('S1-15 by DigiD: the record is found by its number among what the system has', async () => {
    await page.goto(eik.register);
    const form = scope(page, 'register-form');
    await form.getByRole('button', { name: 'Account aanmaken met DigiD' }).click();
    await digid(page, pieter.bsn);
    await expect(form.getByText('Uw account is gekoppeld. U kunt de diensten gebruiken.')).toBeVisible({ timeout: 30_000 });
  });

  await test.step('S1-02 S1-28 the own list comes from there; what is renewed is a Task on its prescription, and the practice accepts it there', async () => {
    const list = await into('prescription-request', eik.prescriptions);
    await renew(list, [{ name: 'Metoprolol retard tablet 50 mg' }]);
    const [task] = await arrived('Task', 'requested');
    expect(task).toMatchObject({ status: 'requested', for: { reference: 'Patient/f001' }, focus: { reference: 'MedicationRequest/f001-metoprolol' } });
    await system.load({ ...task!, status: 'accepted' });
  });

  await test.step('S1-06 a question is a Communication, and the practice answers it there', async () => {
    const consult = await into('econsult-form', eik.econsults);
    await ask(consult, 'Verkouden', question);
    const [sent] = await arrived('Communication', 'completed');
    expect(sent).toMatchObject({ sender: { reference: 'Patient/f001' }, payload: [{ contentString: question }] });
    await system.load({ resourceType: 'Communication', id: 'answer', status: 'completed', subject: { reference: 'Patient/f001' }, inResponseTo: [{ reference: `Communication/${sent!.id}` }], sender: { display: 'V. Voorbeeld, huisarts' }, payload: [{ contentString: answer }] });
  });

  await test.step('S1-05 booked, moved, cancelled: the Appointment there follows, and exactly its own time is taken', async () => {
    const booking = await into('book-appointment', eik.appointments);
    await book(booking, 'Huisarts (10 minuten)');
    await arrived('Appointment', 'booked');
    const first = await taken(1);
    await into('book-appointment', eik.appointments);
    await move(booking, { choose: inTwoWeeks });
    await expect.poll(() => taken(1), { timeout: 20_000 }).not.toBe(first);
    expect((await system.search(`Slot?_id=${first}`))[0]).toMatchObject({ status: 'free' });
    await into('book-appointment', eik.appointments);
    await cancel(booking);
    await arrived('Appointment', 'cancelled');
    await taken(0);
  });

  await test.step('N1 S1-07 how the renewal stands, and the answer, are read', async () => {
    await expect(async () => {
      const list = await into('prescription-request', eik.prescriptions);
      await expect(list.locator('.item').filter({ hasText: 'Metoprolol retard tablet 50 mg: Goedgekeurd' })).toBeVisible({ timeout: 4000 });
    }).toPass({ timeout: 40_000 });
    await readAnswer(await into('econsult-form', eik.econsults), 'Verkouden', answer);
  });

  await test.step('the system is killed: what is sent is kept, and the patient reads that, and of when the record is', async () => {
    process.kill((await system.control({})).pid, 'SIGKILL');
    const list = await into('prescription-request', eik.prescriptions);
    await renew(list, [{ name: 'Omeprazol capsule 20 mg' }]);
    await expect(async () => {
      await into('prescription-request', eik.prescriptions);
      await expect(list.locator('.item').filter({ hasText: 'Omeprazol capsule 20 mg' })).toBeVisible({ timeout: 10_000 });
      await expect(list.getByText('U kunt gewoon versturen: wij bewaren het en geven het door zodra het weer kan.')).toBeVisible({ timeout: 1000 });
    }).toPass({ timeout: 60_000 });
    const record = await into('medical-record', eik.record);
    await expect(record.getByText('Het systeem van uw praktijk is nu niet bereikbaar')).toBeVisible({ timeout: 30_000 });
    await expect(record.getByText(/Wat u hier ziet, is van \S+dag \d+ .* uur\./)).toBeVisible();
    await expect(record.locator('.entry').filter({ hasText: 'Hoge bloeddruk' })).toBeVisible();
    await expect(record.locator('.entry').filter({ hasText: 'Bloedonderzoek' })).toContainText('De suiker is iets te hoog');
    await expect(record.locator('.entry').filter({ hasText: 'Simvastatine tablet 40 mg' })).toBeVisible();
  });

  await test.step('the system comes back: it arrives, once, and all is in step again', async () => {
    ends.push((await startPracticeSystem({ folder: fhir.BALIE_FOLDER, port: ports.system })).stop);
    const tasks = await arrived('Task', 'accepted', 'requested');
    expect(tasks.map(({ focus }) => (focus as { reference: string }).reference).sort()).toEqual(['MedicationRequest/f001-metoprolol', 'MedicationRequest/f001-omeprazol']);
    await expect(async () => {
      const list = await into('prescription-request', eik.prescriptions);
      await expect(medicineIn(list, 'Omeprazol')).toBeVisible({ timeout: 10_000 });
      await expect(list.getByText('Het systeem van uw praktijk is nu niet bereikbaar')).toHaveCount(0, { timeout: 1000 });
    }).toPass({ timeout: 60_000 });
    await arrived('Task', 'accepted', 'requested');
  });
});
