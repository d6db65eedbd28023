/** One practice with the same people, times and medicines, on either connector; and the practice itself, which works at our desk or in its own system. */
import { randomUUID } from 'node:crypto';
import { appointmentsAnswer, econsultsAnswer, econsultThread, medicationAnswer, recordAnswer, type AppointmentSummary, type ClinicConfigFile } from '@balie/contracts';
import { and, eq, schema } from '@balie/database';
import { importFhir } from '../../packages/care-service/src/import/import.ts';
import { openWorld, type World } from '../../packages/care-service/src/testing/world.ts';
import { startPracticeSystem, type PracticeSystem, type Resource } from '../../demo-site/system/start.ts';

export type Connector = 'own' | 'fhir';
const minute = 60_000, day = 86_400_000;
export const ids = (name: string) => `http://balie.localhost:4400/id/${name}`;

/** `T-1` … `T-6`: times in two weeks; `M-1`, `M-2`: medicines, of which the second may not be asked for online. */
export function recordsOf(now: Date): Resource[] {
  const on = (days: number) => new Date(now.getTime() + days * day).toISOString().slice(0, 10);
  const start = (n: number) => new Date(Date.parse(`${on(14)}T08:00:00Z`) + n * 20 * minute).toISOString();
  const medicine = (id: string, name: string, atc: string): Resource => ({
    resourceType: 'MedicationRequest', id, status: 'active', intent: 'order', subject: { reference: 'Patient/P-1' }, authoredOn: on(-120), medicationCodeableConcept: { text: name, coding: [{ system: 'http://www.whocc.no/atc', code: atc }] },
    dosageInstruction: [{ text: '1 × daags' }], dispenseRequest: { expectedSupplyDuration: { value: 90, unit: 'd', system: 'http://unitsofmeasure.org', code: 'd' }, numberOfRepeatsAllowed: 0 },
  });
  return [
    { resourceType: 'Patient', id: 'P-1', identifier: [{ system: 'http://fhir.nl/fhir/NamingSystem/bsn', value: '249566758' }], name: [{ family: 'Proef', given: ['Testje'] }], birthDate: '1980-05-17', gender: 'female' },
    { resourceType: 'Practitioner', id: 'D-1', name: [{ family: 'Linde', prefix: ['Dr.'] }] },
    { resourceType: 'PractitionerRole', id: 'R-1', practitioner: { reference: 'Practitioner/D-1' }, code: [{ coding: [{ system: 'http://snomed.info/sct', code: '59058001', display: 'General practitioner' }] }] },
    { resourceType: 'Schedule', id: 'A-1', actor: [{ reference: 'Practitioner/D-1' }] },
    ...[1, 2, 3, 4, 5, 6].map((n): Resource => ({ resourceType: 'Slot', id: `T-${n}`, schedule: { reference: 'Schedule/A-1' }, status: 'free', start: start(n), end: start(n + 1) })),
    medicine('M-1', 'Metoprolol 50 mg', 'C07AB02'), medicine('M-2', 'Oxazepam 10 mg', 'N05BA04'),
    { resourceType: 'Observation', id: 'O-1', status: 'final', code: { text: 'Hemoglobine' }, subject: { reference: 'Patient/P-1' }, effectiveDateTime: on(-10), valueQuantity: { value: 8.4, unit: 'mmol/l' } },
    { resourceType: 'Condition', id: 'C-1', clinicalStatus: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }] }, code: { text: 'Hoge bloeddruk' }, subject: { reference: 'Patient/P-1' }, recordedDate: on(-200) },
  ];
}

export interface Practice {
  world: World; system: PracticeSystem | null; gp: string; account: string;
  /** What is on its way arrives, and what the practice did comes back. */
  settle(): Promise<void>;
  /** Into the practice's records, wherever it keeps them. */
  put(...resources: Resource[]): Promise<void>;
  /** Turns both clocks, by so much or to an instant. */
  pass(seconds: number): Promise<void>;
  turn(to: string): Promise<void>;
  medication(): Promise<ReturnType<typeof medicationAnswer.parse>>;
  order(medicationId: string): ReturnType<World['post']>;
  /** The practice decides on what was asked last, at the desk or in its system. */
  decide(state: 'approved' | 'refused' | 'at-pharmacy', reason?: string): Promise<void>;
  appointments(): Promise<ReturnType<typeof appointmentsAnswer.parse>>;
  /** Holds and books, or moves an appointment to, a free time. */
  book(time: string, move?: string): ReturnType<World['post']>;
  slotId(time: string): Promise<string>;
  /** `YYYY-MM-DD`, so many days from the beginning. */
  day(days: number): string;
  ask(question: string, ...files: Uint8Array[]): ReturnType<World['post']>;
  /** The practice answers the last question. */
  answer(text: string): Promise<void>;
  thread(): Promise<ReturnType<typeof econsultThread.parse>>;
  record(): Promise<ReturnType<typeof recordAnswer.parse>>;
  cancelAtPractice(appointment: AppointmentSummary, reason: string): Promise<void>;
  page(service: 'prescriptions' | 'appointments' | 'econsults' | 'record'): string;
  close(): Promise<void>;
}

