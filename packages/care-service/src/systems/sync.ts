/** Keeps a clinic in step with its own system: brings what was done here, in the order it was done, and takes what changed there. Of N services one does; an outage of one practice holds up no other. */
import { traceOf, type ClinicConfig } from '@balie/contracts';
import { and, appendAudit, asc, eq, isNull, lt, lte, or, schema, sql } from '@balie/database';
import { withoutNumbers } from '@balie/rules';
import { contactOf } from '../contacts.ts';
import type { CareDeps } from '../deps.ts';
import { importFhir } from '../import/import.ts';
import { withdrawMissing } from '../import/missing.ts';
import { takeAnswers } from './answers.ts';
import { everySeconds, waiting } from './changes.ts';
import { isElsewhere, systemOf } from './connectors.ts';
import { confirm, lose } from './outcome.ts';
import { SystemTrouble } from './system.ts';
import { readThing, type Kind } from './things.ts';

const { appointments, systemPushes, systemStates } = schema;
type State = typeof systemStates.$inferSelect;
const second = 1000;
/** Longer than any one call may take; renewed before each thing. */
const lease = 180 * second;
/** A day: the whole is laid beside it, so that what was deleted there goes here too. */
const wholeEvery = 86_400 * second;
/** Clocks and searches that lag are forgiven so much: what changed in it is read twice. */
const overlap = 60 * second;
/** 5, 10, 20 … seconds, at most ten minutes, or what the system asks. */
const backOff = (failures: number, wait = 0) => Math.max(wait * second, Math.min(5 * second * 2 ** Math.min(failures, 10), 600 * second));
const after = (now: Date, ms: number) => new Date(now.getTime() + ms);

export interface Systems {
  /** Keeps this clinic in step once, whatever the time; false: another does, or there is nothing to keep. */
  sync(clinic: string): Promise<boolean>;
  /** Keeps every clinic in step from now on: what is done here is on its way within two seconds. */
  start(): { stop(): Promise<void> };
}

