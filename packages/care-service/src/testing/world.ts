/** Two small practices on a real database, with a clock that tests turn and a guard that believes its tokens: the seam where the token service comes in. */
import { randomUUID } from 'node:crypto';
import { clinicConfig, parse, PublicError, type AccountContact, type ClinicConfigFile, type Guard, type GuardianAsked, type Guardians, type LogRecord, type Member, type Members, type PatientAccess, type Service, type StaffAccess, type StaffRole, type SystemKeys } from '@balie/contracts';
import { asc, eq, schema, sql, type Transaction } from '@balie/database';
import { asWritten, testDatabase } from '@balie/database/testing';
import { createCareService, createLinking, createWork } from '../index.ts';
import { sealedNumber } from '../import/patients.ts';
import { aboutDay } from '../import/resources.ts';
import { seal } from '../seals.ts';

const issuer = 'http://balie.localhost:4400';
const deskOrigin = 'http://desk.localhost:4400';

const practice = (id: string, more: Partial<ClinicConfigFile> = {}) => parse(clinicConfig, {
  id, name: `Praktijk ${id}`, country: 'NL', timeZone: 'Europe/Amsterdam', locales: ['nl', 'en'], origins: [`http://${id}.localhost:4401`],
  pages: { register: `http://${id}.localhost:4401/`, portal: `http://${id}.localhost:4401/` }, phones: { practice: '+31101234567', outOfHours: '+31107654321', emergency: '112' },
  openingHours: [{ days: [1, 2, 3, 4, 5], from: '08:00', to: '17:00' }], mail: { from: `balie@${id}.example`, notify: [`team@${id}.example`] },
  services: { prescriptions: { title: { nl: 'Recepten' } }, appointments: { title: { nl: 'Afspraken' } }, econsults: { title: { nl: 'Vragen' } }, record: { title: { nl: 'Mijn dossier' } } },
  prescriptions: { notRenewable: ['N05BA'], practiceDecides: ['N02A'] },
  appointments: { types: [{ id: 'consult', title: { nl: 'Spreekuur', en: 'Consultation' }, minutes: 10, roles: ['gp'] }, { id: 'nurse', title: { nl: 'Praktijkondersteuner' }, minutes: 20, roles: ['nurse'] }] },
  econsults: { maxLength: 500, answerWorkingDays: 2 },
  ...more,
});

export type World = Awaited<ReturnType<typeof openWorld>>;