/** `at`: the instant it begins, else now. `clinic`: where its settings are others. */
export async function openPractice(connector: Connector, { examples = true, algorithm, at, clinic = {} }: { examples?: boolean; algorithm?: 'ES384' | 'RS384'; at?: string; clinic?: Partial<ClinicConfigFile> } = {}): Promise<Practice> {
  const system = connector === 'fhir' ? await startPracticeSystem(algorithm && { algorithm }) : null;
  const file: Partial<ClinicConfigFile> = { prescriptions: { notRenewable: ['N05BA'], practiceDecides: [], unlisted: true }, appointments: { types: [{ id: 'consult', title: { nl: 'Spreekuur' }, minutes: 10, roles: ['gp'] }], changeHours: 0 }, record: { parts: ['advice', 'results', 'medication', 'letters'] }, ...clinic, ...(system ? { system: system.setting } : {}) };
  const world = await openWorld({ 'de-linde': file }, system?.keys);
  const began = at === undefined ? new Date() : new Date(at);
  const turn: Practice['turn'] = async (to) => { world.set(to); await system?.control({ ahead: world.now.getTime() - Date.now() }); };
  await turn(began.toISOString());
  const records = recordsOf(began);
  const put: Practice['put'] = async (...resources) => {
    if (system) { await system.load(...resources); await world.care.systems.sync('de-linde'); }
    else await importFhir(world, 'de-linde', [{ name: 'records.json', content: JSON.stringify({ resourceType: 'Bundle', type: 'collection', entry: resources.map((resource) => ({ resource })) }) }]);
  };
  await system?.control({ examples });
  await put(...records);
  const { db } = world;
  const [patient] = await db.select().from(schema.patients).where(and(eq(schema.patients.clinic, 'de-linde'), eq(schema.patients.sourceId, 'P-1')));
  const account = world.account({ locale: 'nl' }), gp = world.staff(['gp']);
  const page: Practice['page'] = (service) => world.page(service, { account, patient: patient!.id });
  const settle = async () => { for (let turn = 0; turn < (system ? 2 : 0); turn++) await world.care.systems.sync('de-linde'); };
  const [prescriptions, appointments, econsults, record] = [page('prescriptions'), page('appointments'), page('econsults'), page('record')];
  const slotId = async (time: string) => (await db.select().from(schema.slots).where(and(eq(schema.slots.clinic, 'de-linde'), eq(schema.slots.sourceId, time))))[0]!.id;
  const list = async () => appointmentsAnswer.parse((await world.get('/care/appointments', appointments)).body);
  const medication = async () => medicationAnswer.parse((await world.get('/care/medication', prescriptions)).body);
  const lastQuestion = async () => econsultsAnswer.parse((await world.get('/care/econsults', econsults)).body).items[0]!.id;
  const thread = async () => econsultThread.parse((await world.get(`/care/econsults/${await lastQuestion()}`, econsults)).body);
  return {
    world, system, gp, account, settle, put, medication, slotId, thread, page, appointments: list,
    day: (days) => new Date(began.getTime() + days * day).toISOString().slice(0, 10),
    turn, pass: (seconds) => turn(new Date(world.now.getTime() + seconds * 1000).toISOString()),
    order: (medicationId) => world.post('/care/prescription-requests', prescriptions, { lines: [{ medicationId }], remark: 'Graag voor het weekend' }, randomUUID()),
    async decide(state, reason) {
      const { lines, id } = (await medication()).requests[0]!;
      const line = lines[0]!.id;
      if (!system) return void await world.post(`/staff/prescriptions/${id}/decide`, gp, { decisions: [{ line, state, ...(reason ? { reason } : {}) }] });
      const [task] = await system.search(`Task?identifier=${ids('prescription-line')}|${line}`);
      await system.load({ ...task!, status: { approved: 'accepted', refused: 'rejected', 'at-pharmacy': 'completed' }[state], ...(reason ? { statusReason: { text: reason } } : {}) });
    },
    async book(time, move) {
      const held = await world.post('/care/holds', appointments, { slot: await slotId(time), type: 'consult' });
      if (held.status !== 200) return held;
      return world.post(`/care/appointments${move ? `/${move}/move` : ''}`, appointments, { hold: held.body['id'], ...(move ? {} : { reason: 'Hoest' }) }, randomUUID());
    },
    async ask(question, ...files) {
      const sent: unknown[] = [];
      for (const file of files) sent.push((await world.post('/care/econsults/files', econsults, { data: Buffer.from(file).toString('base64') })).body['id']);
      return world.post('/care/econsults', econsults, { urgent: false, subject: 'Hoest', question, ...(files.length ? { files: sent } : {}) }, randomUUID());
    },
    async answer(text) {
      const { id, messages } = await thread();
      if (!system) return void await world.post(`/staff/econsults/${id}/answer`, gp, { text, seen: messages.length });
      const [mine] = await system.search(`Communication?identifier=${ids('message')}|${messages.at(-1)!.id}`);
      await system.load({ resourceType: 'Communication', id: `answer-${messages.length}`, status: 'completed', subject: { reference: 'Patient/P-1' }, inResponseTo: [{ reference: `Communication/${mine!.id}` }], sender: { display: 'Dr. Linde' }, payload: [{ contentString: text }] });
    },
    record: async () => recordAnswer.parse((await world.get('/care/record', record)).body),
    async cancelAtPractice({ id }, reason) {
      if (!system) return void await world.post(`/staff/appointments/${id}/cancel`, gp, { reason });
      const [appointment] = await system.search(`Appointment?identifier=${ids('appointment')}|${id}`);
      await system.load({ ...appointment!, status: 'cancelled', cancelationReason: { text: reason } });
    },
    async close() { await world.close(); await system?.stop(); },
  };
}