export function createSystems(deps: CareDeps): Systems {
  const { db, clock, log } = deps;

  return {
    async sync(id) {
      const clinic = deps.clinics.get(id);
      return clinic && isElsewhere(clinic) ? inStep(clinic, true) : false;
    },
    start() {
      const clinics = [...deps.clinics.values()].filter(isElsewhere);
      // Each by itself: one that answers slowly holds up no other.
      const under = new Map<string, Promise<unknown>>();
      const timer = setInterval(() => {
        for (const clinic of clinics) if (!under.has(clinic.id)) under.set(clinic.id, inStep(clinic, false).catch((thrown: unknown) => log({ event: 'system-failed', level: 'error', clinic: clinic.id, ...traceOf(thrown) })).finally(() => under.delete(clinic.id)));
      }, 2 * second);
      return { async stop() { clearInterval(timer); await Promise.all(under.values()); } };
    },
  };

  async function inStep(clinic: ClinicConfig, always: boolean): Promise<boolean> {
    const state = await take(clinic.id, always);
    if (!state) return false;
    const mine = eq(systemStates.clinic, clinic.id);
    try {
      await bring(clinic);
      const pulled = always || state.nextAt <= clock() ? await pull(clinic, state) : {};
      await db.update(systemStates).set({ ...pulled, failures: 0, failedSince: null, problem: null, leaseUntil: null }).where(mine);
    } catch (thrown) {
      const trouble = thrown instanceof SystemTrouble ? thrown : null;
      log({ event: 'system-out', level: 'warn', clinic: clinic.id, count: state.failures + 1, ...(trouble ? { code: trouble.code } : traceOf(thrown)) });
      await db.update(systemStates).set({ failures: state.failures + 1, failedSince: state.failedSince ?? clock(), problem: trouble?.code ?? 'internal', nextAt: after(clock(), backOff(state.failures, trouble?.wait)), leaseUntil: null }).where(mine);
    }
    return true;
  }

  /** The lease, by compare-and-set. While a system is out nothing is tried before its time. */
  async function take(clinic: string, always: boolean): Promise<State | undefined> {
    const now = clock();
    await db.insert(systemStates).values({ clinic, nextAt: now }).onConflictDoNothing();
    const something = sql`(${systemStates.failures} = 0 and exists (select 1 from ${systemPushes} where ${and(waiting(clinic), lte(systemPushes.nextAt, now))}))`;
    const [state] = await db.update(systemStates).set({ leaseUntil: after(now, lease) })
      .where(and(eq(systemStates.clinic, clinic), or(isNull(systemStates.leaseUntil), lt(systemStates.leaseUntil, now)), always ? undefined : or(lte(systemStates.nextAt, now), something))).returning();
    return state;
  }

  /** In the order of the acts. What cannot be brought now waits by itself; when the system is out all of it waits. */
  async function bring(clinic: ClinicConfig): Promise<void> {
    const rows = await db.select().from(systemPushes).where(and(waiting(clinic.id), lte(systemPushes.nextAt, clock()))).orderBy(asc(systemPushes.changedAt), asc(systemPushes.object)).limit(500);
    for (const row of rows) {
      await db.update(systemStates).set({ leaseUntil: after(clock(), lease) }).where(eq(systemStates.clinic, clinic.id));
      const mine = and(eq(systemPushes.clinic, clinic.id), eq(systemPushes.kind, row.kind), eq(systemPushes.object, row.object));
      const line = { clinic: clinic.id, template: row.kind, job: row.object, count: row.attempts + 1 };
      // Read anew: `wanted` is what this reading holds at least.
      const [fresh] = await db.select({ wanted: systemPushes.wanted, told: systemPushes.told }).from(systemPushes).where(mine);
      const thing = await readThing(db, deps, clinic, row.kind as Kind, row.object);
      try {
        const outcome = thing ? await systemOf(deps, clinic).push(thing) : 'done';
        const contact = thing?.kind === 'appointment' ? await contactOf({ deps, clinic }, appointments, thing.id) : undefined;
        await db.transaction(async (tx) => {
          const [recorded] = await tx.update(systemPushes).set({ sent: fresh!.wanted, attempts: 0, reason: null }).where(and(mine, lt(systemPushes.sent, fresh!.wanted))).returning();
          if (!recorded) return;
          const scene = { deps, clinic, now: clock() };
          if (thing?.kind === 'appointment') {
            if (outcome === 'lost') await lose(tx, scene, thing, contact);
            else if (!fresh!.told) await confirm(tx, scene, thing, contact, row.sent === 0);
          }
          await appendAudit(tx, { at: clock(), clinic: clinic.id, actorKind: 'system', actor: null, action: 'system.bring', objectKind: row.kind, object: row.object, patient: row.patient, outcome });
        });
        log({ event: 'system-brought', ...line });
      } catch (thrown) {
        const trouble = thrown instanceof SystemTrouble ? thrown : new SystemTrouble('later', 'internal');
        if (!(thrown instanceof SystemTrouble)) log({ event: 'system-failed', level: 'error', ...line, ...traceOf(thrown) });
        if (trouble.kind === 'out') throw trouble;
        const now = clock();
        await db.update(systemPushes).set({ attempts: row.attempts + 1, reason: trouble.code, nextAt: after(now, backOff(row.attempts)), ...(trouble.kind === 'refused' ? { failedAt: now } : {}) })
          // What was changed meanwhile was not tried yet.
          .where(and(mine, eq(systemPushes.wanted, fresh!.wanted)));
        log({ event: trouble.kind === 'refused' ? 'system-refused' : 'system-waits', level: 'warn', code: trouble.code, ...line });
      }
    }
  }

  /** A page is loaded whole or not at all; the day up to which all is known moves on when the last one is. */
  async function pull(clinic: ClinicConfig, state: State): Promise<Partial<State>> {
    const began = clock();
    const whole = !state.comparedAt || !state.since || state.comparedAt.getTime() <= began.getTime() - wholeEvery;
    let since: Date | null = null;
    let seen: string[] = [];
    const unread: string[] = [];
    for await (const page of systemOf(deps, clinic).pull(whole ? null : state.since)) {
      since ??= page.at;
      await db.update(systemStates).set({ leaseUntil: after(clock(), lease) }).where(eq(systemStates.clinic, clinic.id));
      if (page.ids.length && !(await takeAnswers(deps, clinic, page))) {
        const report = await importFhir(deps, clinic.id, [{ name: page.type, content: page.content }], 'system');
        unread.push(...report.refused.map(({ resource, reason }) => `${withoutNumbers(resource)}: ${reason}`));
      }
      seen.push(...page.ids);
      if (!page.last) continue;
      if (whole) await withdrawMissing(deps, clinic, page.type, seen);
      seen = [];
    }
    // Of the whole, as at first, one line: how many, and the first of them. Of what changed since each is named.
    const named = whole ? 1 : 20;
    for (const code of unread.slice(0, named)) log({ event: 'system-not-loaded', clinic: clinic.id, code, ...(unread.length > named ? { count: unread.length } : {}) });
    return { since: since === null ? state.since : after(since, -overlap), pulledAt: began, nextAt: after(began, everySeconds(clinic) * second), ...(whole ? { comparedAt: began } : {}) };
  }
}
