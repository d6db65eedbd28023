import { randomUUID } from 'node:crypto';
import { eq, numberHmac, schema, sql } from '@balie/database';
import { renewalOf, renewalPresets } from '@balie/rules';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { open, openOptional } from '../seals.ts';
import { clinic, example, importWorld, type ImportWorld } from './import.fixture.ts';
import { importFhir } from './import.ts';

const { patients, practitioners, slots, medications, appointments, clinicalResources, schedules } = schema;
let world: ImportWorld;
beforeAll(async () => { world = await importWorld(); });
afterAll(() => world.close());
beforeEach(() => world.db.execute(sql`truncate patient, practitioner, clinical_resource cascade`));

const bsnSystem = 'http://fhir.nl/fhir/NamingSystem/bsn', oldBsnSystem = 'urn:oid:2.16.840.1.113883.2.4.6.3';
const person = (id: string, over: object = {}) => ({ resourceType: 'Patient', id, name: [{ family: 'Proef', given: ['Anna'] }], birthDate: '1980-02-29', ...over });
const withNumber = (id: string, value: string, system = bsnSystem) => person(id, { identifier: [{ system, value }] });
const request = (id: string, over: object = {}) => ({ resourceType: 'MedicationRequest', id, status: 'active', intent: 'order', subject: { reference: 'Patient/p' }, medicationCodeableConcept: { text: 'Middel' }, ...over });
const theMedicine = async () => (await world.db.select().from(medications))[0];
const thePatient = async () => (await world.db.select().from(patients))[0];

describe('patients', () => {
  it.each([bsnSystem, oldBsnSystem])('are verified by a BSN of %s that passes its check', async (system) => {
    const report = await world.load(withNumber('p', '999911120', system));
    expect(report).toMatchObject({ loaded: { Patient: 1 }, notVerified: [], refused: [] });
    const row = await thePatient();
    expect(row).toMatchObject({ verified: true, numberHmac: numberHmac(world.keyring, 'NL', '999911120'), family: 'Proef', given: 'Anna', birthDate: '1980-02-29' });
    expect(openOptional(world.keyring, 'number', row?.numberSealed ?? null)).toBe('999911120');
  });

  const masked = { extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'masked' }] };
  it.each([
    ['its BSN fails the check', { identifier: [{ system: oldBsnSystem, value: '123456789' }] }],
    ['its BSN fails the check', { identifier: [{ system: bsnSystem, value: '000000000' }] }],
    ['its BSN is masked', { identifier: [{ system: bsnSystem, _value: masked }] }],
    ['its BSN is masked', { identifier: [{ system: bsnSystem, ...masked }] }],
    ['has no BSN', { identifier: [{ system: 'http://example.org/mrn', value: '999911120' }] }],
    ['has no BSN', { identifier: [{ system: bsnSystem, value: '999911120', use: 'old' }] }],
    ['has no BSN', {}],
    ['has several different BSNs', { identifier: [{ system: bsnSystem, value: '999911120' }, { system: oldBsnSystem, value: '999990019' }] }],
    ['the record is no longer in use', { active: false, identifier: [{ system: bsnSystem, value: '999911120' }] }],
    ['the record is no longer in use', { link: [{ type: 'replaced-by', other: { reference: 'Patient/q' } }], identifier: [{ system: bsnSystem, value: '999911120' }] }],
  ])('are kept as not verified and listed: %s', async (reason, over) => {
    const report = await world.load(person('p', over));
    expect(report).toMatchObject({ loaded: { Patient: 1 }, notVerified: [{ file: '1.json', resource: 'Patient/p', reason }] });
    expect(await thePatient()).toMatchObject({ verified: false, numberHmac: null, numberSealed: null });
  });

  it('take eight digits as nine with a leading zero (N13)', async () => {
    await world.load(withNumber('p', '10464554'));
    expect(await thePatient()).toMatchObject({ verified: true, numberHmac: numberHmac(world.keyring, 'NL', '010464554') });
  });

  it('that share a number prove nothing by it, until one gives it up', async () => {
    await world.load(withNumber('a', '999911120'));
    const report = await world.load(withNumber('b', '999911120'));
    expect(report.notVerified).toEqual([{ file: '1.json', resource: 'Patient/b', reason: 'another patient has the same number' }]);
    expect((await world.db.select().from(patients)).map((row) => row.verified)).toEqual([false, false]);
    await world.load(person('b'));
    expect(await world.db.select({ id: patients.sourceId, verified: patients.verified }).from(patients).orderBy(patients.sourceId)).toEqual([{ id: 'a', verified: true }, { id: 'b', verified: false }]);
  });

  it('keep a telephone number that can be dialled, an official name, and no date that is only a year', async () => {
    await world.load(person('p', { birthDate: '1980', deceasedDateTime: '2015-02-14T13:42:00+10:00', name: [{ use: 'maiden', family: 'Vroeger' }, { use: 'official', family: 'Nu', given: ['A.', null] }], telecom: [{ system: 'phone', use: 'home', value: '020-1234567' }, { system: 'phone', use: 'mobile', value: '06-12345678' }, { system: 'email', value: 'a@voorbeeld.test' }] }));
    const row = await thePatient();
    expect(row).toMatchObject({ family: 'Nu', given: 'A.', birthDate: null, deceased: true });
    expect([openOptional(world.keyring, 'phone', row?.phoneSealed ?? null), openOptional(world.keyring, 'email', row?.emailSealed ?? null)]).toEqual(['+31612345678', 'a@voorbeeld.test']);
  });

  it('whose record id is itself a citizen number: the id is neither stored nor shown (T25)', async () => {
    const report = await world.load(withNumber('999990019', '999911120'), { ...request('m'), subject: { reference: 'Patient/999990019' } }, person('999911120', { identifier: [] }));
    expect(report.loaded).toEqual({ Patient: 2, MedicationRequest: 1 });
    expect(JSON.stringify([report, await world.db.select().from(patients)])).not.toMatch(/9999900|99991112/);
  });
  it.each(['020160-1AB2', '0201601AB2', '020160-1ab2', '620160-1234'])('nor where it is a replacement number: %s (T25)', async (id) => {
    const report = await world.load(person(id, { identifier: [] }), { ...request('m'), subject: { reference: `Patient/${id}` } });
    expect(report.loaded).toEqual({ Patient: 1, MedicationRequest: 1 });
    expect(JSON.stringify([report, await world.db.select().from(patients)])).not.toContain(id);
  });
});

