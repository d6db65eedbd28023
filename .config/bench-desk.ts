/**
 * Milliseconds of the desk's reads at a practice with 50,000 patients and 5,000 open requests, through its routes and on the embedded PostgreSQL as it runs (every read
 * waits for its audit entry on the disk): medians of 25 in this process. Printed, never asserted: machines differ.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCareService } from '@balie/care-service';
import { clinicConfig, PublicError, type Member, type StaffAccess } from '@balie/contracts';
import { createKeyring, migrate, openDatabase, sql, startPostgres } from '@balie/database';

const [patients, open] = [50_000, 5_000];
const rounds = Number(process.env['ROUNDS'] ?? 25);
const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'balie-bench-desk-'));
const postgres = await startPostgres({ folder, port: 0 });
const { db, close } = openDatabase({ url: postgres.url });
const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

try {
  await migrate(postgres.url);
  const keyring = createKeyring(randomBytes(32));
  const clinic = clinicConfig.parse(JSON.parse(readFileSync(join(root, 'demo-site/clinics/de-linde.json'), 'utf8')));
  const me: Member = { id: '00000000-0000-4000-8000-000000000001', name: 'Bench', email: 'bench@post.example', roles: ['gp', 'assistant'], locale: 'nl', state: 'active', secondFactor: true, since: new Date() };
  const access: StaffAccess = { kind: 'staff', staff: me.id, clinic: clinic.id, name: me.name, roles: me.roles, locale: me.locale };
  const refuse = () => Promise.reject(new PublicError('access_denied'));
  const deskOrigin = 'http://desk.localhost:4400';
  const { app } = createCareService({
    db, keyring, clock: () => new Date(), clinics: new Map([[clinic.id, clinic]]), log: () => undefined, issuer: 'http://balie.localhost:4400', deskOrigin, systemKeys: {}, guard: { patient: refuse, staff: async () => access },
    accounts: { contacts: async (ids) => new Map(ids.map((account) => [account, { account, name: 'Jan Jansen', birthDate: '1980-01-01', phone: null, email: 'jan@post.example', locale: 'nl' as const }])), reads: async () => true, find: async () => null, codesClosed: async () => new Set(), reopenCodes: refuse, numbered: async () => new Set<string>(), removeNumber: async () => false, closePages: refuse },
    members: { of: async () => [me], names: async () => new Map([[me.id, me.name]]), invite: refuse, setRoles: refuse, resetSecondFactor: refuse, remove: refuse, recoveryCodesLeft: async () => 10, renewRecoveryCodes: refuse },
    guardians: { asked: async () => [], one: async () => null, of: async () => [], letIn: refuse, add: refuse, refuse, stop: async () => null, logOut: refuse },
  });

  // Names of eight begins and sixty ends, as many share one in life.
  await db.execute(sql`insert into patient (clinic, source_id, family, given, birth_date, number_hmac, verified) select ${clinic.id}, 'n' || n, (array['Jansen','de Vries','van den Berg','Bakker','Visser','Smit','Østergård','Kjær'])[1 + n % 8] || '-' || chr(65 + n % 26) || lower(chr(65 + n / 26 % 26)) || 'ma', (array['Anna','Bert','Søren','Daniëlle','Eva'])[1 + n % 5], date '1930-01-01' + (n * 7 % 33000), 'h' || n, true from generate_series(1, ${patients}) n`);
  const some = sql`(select id, row_number() over (order by id) as n from patient) p where n <= ${patients}`;
  /** A quarter of what is open of each kind; ten times as much was handled before. */
  const waits = sql.raw(`n % 40 = 0`), when = sql`now() - n * interval '9 minutes'`;
  await db.execute(sql`insert into record_link (account, clinic, patient, state, requested_at) select gen_random_uuid(), ${clinic.id}, id, case when ${waits} then 'requested' else 'linked' end, ${when} from ${some}`);
  await db.execute(sql`insert into prescription_request (number, clinic, patient, account, received_at, handled_at) select 'R-' || n, ${clinic.id}, id, id, ${when}, case when ${waits} then null else ${when} end from ${some}`);
  await db.execute(sql`insert into prescription_line (request, name_sealed, state) select id, ${keyring.seal('prescription.name', 'Metoprolol 50 mg')}, case when handled_at is null then 'received' else 'at-pharmacy' end from prescription_request`);
  await db.execute(sql`insert into econsult (number, clinic, patient, account, subject_sealed, state, received_at, waiting_since, answered_at, messages) select 'E-' || n, ${clinic.id}, id, id, ${keyring.seal('econsult.subject', 'Uitslag')}, case when ${waits} then 'sent' else 'answered' end, ${when}, ${when}, case when ${waits} then null else ${when} end, 1 from ${some}`);
  await db.execute(sql`with gp as (insert into practitioner (clinic, source_id, name, role) values (${clinic.id}, 'gp', 'Dr. Bench', 'gp') returning id), plan as (insert into schedule (clinic, source_id, practitioner) select ${clinic.id}, 'gp', id from gp returning id, practitioner)
    insert into slot (clinic, source_id, schedule, practitioner, start, "end", status) select ${clinic.id}, 's' || n, plan.id, plan.practitioner, now() + n * interval '10 minutes', now() + n * interval '10 minutes', 'busy' from plan, generate_series(1, ${patients}) n`);
  await db.execute(sql`insert into appointment (number, clinic, patient, account, slot, type, state, received_at, seen_at) select 'A-' || p.n, ${clinic.id}, p.id, p.id, s.id, 'consult', 'booked', now() - p.n * interval '9 minutes', case when p.n % 40 = 0 then null else now() end from (select id, row_number() over (order by id) as n from patient) p join (select id, row_number() over (order by id) as n from slot) s on s.n = p.n`);
  await db.execute(sql`insert into assignment (kind, item, clinic, staff, by, at) select 'econsults', id, ${clinic.id}, ${me.id}, ${me.id}, now() from econsult where state = 'sent' limit 20`);
  await db.execute(sql`vacuum analyze`);
  const { rows: [sum] } = await db.execute<{ patients: string; open: string }>(sql`select (select count(*) from patient) as patients, (select count(*) from record_link where state = 'requested') + (select count(*) from prescription_request where handled_at is null) + (select count(*) from econsult where state = 'sent') + (select count(*) from appointment where seen_at is null) as open`);
  if (Number(sum!.patients) !== patients || Number(sum!.open) !== open) throw new Error(`seeded ${sum!.patients} patients and ${sum!.open} open requests`);

  const ask = async (path: string, body?: object) => {
    const answer = await app.request(`${deskOrigin}/staff/${path}`, body ? { method: 'POST', headers: { origin: deskOrigin, 'content-type': 'application/json' }, body: JSON.stringify(body) } : {});
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status}`);
    return await answer.json() as { next: Record<string, string> };
  };
  let last = '';
  for (let pages = 0, next: string | undefined; pages < 20; pages += 1) { next = (await ask(`queue?kind=econsults${last && `&after=${last}`}`)).next['econsults']; if (!next) break; last = next; }
  const reads: readonly (readonly [string, string, object?])[] = [
    ['the queue, first page of each kind', 'queue'], ['the queue, what is nobody’s', 'queue?whose=free'], ['the queue, what is one’s own', 'queue?whose=mine'], ['a late page of one kind', `queue?kind=econsults&after=${last}`],
    ['a patient by two words of the name', 'patients/search', { name: 'soren jans' }], ['a patient by one common beginning', 'patients/search', { name: 'a' }], ['a patient by name, marks apart', 'patients/search', { name: 'ostergaard da' }],
    ['a patient by date of birth', 'patients/search', { birthDate: '1964-03-12' }], ['a patient by number', 'patients/search', { number: '123456782' }], ['an account by name', 'accounts/search', { name: 'anna visser' }],
  ];
  console.log(`${patients} patients, ${open} open requests`);
  for (const [what, path, body] of reads) {
    const times: number[] = [];
    for (let round = 0; round < rounds; round += 1) { const began = performance.now(); await ask(path, body); times.push(performance.now() - began); }
    console.log(`${median(times).toFixed(0).padStart(7)} ms  ${what}`);
  }
} finally {
  await close();
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}
