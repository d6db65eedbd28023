/** What patients and the practice do with each other, the same on every connector: Balie's own tables, and a FHIR server in its own process with HL7's examples in it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agendaBooked, blockAnswer } from '@balie/contracts';
import { eq, schema } from '@balie/database';
import { plainJpeg, plainPdf } from '../../packages/care-service/src/files/hostile.ts';
import { open } from '../../packages/care-service/src/seals.ts';
import { ids, openPractice, type Connector, type Practice } from './practice.ts';

const connectors: readonly Connector[] = ['own', 'fhir'];

describe.each(connectors)('care on the connector %s', (connector) => {
  let practice: Practice;
  beforeAll(async () => { practice = await openPractice(connector); }, 60_000);
  afterAll(() => practice.close());
  /** What the practice's system has of a type, where it has one. */
  const there = (query: string) => practice.system?.search(query) ?? Promise.resolve(null);
  const named = async (name: string) => (await practice.medication()).items.find((item) => item.name === name)!;

  it('the list says what may be renewed and what not, and why (N2)', async () => {
    const { items, behind } = await practice.medication();
    expect(items.map(({ name, renewal }) => [name, renewal.state])).toEqual([['Metoprolol 50 mg', 'renewable'], ['Oxazepam 10 mg', 'not-renewable']]);
    expect(behind).toBeUndefined();
  });

  it('a renewal arrives once, is refused with a reason, asked again, and is approved and at the pharmacy', async () => {
    const { id } = await named('Metoprolol 50 mg');
    expect((await practice.order(id)).status).toBe(200);
    await practice.settle();
    expect((await there('Task?_count=50'))?.length ?? 1).toBe(1);
    if (practice.system) expect(await there('Task')).toEqual([expect.objectContaining({ status: 'requested', intent: 'order', focus: { reference: 'MedicationRequest/M-1' }, for: { reference: 'Patient/P-1' }, description: 'Metoprolol 50 mg', note: [{ text: 'Graag voor het weekend' }] })]);
    expect((await named('Metoprolol 50 mg')).renewal).toMatchObject({ state: 'not-renewable', reason: 'pending' });

    await practice.decide('refused', 'Eerst uw bloeddruk laten meten');
    await practice.settle();
    const [refused] = (await practice.medication()).requests;
    expect(refused!.lines[0]).toMatchObject({ state: 'refused', reason: 'Eerst uw bloeddruk laten meten' });

    await practice.pass(60);
    expect((await practice.order(id)).status).toBe(200);
    await practice.settle();
    for (const state of ['approved', 'at-pharmacy'] as const) {
      await practice.decide(state);
      await practice.settle();
      expect((await practice.medication()).requests[0]!.lines[0]!.state).toBe(state);
    }
    // Of the first at once; what follows within a quarter of an hour waits to be told together.
    expect((await practice.world.mails()).filter(({ template, to }) => template === 'answer-ready' && to.startsWith(practice.account)).length).toBe(1);
  });

  it('what the desk decides here reaches the practice', async () => {
    await practice.pass(60);
    const metoprolol = await named('Metoprolol 50 mg');
    // Approved a minute ago: on its way, until the desk says otherwise (N2).
    expect(metoprolol.renewal).toMatchObject({ state: 'not-renewable', reason: 'pending' });
    expect((await practice.order(metoprolol.id)).status).toBe(409);
    await practice.world.post(`/staff/medication/${metoprolol.id}/override`, practice.gp, { override: { state: 'renewable', until: null } });
    expect((await practice.order(metoprolol.id)).status).toBe(200);
    await practice.world.post(`/staff/medication/${metoprolol.id}/override`, practice.gp, { override: null });
    const [request] = (await practice.medication()).requests;
    await practice.world.post(`/staff/prescriptions/${request!.id}/decide`, practice.gp, { decisions: [{ line: request!.lines[0]!.id, state: 'refused', reason: 'Te vroeg' }] });
    await practice.settle();
    expect((await practice.medication()).requests[0]!.lines[0]!.state).toBe('refused');
    if (practice.system) expect(await there(`Task?identifier=${ids('prescription-line')}|${request!.lines[0]!.id}`)).toEqual([expect.objectContaining({ status: 'rejected', statusReason: { text: 'Te vroeg' } })]);
  });

  it('an appointment is booked, moved and cancelled, and its time is free again', async () => {
    const booked = await practice.book('T-1');
    expect(booked.status).toBe(200);
    await practice.settle();
    const [mine] = (await practice.appointments()).upcoming;
    expect(mine).toMatchObject({ state: 'booked', reason: 'Hoest', practitioner: { role: 'gp' } });
    expect(mine!.onItsWay).toBeUndefined();
    const mailsOf = async () => (await practice.world.mails()).filter(({ template }) => template.startsWith('appointment-')).map(({ template }) => template);
    expect(await mailsOf()).toEqual(['appointment-booked']);
    const status = async (time: string) => (await there(`Slot?_id=${time}`))?.[0]?.['status'];
    if (practice.system) {
      expect(await there('Appointment')).toEqual([expect.objectContaining({ status: 'booked', slot: [{ reference: 'Slot/T-1' }], comment: 'Hoest' })]);
      expect(await status('T-1')).toBe('busy');
    }
    expect((await practice.book('T-2', mine!.id)).status).toBe(200);
    await practice.settle();
    if (practice.system) {
      expect(await there('Appointment')).toEqual([expect.objectContaining({ status: 'booked', slot: [{ reference: 'Slot/T-2' }] })]);
      expect([await status('T-1'), await status('T-2')]).toEqual(['free', 'busy']);
    }
    expect((await practice.world.post(`/care/appointments/${mine!.id}/cancel`, practice.page('appointments'), {})).status).toBe(200);
    await practice.settle();
    expect((await practice.appointments()).upcoming).toEqual([expect.objectContaining({ state: 'cancelled', cancelledBy: 'patient' })]);
    if (practice.system) {
      expect(await there('Appointment')).toEqual([expect.objectContaining({ status: 'cancelled' })]);
      expect([await status('T-1'), await status('T-2')]).toEqual(['free', 'free']);
    }
    expect(await mailsOf()).toEqual(['appointment-booked', 'appointment-moved', 'appointment-cancelled']);
  });

  it('the practice cancels: the patient is told, with what it wrote', async () => {
    expect((await practice.book('T-1')).status).toBe(200);
    await practice.settle();
    const mine = (await practice.appointments()).upcoming.find(({ state }) => state === 'booked')!;
    await practice.cancelAtPractice(mine, 'De dokter is ziek');
    await practice.settle();
    expect((await practice.appointments()).upcoming.find(({ id }) => id === mine.id)).toMatchObject({ state: 'cancelled', cancelledBy: 'practice', cancellation: 'De dokter is ziek' });
    expect((await practice.world.mails()).at(-1)).toMatchObject({ template: 'appointment-cancelled' });
    // Whatever the connector, the time can be booked again.
    await practice.settle();
    expect((await practice.book('T-1')).status).toBe(200);
    await practice.settle();
    expect((await practice.appointments()).upcoming.filter(({ state }) => state === 'booked')).toHaveLength(1);
  });

  it('a question is asked, answered, and asked on', async () => {
    expect((await practice.ask('Ik hoest al drie weken.')).status).toBe(200);
    await practice.settle();
    if (practice.system) expect(await there('Communication')).toEqual([expect.objectContaining({ status: 'completed', topic: { text: 'Hoest' }, payload: [{ contentString: 'Ik hoest al drie weken.' }], sender: { reference: 'Patient/P-1' } })]);
    await practice.answer('Kom morgen langs.');
    await practice.settle();
    const answered = await practice.thread();
    expect(answered.state).toBe('answered');
    expect(answered.messages.map(({ from, text }) => [from, text])).toEqual([['patient', 'Ik hoest al drie weken.'], ['practice', 'Kom morgen langs.']]);
    await practice.world.post(`/care/econsults/${answered.id}/reply`, practice.page('econsults'), { text: 'Hoe laat?' }, crypto.randomUUID());
    await practice.settle();
    if (practice.system) expect((await there('Communication'))!.filter(({ inResponseTo }) => JSON.stringify(inResponseTo)?.includes('identifier'))).toHaveLength(1);
    expect((await practice.thread()).messages).toHaveLength(3);
  });

  it('files of a question arrive as documents, each once, that name the message and are named by it', async () => {
    await practice.pass(60);
    const sent = await practice.ask('Kunt u hiernaar kijken?', plainJpeg, plainPdf);
    expect(sent.status).toBe(200);
    await practice.settle();
    const { messages: [message] } = await practice.thread();
    expect(message!.files).toHaveLength(2);
    if (!practice.system) return;
    const [communication] = (await there(`Communication?identifier=${ids('message')}|${message!.id}`))!;
    const documents = (await there('DocumentReference'))!;
    const named = (one: Record<string, unknown>) => (one['identifier'] as { value: string }[])[0]!.value;
    expect(communication!['payload']).toEqual([{ contentString: 'Kunt u hiernaar kijken?' }, ...message!.files.map(({ id }) => ({ contentReference: { type: 'DocumentReference', identifier: { system: ids('file'), value: id } } }))]);
    expect(documents.map(named).sort()).toEqual(message!.files.map(({ id }) => id).sort());
    for (const document of documents) expect(document).toMatchObject({ status: 'current', docStatus: 'final', subject: { reference: 'Patient/P-1' }, author: [{ reference: 'Patient/P-1' }], context: { related: [{ type: 'Communication', identifier: { system: ids('message'), value: message!.id } }] } });
    expect(documents.map(({ content }) => (content as [{ attachment: object }])[0].attachment)).toEqual(expect.arrayContaining([{ contentType: 'image/jpeg', data: plainJpeg.toString('base64') }, { contentType: 'application/pdf', data: plainPdf.toString('base64') }]));
    // What comes back of them is what they are, not what they hold.
    const { db, keyring } = practice.world;
    const kept = await db.select().from(schema.clinicalResources).where(eq(schema.clinicalResources.type, 'DocumentReference'));
    expect(kept).toHaveLength(2);
    for (const { resourceSealed } of kept) expect(open(keyring, 'resource', resourceSealed)).not.toContain('attachment');
  });

  it('what the desk books, moves and cancels in the agenda arrives: in a time of the practice, and without one where the time was made at the desk', async () => {
    const { world, gp } = practice;
    const [patient] = await world.db.select().from(schema.patients).where(eq(schema.patients.sourceId, 'P-1'));
    const [doctor] = await world.db.select().from(schema.practitioners).where(eq(schema.practitioners.sourceId, 'D-1'));
    const at = async (query: string) => (await there(query))?.[0];
    const arrived = async (id: string) => at(`Appointment?identifier=${ids('appointment')}|${id}`);
    const slot = async (name: string) => (await at(`Slot?_id=${name}`))?.['status'];
    const book = async (place: object) => { const answer = await world.post('/staff/agenda/book', gp, { patient: patient!.id, type: 'consult', reason: 'Terugbellen', place }, crypto.randomUUID()); expect(answer.status).toBe(200); return agendaBooked.parse(answer.body).appointment; };
    const day = practice.day(20);
    const extra = { practitioner: doctor!.id, at: `${day}T15:00`, minutes: 15 };

    const inTime = await book({ slot: await practice.slotId('T-3') }), beside = await book(extra);
    await practice.settle();
    if (practice.system) {
      expect(await arrived(inTime.id)).toMatchObject({ status: 'booked', slot: [{ reference: 'Slot/T-3' }], comment: 'Terugbellen' });
      expect(await slot('T-3')).toBe('busy');
      const without = await arrived(beside.id);
      expect(without).toMatchObject({ status: 'booked', start: beside.start, end: beside.end, participant: [{ actor: { reference: 'Patient/P-1' } }, { actor: { reference: 'Practitioner/D-1' } }] });
      expect(without).not.toHaveProperty('slot');
    }
    // Of one without a time the practice changes there when it is: it is followed, and told.
    if (practice.system) {
      const [start, end] = [`${day}T13:10:00.000Z`, `${day}T13:40:00.000Z`];
      await world.db.insert(schema.recordLinks).values({ account: practice.account, clinic: 'de-linde', patient: patient!.id, numberHmac: patient!.numberHmac, state: 'linked', requestedAt: world.now });
      const mails = (await world.mails()).length;
      await practice.system.load({ ...(await arrived(beside.id))!, start, end } as never);
      await practice.settle();
      expect((await practice.appointments()).upcoming.find(({ id }) => id === beside.id)).toMatchObject({ state: 'booked', start, end });
      expect(await arrived(beside.id)).toMatchObject({ status: 'booked', start, end });
      expect((await world.mails()).slice(mails).map(({ template }) => template)).toEqual(['appointment-moved']);
    }
    // Away from the practice's time to one of the desk's, which then is free there.
    expect((await world.post(`/staff/appointments/${inTime.id}/move`, gp, { place: { ...extra, at: `${day}T15:20` } }, crypto.randomUUID())).status).toBe(200);
    await practice.settle();
    if (practice.system) {
      expect(await arrived(inTime.id)).toMatchObject({ status: 'booked', start: expect.stringContaining(day) as string });
      expect(await slot('T-3')).toBe('free');
    }
    // A closed stretch itself is not the practice's to read; those whom the desk then cancels are.
    const blocked = await world.post('/staff/agenda/blocks', gp, { practitioner: doctor!.id, kind: 'block', from: `${day}T14:00`, until: `${day}T16:00` });
    const inTheWay = blockAnswer.parse(blocked.body).inTheWay.map(({ id }) => id);
    expect(inTheWay.toSorted()).toEqual([inTime.id, beside.id].sort());
    await practice.settle();
    if (practice.system) for (const id of inTheWay) expect(await arrived(id)).toMatchObject({ status: 'booked' });
    expect((await world.post('/staff/agenda/cancel', gp, { appointments: inTheWay, reason: 'De dokter is ziek' })).status).toBe(200);
    await practice.settle();
    if (practice.system) for (const id of inTheWay) expect(await arrived(id)).toMatchObject({ status: 'cancelled', cancelationReason: { text: 'De dokter is ziek' } });
    expect((await practice.appointments()).behind).toBeUndefined();
  });

  it('the record is read as the practice has it', async () => {
    const { parts } = await practice.record();
    expect(parts.find(({ part }) => part === 'results')!.items).toEqual([expect.objectContaining({ title: 'Hemoglobine' })]);
    expect(parts.find(({ part }) => part === 'medication')!.items.map((item) => 'name' in item && item.name)).toContain('Metoprolol 50 mg');
  });
});