describe('medication', () => {
  beforeEach(() => world.load(person('p')));
  const atc = (code: string, system = 'http://www.whocc.no/atc') => ({ system, code, display: `display ${code}` });

  it('is read with name, dosage, class, date and supply', async () => {
    await world.load(request('m', {
      medicationCodeableConcept: { coding: [{ system: 'http://snomed.info/sct', code: '1' }, atc('c07ab02')], text: 'Metoprolol 50 mg' }, authoredOn: '2025-12-31T23:30:00Z',
      dosageInstruction: [{ sequence: 2, text: 'en 1 voor het slapen' }, { sequence: 1, text: 'x', patientInstruction: '1 bij het ontbijt' }], dispenseRequest: { numberOfRepeatsAllowed: 1, expectedSupplyDuration: { value: 13, code: 'wk' } },
    }));
    // The last hour of the year in UTC is the new year's first in Amsterdam (trap 7).
    expect(await theMedicine()).toMatchObject({ name: 'Metoprolol 50 mg', atc: 'C07AB02', dosage: '1 bij het ontbijt; en 1 voor het slapen', authoredOn: '2026-01-01', supplyDays: 91, repeatsAllowed: 1, status: 'active' });
  });

  it('its review is due when it is no longer authorised, else when it is no longer valid (N2)', async () => {
    const repeat = (expiry: string) => [{ url: 'https://example.org/other', valueCode: 'x' }, { url: 'https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-MedicationRepeatInformation', extension: [{ url: 'authorisationExpiryDate', valueDateTime: expiry }] }];
    const dispenseRequest = { validityPeriod: { start: '2026-01-01', end: '2026-12-31T23:30:00Z' } };
    for (const [more, due] of [[{}, null], [{ dispenseRequest }, '2027-01-01'], [{ dispenseRequest, extension: repeat('2026-11-01') }, '2026-11-01'], [{ extension: repeat('2026-06') }, null]] as const) {
      await world.load(request('m', more));
      expect((await theMedicine())?.reviewDue, JSON.stringify(more)).toBe(due);
    }
  });

  const medicine = (over: object = {}) => ({ resourceType: 'Medication', id: 'med', code: { coding: [atc('N02AA05')], text: 'Oxycodon' }, ...over });
  it.each([
    ['contained', [request('m', { medicationCodeableConcept: undefined, medicationReference: { reference: '#med' }, contained: [medicine()] })]],
    ['in another file', [request('m', { medicationCodeableConcept: undefined, medicationReference: { reference: 'Medication/med' } }), medicine()]],
    ['in the same Bundle by URL', [{ resourceType: 'Bundle', type: 'collection', entry: [{ resource: request('m', { medicationCodeableConcept: undefined, medicationReference: { reference: 'urn:uuid:1' } }) }, { fullUrl: 'urn:uuid:1', resource: medicine({ id: undefined }) }] }]],
  ])('finds its Medication %s', async (_, files) => {
    expect((await world.load(...files)).refused).toEqual([]);
    expect(await theMedicine()).toMatchObject({ name: 'Oxycodon', atc: 'N02AA05' });
  });

  it('finds a Medication that an earlier import brought', async () => {
    await world.load(medicine());
    await world.load(request('m', { medicationCodeableConcept: undefined, medicationReference: { reference: 'https://his.example/fhir/Medication/med/_history/2' } }));
    expect(await theMedicine()).toMatchObject({ atc: 'N02AA05' });
  });

  it.each([
    ['no coding', undefined], ['another code system only', [{ system: 'urn:oid:2.16.840.1.113883.2.4.4.1', code: '12345', display: 'PARACETAMOL/CODEINE ZETPIL 500/10MG' }]], ['two different classes', [atc('N02BE01'), atc('R05DA04')]], ['a code that is none', [atc('PARACETAMOL')]],
  ])('has no known class with %s: then the practice decides, it is never silently allowed (traps 3 and 5)', async (_, coding) => {
    await world.load(request('m', { medicationCodeableConcept: { text: 'Paracetamol/codeïne', ...(coding ? { coding } : {}) } }));
    const row = await theMedicine();
    expect(row?.atc).toBeNull();
    expect(renewalOf({ atc: row?.atc ?? null, status: 'active', authoredOn: null, supplyDays: null, repeatsAllowed: null, reviewDue: null, override: null, pending: false }, renewalPresets.NL, '2026-01-05')).toEqual({ state: 'practice-decides', reason: 'unknown-class' });
  });

  it.each([
    ['says what must not be given', { doNotPerform: true }],
    ['is a proposal, not a prescription', { intent: 'proposal' }],
    ['its medicine has no name', { medicationCodeableConcept: { coding: [{ code: '1' }] } }],
    ['its Medication is neither in this import nor in the records', { medicationCodeableConcept: undefined, medicationReference: { reference: 'Medication/none' } }],
    ['its patient is neither in this import nor in the records', { subject: { reference: 'Patient/none' } }],
    ['is not about a patient known here', { subject: { reference: 'Group/g' } }],
    ['MedicationRequest.status is not as FHIR R4 has it', { status: 'ACTIVE' }],
    ['MedicationRequest.subject is missing', { subject: undefined }],
    ['MedicationRequest.dispenseRequest.numberOfRepeatsAllowed is not as FHIR R4 has it', { dispenseRequest: { numberOfRepeatsAllowed: 1e12 } }],
    ['MedicationRequest.authoredOn is not as FHIR R4 has it', { authoredOn: '2026-02-30' }],
    ['MedicationRequest.medicationCodeableConcept.text is not as FHIR R4 has it', { medicationCodeableConcept: { text: 'a\u0000b' } }],
  ])('is refused and leaves nothing: %s', async (reason, over) => {
    expect((await world.load(request('m', over))).refused).toEqual([{ file: '1.json', resource: 'MedicationRequest/m', reason }]);
    expect(await theMedicine()).toBeUndefined();
  });

  it('finds its patient by BSN alone', async () => {
    await world.load(withNumber('q', '999911120'), request('m', { subject: { identifier: { system: bsnSystem, value: '999911120' } } }));
    const [patient] = await world.db.select().from(patients).where(eq(patients.sourceId, 'q'));
    expect((await theMedicine())?.patient).toBe(patient?.id);
  });

  it('entered in error is listed, not loaded, and withdrawn if it was there (trap 9)', async () => {
    expect((await world.load(request('m', { status: 'entered-in-error' }))).refused).toEqual([{ file: '1.json', resource: 'MedicationRequest/m', reason: 'entered in error' }]);
    expect(await theMedicine()).toBeUndefined();
    await world.load(request('m'));
    await world.load(request('m', { status: 'entered-in-error' }));
    expect((await theMedicine())?.status).toBe('entered-in-error');
  });
});

