/** Schedules and their slots. */
import { eq, schema } from '@balie/database';
import type { Loading } from './loading.ts';
import { practitionerRoleOf } from './practitioners.ts';
import { Refusal } from './report.ts';
import { readAs, schedule, slot, type Reference } from './resources.ts';
import { storeSchedules, storeSlots } from './store.ts';

export async function loadAgenda(loading: Loading, practitioners: ReadonlyMap<string, string>): Promise<void> {
  const { tx, clinic, index, key, each, sound, supporting } = loading;
  const { schedules } = schema;
  const actors = await peopleBehindRoles();
  await storeSchedules(tx, each('Schedule', index.of('Schedule'), (one) => ({ clinic: clinic.id, sourceId: key(one), practitioner: practitionerFor(readAs(schedule, one.resource).actor) })));
  const known = new Map((await tx.select().from(schedules).where(eq(schedules.clinic, clinic.id))).map((row) => [row.sourceId, row]));
  await storeSlots(tx, each('Slot', await sound('Slot'), (one) => {
    const read = readAs(slot, one.resource);
    const target = index.target(read.schedule, ['Schedule']);
    const its = target && known.get(key(target));
    if (!its) throw new Refusal('its Schedule is neither in this import nor in the records');
    const [start, end] = [new Date(read.start), new Date(read.end)];
    if (end <= start) throw new Refusal('Slot.end is not after Slot.start');
    return { clinic: clinic.id, sourceId: key(one), schedule: its.id, practitioner: its.practitioner, start, end, status: read.status };
  }));

  /** A schedule may name a role instead of a person. */
  async function peopleBehindRoles(): Promise<ReadonlyMap<string, Reference>> {
    const people = new Map<string, Reference>();
    for (const one of index.of('Schedule')) {
      const written = schedule.safeParse(one.resource);
      for (const actor of written.success ? written.data.actor : []) {
        const role = await supporting(actor, 'PractitionerRole');
        const person = role && practitionerRoleOf(role)?.practitioner;
        if (actor.reference && person) people.set(actor.reference, person);
      }
    }
    return people;
  }

  function practitionerFor(named: readonly Reference[]): string {
    for (const actor of named) {
      const target = index.target(actors.get(actor.reference ?? '') ?? actor, ['Practitioner']);
      const id = target && practitioners.get(key(target));
      if (id) return id;
    }
    throw new Refusal('names no practitioner known here');
  }
}
