/** A request taken away from the desk as FHIR (N14), wherever the practice keeps its records; a system that reads FHIR takes it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleAnswer, econsultsAnswer } from '@balie/contracts';
import { schema, sql } from '@balie/database';
import { plainPdf } from '../../packages/care-service/src/files/hostile.ts';
import { importFhir } from '../../packages/care-service/src/import/import.ts';
import { startPracticeSystem, type Resource } from '../../demo-site/system/start.ts';
import { ids, openPractice, type Connector, type Practice } from './practice.ts';

describe.each<Connector>(['own', 'fhir'])('what is taken away on the connector %s', (connector) => {
  let practice: Practice;
  const request: Record<'prescriptions' | 'appointments' | 'econsults', string> = { prescriptions: '', appointments: '', econsults: '' };
  beforeAll(async () => {
    practice = await openPractice(connector, { examples: false });
    await practice.order((await practice.medication()).items.find(({ name }) => name.startsWith('Metoprolol'))!.id);
    request.prescriptions = (await practice.medication()).requests[0]!.id;
    request.appointments = String((await practice.book('T-1')).body['id']);
    await practice.ask('Kunt u hiernaar kijken?', plainPdf);
    request.econsults = econsultsAnswer.parse((await practice.world.get('/care/econsults', practice.page('econsults'))).body).items[0]!.id;
    await practice.settle();
    await practice.answer('Ja, kom langs.');
    await practice.settle();
  });
  afterAll(() => practice.close());
  const take = async (of: keyof typeof request, as = practice.gp, id = request[of]) => practice.world.get(`/staff/${of}/${id}/bundle`, as);
  const resources = async (of: keyof typeof request) => (bundleAnswer.parse((await take(of)).body).bundle['entry'] as { fullUrl: string; resource: Resource }[]).map(({ resource }) => resource);

  it('N14 holds the request as the practice\'s own system would get it, and whom it is about without their number', async () => {
    const patient = { resourceType: 'Patient', id: 'P-1', name: [{ family: 'Proef', given: ['Testje'] }], birthDate: '1980-05-17', gender: 'female' };
    expect(await resources('prescriptions')).toEqual([patient, expect.objectContaining({ resourceType: 'Task', status: 'requested', description: 'Metoprolol 50 mg', for: { reference: 'Patient/P-1' }, focus: { reference: 'MedicationRequest/M-1' }, note: [{ text: 'Graag voor het weekend' }] })]);
    expect(await resources('appointments')).toEqual([patient, expect.objectContaining({ resourceType: 'Appointment', id: request.appointments, status: 'booked', slot: [{ reference: 'Slot/T-1' }], comment: 'Hoest' })]);
    const [about, file, question, answer, ...more] = await resources('econsults');
    expect([about, more]).toEqual([patient, []]);
    expect(file).toMatchObject({ resourceType: 'DocumentReference', content: [{ attachment: { contentType: 'application/pdf', data: plainPdf.toString('base64') } }] });
    expect(question).toMatchObject({ resourceType: 'Communication', payload: [{ contentString: 'Kunt u hiernaar kijken?' }, { contentReference: { identifier: { system: ids('file'), value: file!.id } } }] });
    expect(answer).toMatchObject({ payload: [{ contentString: 'Ja, kom langs.' }], inResponseTo: [{ identifier: { value: question!.id } }] });
    for (const of of ['prescriptions', 'appointments', 'econsults'] as const) expect(JSON.stringify((await take(of)).body)).not.toContain('249566758');
  });

  it('another system that reads FHIR keeps it as it is', async () => {
    const other = await startPracticeSystem();
    try {
      const taken = await resources('econsults');
      await other.load(...taken);
      for (const { meta: _meta, ...kept } of await other.search('Communication')) expect(taken).toContainEqual(kept);
      expect(await other.search('Communication')).toHaveLength(2);
    } finally { await other.stop(); }
  });

  it('T42 only who does that work may, of their own practice; each time is audited with the patient, and no page shows the file', async () => {
    const { world } = practice;
    for (const of of ['prescriptions', 'appointments', 'econsults'] as const) {
      expect((await take(of, world.staff(['admin']))).body, of).toMatchObject({ error: 'access_denied' });
      expect((await take(of, world.staff(['gp'], 'zeezicht'))).body, of).toMatchObject({ error: 'not_found' });
      expect((await take(of, practice.page('record'))).status, of).toBe(401);
      const { status, headers } = await take(of, world.staff(['assistant']));
      expect([status, headers.get('content-disposition')]).toEqual([200, 'attachment']);
      expect((await world.audit()).at(-1)).toMatchObject({ action: `${{ prescriptions: 'prescription-request', appointments: 'appointment', econsults: 'econsult' }[of]}.take`, actorKind: 'staff', object: request[of], outcome: 'done', patient: expect.any(String) as string });
    }
  });
});

it('N14 a question with more photos than one file should hold is not taken along whole', async () => {
  const practice = await openPractice('own', { examples: false });
  try {
    await practice.ask('Kunt u hiernaar kijken?', plainPdf);
    const [question] = await practice.world.db.select().from(schema.econsults);
    const take = () => practice.world.get(`/staff/econsults/${question!.id}/bundle`, practice.gp);
    expect((await take()).status).toBe(200);
    await practice.world.db.update(schema.econsultFiles).set({ size: 50_000_001 });
    expect((await take()).body).toMatchObject({ error: 'too_large' });
  } finally { await practice.close(); }
});

it('N14 T25 a record whose id was a citizen\'s number is named by ours; the number is nowhere in it', async () => {
  const practice = await openPractice('own', { examples: false });
  try {
    const { world } = practice;
    await importFhir(world, 'de-linde', [{ name: 'a.json', content: JSON.stringify({ resourceType: 'Patient', id: '249566758', name: [{ family: 'Nummer', given: ['Testje'] }], birthDate: '1980-05-17' }) }]);
    const [patient] = await world.db.select().from(schema.patients).where(sql`${schema.patients.family} = 'Nummer'`);
    const account = world.account();
    const sent = await world.post('/care/econsults', world.page('econsults', { account, patient: patient!.id }), { urgent: false, subject: 'a', question: 'b' }, crypto.randomUUID());
    expect(sent.status).toBe(200);
    const [question] = await world.db.select().from(schema.econsults);
    const { status, body } = await world.get(`/staff/econsults/${question!.id}/bundle`, practice.gp);
    expect(status).toBe(200);
    expect(JSON.stringify(body)).not.toMatch(/249566758|hmac/);
    expect(JSON.stringify(body)).toContain(`Patient/${patient!.id}`);
  } finally { await practice.close(); }
});