describe('agenda', () => {
  const doctor = { resourceType: 'Practitioner', id: 'd', name: [{ prefix: ['Dr.'], given: ['A.'], family: 'Proef' }] };
  const agenda = { resourceType: 'Schedule', id: 's', actor: [{ reference: 'Location/1' }, { reference: 'Practitioner/d' }] };
  const free = (over: object = {}) => ({ resourceType: 'Slot', id: '1', schedule: { reference: 'Schedule/s' }, status: 'free', start: '2026-10-25T09:00:00+01:00', end: '2026-10-25T09:10:00+01:00', ...over });
  const theSlot = async () => (await world.db.select().from(slots))[0];

  it('loads slots as the instants they are (trap 7), in whatever order the files come', async () => {
    expect((await world.load(free(), agenda, doctor)).refused).toEqual([]);
    expect(await theSlot()).toMatchObject({ start: new Date('2026-10-25T08:00:00Z'), end: new Date('2026-10-25T08:10:00Z'), status: 'free' });
  });

  it('leaves a booked slot to its patient: a new import neither frees, moves nor withdraws it', async () => {
    await world.load(doctor, agenda, free(), person('p'));
    const [slot, patient] = [await theSlot(), await thePatient()];
    await world.db.insert(appointments).values({ number: 'A-TEST-22', clinic: clinic.id, patient: patient?.id ?? '', account: randomUUID(), slot: slot?.id ?? '', type: 'consult', state: 'booked', receivedAt: new Date() });
    for (const over of [{ start: '2026-10-25T10:00:00+01:00', end: '2026-10-25T10:10:00+01:00' }, { status: 'busy' }, { status: 'entered-in-error' }]) await world.load(free(over));
    expect(await theSlot()).toEqual(slot);
    await world.db.update(appointments).set({ state: 'cancelled' });
    await world.load(free({ status: 'busy' }));
    expect((await theSlot())?.status).toBe('busy');
  });

  it.each([
    ['Slot.start is not as FHIR R4 has it', { start: '2026-10-25T09:00:00' }],
    ['Slot.start is not as FHIR R4 has it', { start: '2026-10-25' }],
    ['Slot.end is not after Slot.start', { end: '2026-10-25T09:00:00+01:00' }],
    ['Slot.end is missing', { end: undefined }],
    ['Slot.status is not as FHIR R4 has it', { status: 'open' }],
    ['its Schedule is neither in this import nor in the records', { schedule: { reference: 'Schedule/none' } }],
  ])('refuses a slot: %s', async (reason, over) => {
    expect((await world.load(doctor, agenda, free(over))).refused).toEqual([{ file: '3.json', resource: 'Slot/1', reason }]);
    expect(await theSlot()).toBeUndefined();
  });

  it('withdraws a free slot that was entered in error', async () => {
    await world.load(doctor, agenda, free());
    await world.load(free({ status: 'entered-in-error' }));
    expect((await theSlot())?.status).toBe('entered-in-error');
  });

  const role = (code: object) => ({ resourceType: 'PractitionerRole', id: 'r', practitioner: { reference: 'Practitioner/d' }, code: [code] });
  it.each([
    ['gp', { coding: [{ system: 'urn:oid:2.16.840.1.113883.2.4.6.7', code: '0100' }] }], ['gp', { text: 'Huisarts' }], ['physician-assistant', { coding: [{ system: 'http://snomed.info/sct', code: '449161006' }] }],
    ['nurse', { text: 'Praktijkverpleegkundige' }], ['Diëtist', { text: 'Diëtist' }], ['practitioner', { coding: [{ system: '__proto__', code: 'constructor' }] }],
  ])('knows the role %s, also from a later import, and keeps it', async (expected, code) => {
    await world.load(doctor);
    await world.load(role(code));
    await world.load(doctor);
    expect(await world.db.select({ name: practitioners.name, role: practitioners.role }).from(practitioners)).toEqual([{ name: 'Dr. A. Proef', role: expected }]);
  });

  it('finds the person behind a role that a schedule names', async () => {
    await world.load(doctor, role({ text: 'Huisarts' }));
    expect((await world.load({ ...agenda, actor: [{ reference: 'PractitionerRole/r' }] })).refused).toEqual([]);
    expect(await world.db.$count(schedules)).toBe(1);
  });
});