/** Tuesday 24 November 2026, 10:00 in the practice. `configure` changes one practice's file. */
export async function openWorld(configure: Readonly<Record<string, Partial<ClinicConfigFile>>> = {}, systemKeys: SystemKeys = {}) {
  const database = await testDatabase();
  const { db, keyring } = database;
  const clinics = new Map(['de-linde', 'zeezicht'].map((id) => [id, practice(id, configure[id])]));
  let now = new Date('2026-11-24T09:00:00Z');
  const accesses = new Map<string, PatientAccess | StaffAccess>();
  const contacts = new Map<string, AccountContact>();
  const logged: LogRecord[] = [];

  const guard: Guard = {
    async patient(request, service) {
      const access = believe(request);
      if (access?.kind !== 'patient') throw new PublicError('invalid_token');
      if (access.service !== service) throw new PublicError('insufficient_user_authentication');
      return access;
    },
    async staff(request) {
      const access = believe(request);
      if (access?.kind !== 'staff') throw new PublicError('invalid_token');
      return access;
    },
  };
  const believe = (request: Request) => accesses.get((request.headers.get('authorization') ?? '').replace(/^DPoP /, ''));
  const base = { db, keyring, clock: () => now, clinics, log: (record: LogRecord) => { logged.push(record); } };
  const codesClosed = new Set<string>();
  const numbered = new Set<string>();
  const pagesClosed: string[] = [];
  /** Account, or `account/patient`. */
  const endedGuardians = new Set<string>();
  const accounts = {
    contacts: async (ids: readonly string[]) => new Map(ids.flatMap((id) => { const contact = contacts.get(id); return contact ? [[id, contact] as const] : []; })),
    // Without a link of its own it acts here for somebody, until a test says otherwise.
    reads: async (account: string, clinic: string, patient: string) => { const own = await linking.state(account, clinic); return own ? own.patient === patient : !endedGuardians.has(account) && !endedGuardians.has(`${account}/${patient}`); },
    find: async (email: string) => [...contacts.values()].find((contact) => contact.email === email)?.account ?? null,
    codesClosed: async (ids: readonly string[]) => new Set(ids.filter((id) => codesClosed.has(id))),
    reopenCodes: async (_tx: Transaction, account: string, _clinic: string) => { codesClosed.delete(account); },
    numbered: async (ids: readonly string[]) => new Set(ids.filter((id) => numbered.has(id))),
    removeNumber: async (_tx: Transaction, account: string, _clinic: string) => numbered.delete(account),
    closePages: async (_tx: Transaction, account: string, clinic: string) => { pagesClosed.push(`${account}/${clinic}`); },
  };
  /** Who asks to act for a child; the rest of it is the token service's. */
  const asked = new Map<string, GuardianAsked>();
  const namesOf = new Map<string, string>();
  const staffOf = new Map<string, Member & { clinic: string }>();
  const change = (id: string, to: Partial<Member>) => { staffOf.set(id, { ...staffOf.get(id)!, ...to }); };
  const work = createWork();
  const members: Members<Transaction> = {
    of: async (_tx, clinic) => [...staffOf.values()].filter((one) => one.clinic === clinic),
    names: async (_tx, ids) => new Map(ids.flatMap((id) => { const name = namesOf.get(id); return name === undefined ? [] : [[id, name] as const]; })),
    async invite(_tx, wish) {
      const id = [...staffOf.values()].find((one) => one.email === wish.email)?.id ?? randomUUID();
      staffOf.set(id, { ...wish, id, state: 'invited', secondFactor: false, since: now });
      return id;
    },
    setRoles: async (_tx, id, roles) => change(id, { roles }),
    resetSecondFactor: async (_tx, id) => change(id, { secondFactor: false }),
    remove: async (tx, id) => { staffOf.delete(id); await work.letGo(tx, id); },
    recoveryCodesLeft: async () => 10,
    renewRecoveryCodes: async () => ['K7M4P-9QXRT'],
  };
  const guardians: Guardians<Transaction> = { asked: async () => [], one: async (_tx, _clinic, id) => asked.get(id) ?? null, of: async () => [], letIn: async () => ({ setUp: false }), add: async () => ({ id: randomUUID(), setUp: false }), refuse: async () => undefined, stop: async () => ({ setUp: false }), logOut: async () => undefined };
  const care = createCareService({ ...base, guard, accounts, members, guardians, issuer, deskOrigin, systemKeys });
  const { app } = care;
  const linking = createLinking(base);

  let serial = 0;
  const id = () => `s${serial += 1}`;
  const one = <T>(rows: T[]): T => rows[0]!;

  return {
    ...base, db, keyring, app, care, linking, logged, asked, codesClosed, numbered, pagesClosed, endedGuardians, staffOf, close: database.close, issuer, deskOrigin,
    get now() { return now; },
    /** Turns the clock. */
    pass(seconds: number) { now = new Date(now.getTime() + seconds * 1000); },
    set(time: string) { now = new Date(time); },

    // ── people ──
    async patient(person: { clinic?: string; given?: string; family?: string; birthDate?: string | null; bsn?: string | null; verified?: boolean } = {}) {
      const { clinic = 'de-linde', given = 'Testje', family = 'Proef', birthDate = '1980-05-17', bsn = null } = person;
      return one(await db.insert(schema.patients).values({
        clinic, sourceId: id(), given, family, birthDate, verified: person.verified ?? bsn !== null, phoneSealed: seal(keyring, 'phone', '+31612345678'),
        ...sealedNumber(keyring, clinics.get(clinic)?.country ?? 'NL', bsn),
      }).returning());
    },
    /** An account as the token service knows it; not yet linked to anything. */
    account(contact: Partial<AccountContact> = {}): string {
      const account = contact.account ?? randomUUID();
      contacts.set(account, { account, name: 'T. Proef', birthDate: '1980-05-17', phone: '+31612345678', email: `${account}@post.example`, locale: 'en', ...contact });
      return account;
    },
    /** A token for an open service page of that account. Each call is another page. */
    page(service: Service, of: { account: string; patient: string; clinic?: string; guardian?: string }): string {
      const token = randomUUID();
      accesses.set(token, { kind: 'patient', account: of.account, clinic: of.clinic ?? 'de-linde', service, page: randomUUID(), patient: of.patient, guardian: of.guardian ?? null, acr: 'urn:balie:acr:email-code', locale: 'nl' });
      return token;
    },
    staff(roles: readonly StaffRole[], clinic = 'de-linde'): string {
      const token = randomUUID();
      const id = randomUUID();
      namesOf.set(id, 'A. Balie');
      staffOf.set(id, { id, clinic, name: 'A. Balie', email: `${id}@praktijk.example`, roles, locale: 'nl', state: 'active', secondFactor: true, since: now });
      accesses.set(token, { kind: 'staff', staff: id, clinic, name: 'A. Balie', roles, locale: 'nl' });
      return token;
    },
    staffId: (token: string) => { const access = accesses.get(token); return access?.kind === 'staff' ? access.staff : ''; },

    // ── records ──
    async medicine(patient: string, medicine: Partial<typeof schema.medications.$inferInsert> = {}) {
      return one(await db.insert(schema.medications).values({ clinic: 'de-linde', sourceId: id(), patient, name: 'Metoprolol 50 mg', status: 'active', atc: 'C07AB02', authoredOn: '2026-01-05', ...medicine }).returning());
    },
    /** A FHIR resource of the patient, as an import stores it. */
    async resource(patient: string, resource: { resourceType: string; id?: string } & Record<string, unknown>, clinic = 'de-linde') {
      return one(await db.insert(schema.clinicalResources).values({ clinic, type: resource.resourceType, sourceId: resource.id ?? id(), patient, about: aboutDay(resource, 'Europe/Amsterdam'), resourceSealed: seal(keyring, 'resource', JSON.stringify(resource)) }).returning());
    },
    async practitioner(role = 'gp', clinic = 'de-linde') {
      const practitioner = one(await db.insert(schema.practitioners).values({ clinic, sourceId: id(), name: `Dr. ${role}`, role }).returning());
      const schedule = one(await db.insert(schema.schedules).values({ clinic, sourceId: id(), practitioner: practitioner.id }).returning());
      return { ...practitioner, schedule: schedule.id };
    },
    async slot(by: { id: string; schedule: string; clinic: string }, start: string, minutes = 20, status = 'free') {
      return one(await db.insert(schema.slots).values({ clinic: by.clinic, sourceId: id(), schedule: by.schedule, practitioner: by.id, start: new Date(start), end: new Date(Date.parse(start) + minutes * 60_000), status }).returning());
    },

    // ── what happened ──
    audit: () => db.select().from(schema.audit).orderBy(asc(schema.audit.sequence)),
    /** Mails queued, opened: template, address, language, data; in the order they were written. */
    async mails(): Promise<{ template: string; to: string; locale: string; clinic: string; data: Record<string, unknown> }[]> {
      const rows = await db.select().from(schema.outbox).orderBy(asWritten);
      return rows.map((row) => JSON.parse(keyring.open('outbox', row.mailSealed!)) as never);
    },
    async requestLink(account: string, clinic = 'de-linde'): Promise<string> {
      await db.transaction((tx) => linking.request(tx, account, clinic));
      return one(await db.select().from(schema.recordLinks).where(sql`${eq(schema.recordLinks.account, account)} and ${eq(schema.recordLinks.clinic, clinic)}`)).id;
    },

    // ── the wire ──
    /** `as`: token. The Origin is the one the side's pages have, unless told. */
    async call(method: 'GET' | 'POST', path: string, as: string, body?: unknown, headers: Record<string, string> = {}) {
      const origin = path.startsWith('/staff') ? deskOrigin : issuer;
      const answer = await app.request(`${origin}${path}`, {
        method, headers: { authorization: `DPoP ${as}`, ...(method === 'POST' ? { origin, 'content-type': 'application/json' } : {}), ...headers }, ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const text = await answer.text();
      return { status: answer.status, headers: answer.headers, text, body: (text === '' ? null : JSON.parse(text)) as { error?: string } & Record<string, unknown> };
    },
    get(path: string, as: string) { return this.call('GET', path, as); },
    post(path: string, as: string, body: unknown, key?: string) { return this.call('POST', path, as, body, key === undefined ? {} : { 'idempotency-key': key }); },
  };
}

/** Test numbers that pass the 11-proef. */
export const bsns = ['249566758', '123456782', '111222333'] as const;