describe('clinical resources', () => {
  it('stand sealed under their patient', async () => {
    await world.load(example('Condition-f001'), example('Patient-f001'));
    const [row] = await world.db.select().from(clinicalResources);
    expect(row).toMatchObject({ type: 'Condition', sourceId: 'f001', patient: (await thePatient())?.id });
    expect(row?.resourceSealed).not.toMatch(/Condition|valve/i);
    expect(JSON.parse(open(world.keyring, 'resource', row?.resourceSealed ?? ''))).toEqual(example('Condition-f001'));
  });

  it.each([{ status: 'entered-in-error' }, { verificationStatus: { coding: [{ code: 'entered-in-error' }] } }])('entered in error are taken out: %o', async (over) => {
    const finding = { resourceType: 'Condition', id: 'c', subject: { reference: 'Patient/p' } };
    await world.load(person('p'), finding);
    await world.load({ ...finding, ...over });
    expect(await world.db.$count(clinicalResources)).toBe(0);
  });
});

describe('files', () => {
  const patient = JSON.stringify(person('p'));
  it.each([
    ['empty.json', '', 'the file', 'is empty'], ['a.json', '{"resourceType":"Patient",', 'the file', 'is not JSON'], ['a.xml.json', '<Patient xmlns="http://hl7.org/fhir"/>', 'the file', 'is XML; only JSON is read'],
    ['a.json', '[]', 'the file', 'is a list; FHIR has Bundle or NDJSON for that'], ['a.json', '"x"', 'the file', 'has no resourceType, so it is not FHIR'], ['a.json', '{"resourceType":"patient"}', 'the file', 'has no resourceType, so it is not FHIR'],
    ['a.json', '{"resourceType":"Patient"}', 'Patient, the file', 'has no id'], ['a.json', '{"resourceType":"Patient","id":"../x"}', 'Patient, the file', 'its id is not as FHIR R4 has it'], ['a.json', '{"resourceType":"Bundle","entry":{}}', 'Bundle, the file', 'Bundle.entry is not as FHIR R4 has it'],
    ['a.json', '{"resourceType":"Patient","id":"p","birthDate":"31-12-1980"}', 'Patient/p', 'Patient.birthDate is not as FHIR R4 has it'], ['a.json', '{"resourceType":"Patient","id":"p","birthDate":"0000-01-01"}', 'Patient/p', 'Patient.birthDate is not as FHIR R4 has it'],
    ['a.json', '{"resourceType":"Patient","id":"p","name":"Jan"}', 'Patient/p', 'Patient.name is not as FHIR R4 has it'], ['a.json', `{"resourceType":"Patient","id":"p","name":[{"family":"${'x'.repeat(2000)}"}]}`, 'Patient/p', 'Patient.name.0.family is not as FHIR R4 has it'],
    ['a.json', '{"resourceType":"Bundle","entry":[{"request":{"method":"DELETE","url":"Patient/p"},"resource":{"resourceType":"Patient","id":"p"}}]}', 'entry 1', 'asks for something else than adding or replacing a resource'],
  ])('%s with %o is listed, with a reason, and the others load', async (name, content, resource, reason) => {
    const report = await world.load([name, content], ['good.json', JSON.stringify(person('good'))]);
    expect(report.refused).toEqual([{ file: name, resource, reason }]);
    expect(report.loaded).toEqual({ Patient: 1 });
  });

  it('are read as NDJSON line by line, past a line that is broken', async () => {
    const report = await world.load(['export.ndjson', `${patient}\n{"resourceType":"Patient","id":\n\n${JSON.stringify(person('q'))}\r\n`]);
    expect(report).toMatchObject({ loaded: { Patient: 2 }, refused: [{ file: 'export.ndjson', resource: 'line 2', reason: 'is not JSON' }] });
    expect((await world.load(['byte-order-mark.json', `\uFEFF${patient}`])).loaded).toEqual({ Patient: 1 });
  });

  it('hold Bundles in Bundles, but not without end', async () => {
    const nested = (depth: number): object => (depth === 0 ? person('p') : { resourceType: 'Bundle', type: 'collection', entry: [{ resource: nested(depth - 1) }] });
    expect((await world.load(nested(3))).loaded).toEqual({ Patient: 1 });
    expect((await world.load(nested(20))).refused).toMatchObject([{ reason: 'lies too deep in other Bundles' }]);
  });

  it('with the same id twice: the later version counts, an older one never', async () => {
    const version = (family: string, lastUpdated?: string) => person('p', { name: [{ family }], ...(lastUpdated ? { meta: { lastUpdated } } : {}) });
    await world.load(version('Eerst'), version('Later'));
    expect(await thePatient()).toMatchObject({ family: 'Later' });
    expect((await world.load(version('Nieuw', '2026-01-02T00:00:00Z'), version('Oud', '2026-01-01T00:00:00Z'))).loaded).toEqual({ Patient: 1 });
    expect(await thePatient()).toMatchObject({ family: 'Nieuw' });
  });

  it('never make one person of two servers that use the same id', async () => {
    const entry = (server: string, family: string) => ({ fullUrl: `https://${server}/fhir/Patient/p`, resource: person('p', { name: [{ family }] }) });
    const report = await world.load({ resourceType: 'Bundle', type: 'collection', entry: [entry('a.example', 'Een'), entry('b.example', 'Ander')] });
    expect(report.refused).toEqual([{ file: '1.json', resource: 'Patient/p', reason: 'has the id of a resource of another server, in 1.json' }]);
    expect(await thePatient()).toMatchObject({ family: 'Een' });
  });

  it('that hold personal data in the wrong places never show it in the report (T25, T26)', async () => {
    const canary = 'CANARY-999911120';
    const report = await world.load(
      ['a.json', `{"resourceType":"Patient","id":"p","birthDate":"${canary}"}`], ['b.json', `{"${canary}"`], person('q', { gender: canary }), request('r', { status: canary }), request('s', { subject: { reference: `Patient/${canary}` } }),
      person('t', { identifier: [{ system: bsnSystem, value: canary }] }), { resourceType: 'Slot', id: 'u', schedule: { reference: canary }, status: 'free', start: canary, end: canary }, { resourceType: 'Patient', id: `x ${canary}` }, person('w', { name: [{ [canary]: 1, family: 3 }] }),
    );
    expect(report.refused.length + report.notVerified.length).toBeGreaterThanOrEqual(9);
    expect(JSON.stringify(report)).not.toContain('CANARY');
  });

  it.each(['null', '0', '{}', '{"resourceType":"Bundle"}', '{"resourceType":"Bundle","entry":[null,1,{},{"resource":null},{"resource":[]}]}', '{"resourceType":"Patient","id":"p","identifier":[null]}', '{"__proto__":{"resourceType":"Patient"}}', '{"resourceType":"__proto__","id":"p"}', `{"resourceType":"Patient","id":"p","name":${'['.repeat(5000)}${']'.repeat(5000)}}`])('%o throws nothing', async (content) => {
    await expect(world.load(['strange.json', content])).resolves.toMatchObject({ loaded: {} });
  });
});

describe('an import', () => {
  it('leaves nothing at all when the database fails half-way (T33)', async () => {
    await world.db.execute(sql`alter table audit rename to audit_gone`);
    try { await expect(world.load(withNumber('p', '999911120'), request('m'))).rejects.toThrow(); } finally { await world.db.execute(sql`alter table audit_gone rename to audit`); }
    expect([await world.db.$count(patients), await world.db.$count(medications)]).toEqual([0, 0]);
  });

  it('keeps two clinics apart: the same ids are two persons (T24)', async () => {
    await world.load(withNumber('p', '999911120'));
    const report = await importFhir(world.deps, 'zeezicht', [{ name: 'a.json', content: JSON.stringify(withNumber('p', '999911120')) }, { name: 'b.json', content: JSON.stringify(request('m')) }]);
    expect(report).toMatchObject({ loaded: { Patient: 1, MedicationRequest: 1 }, notVerified: [], refused: [] });
    expect((await world.db.select().from(patients)).map((row) => [row.clinic, row.verified]).sort()).toEqual([['de-linde', true], ['zeezicht', true]]);
  });

  it('run twice at once ends as if it ran once', async () => {
    const files = Array.from({ length: 40 }, (_, index) => person(`p${index}`));
    const reports = await Promise.all(Array.from({ length: 5 }, (_, turn) => world.load(...(turn % 2 ? files : files.toReversed()))));
    expect(reports.every((report) => report.loaded['Patient'] === 40)).toBe(true);
    expect(await world.db.$count(patients)).toBe(40);
  });

  it('into a clinic that does not exist is an error', async () => {
    await expect(importFhir(world.deps, 'nergens', [])).rejects.toThrow('There is no such clinic.');
  });
});
