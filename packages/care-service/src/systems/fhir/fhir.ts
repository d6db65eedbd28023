/** The connector to a FHIR R4 server. Every write is found again by our identifier, so that what may have arrived is never sent twice; every change names the version it was made from. */
import * as z from 'zod/mini';
import type { FhirSystem } from '@balie/contracts';
import { clinicalTypes } from '../../import/load-records.ts';
import { resourceId } from '../../import/resources.ts';
import { mistaken } from '../../mistaken.ts';
import { SystemTrouble, type ClinicSystem, type Page, type SystemDeps } from '../system.ts';
import type { Booking, Message } from '../things.ts';
import { createFhirClient, tooLarge, within, type FhirAnswer, type FhirClient } from './client.ts';
import { createTokens } from './tokens.ts';
import { documents, isOfAnother, refer, write, type FhirResource, type Mark } from './writing.ts';

/** What others refer to comes first. The last three are read for what the practice did with what we sent. */
export const pulledTypes = ['Patient', 'Practitioner', 'PractitionerRole', 'Schedule', 'Slot', 'Medication', 'MedicationRequest', ...clinicalTypes, 'Task', 'Appointment', 'Communication'] as const;
const pageSize = 200;
/** Of a document what it is; what it holds is asked for when somebody opens it. */
const elements: Readonly<Record<string, string>> = { DocumentReference: 'identifier,status,docStatus,type,category,subject,date,author,securityLabel,description' };
/** Pages of one type: more is a server that never ends. */
const mostPages = 5000;
/** Two changes at once, or a version that is older than the one just written: read again, so many times. */
const tries = 4;
/** Documents of one practice that are read at a time: each lies in memory whole. */
const atOnce = 6;

/** `..` would be another place of the server. */
const resource = z.looseObject({ resourceType: z.string(), id: z.string().check(z.regex(resourceId), z.regex(/[^.]/)), meta: z.optional(z.looseObject({ versionId: z.optional(z.string()) })) });
const bundle = z.object({ resourceType: z.literal('Bundle'), link: z.optional(z.array(z.object({ relation: z.string(), url: z.string() }))), entry: z.optional(z.array(z.looseObject({ resource: z.optional(z.looseObject({ resourceType: z.string(), id: z.optional(z.string()) })) }))) });
type Stored = z.output<typeof resource>;
const marks = z.array(z.looseObject({ system: z.optional(z.string()), value: z.optional(z.string()) }));
const slotOf = z.looseObject({ resourceType: z.literal('Slot'), status: z.string(), identifier: z.optional(marks) });

export function openFhir({ systemKeys, issuer, clock }: SystemDeps, system: FhirSystem): ClinicSystem {
  const client = createFhirClient(system.url, createTokens(system, Object.hasOwn(systemKeys, system.key) ? systemKeys[system.key] : undefined, clock));
  let reading = 0;
  return {
    async* pull(since) { for (const type of pulledTypes) yield* pagesOf(client, type, since, clock()); },
    async push(thing) {
      switch (thing.kind) {
        case 'appointment': return pushAppointment(client, issuer, thing);
        case 'message': return pushMessage(client, issuer, thing);
        case 'prescription-line': await settle(client, write(issuer, thing)); return 'done';
      }
    },
    async document(id) {
      if (reading >= atOnce) throw new SystemTrouble('later', 'too-many-at-once');
      reading += 1;
      try { return await readDocument(client, id); } finally { reading -= 1; }
    },
    async greet() { read(bundle, await client.ask('GET', 'Patient?_count=1')); },
  };
}

/** A type that the server does not have, or does not let us read, has no pages. */
async function* pagesOf(client: FhirClient, type: string, since: Date | null, now: Date, size = pageSize): AsyncIterable<Page> {
  let next: string | null = `${type}?_sort=_lastUpdated&_count=${size}${elements[type] ? `&_elements=${elements[type]}` : ''}${since ? `&_lastUpdated=ge${since.toISOString()}` : ''}`;
  let at: Date | null = null;
  for (let number = 0; next !== null; number++) {
    let answer: FhirAnswer;
    try { answer = await client.ask('GET', next); } catch (thrown) {
      // Too much for one answer: from the start, in smaller ones. What was taken already is taken again, and is the same.
      if (!(thrown instanceof SystemTrouble && thrown.code === tooLarge)) throw thrown;
      // A document that comes with all it holds, asked for or not, must not keep the practice's answers from patients: no further document is read.
      if (size === 1) { if (elements[type]) return; throw thrown; }
      return yield* pagesOf(client, type, since, now, Math.ceil(size / 15));
    }
    if (number === 0 && [400, 403, 404, 405].includes(answer.status)) return;
    if (number >= mostPages) throw new SystemTrouble('out', 'pages-without-end');
    const page = read(bundle, answer);
    at ??= answer.date ?? now;
    const more: string | undefined = page.link?.find(({ relation }) => relation === 'next')?.url;
    next = more === undefined ? null : within(client.base, more).href;
    const ids = (page.entry ?? []).flatMap((entry) => (entry.resource?.resourceType === type && entry.resource.id !== undefined ? [entry.resource.id] : []));
    yield { type, content: answer.text, ids, last: next === null, at };
  }
}

/** What was asked was not given: for good where the server understood it and said no. */
function read<T extends z.ZodMiniType>(schema: T, { status, text }: FhirAnswer): z.output<T> {
  if (status >= 400) throw new SystemTrouble('refused', `http-${status}`);
  let json: unknown;
  try { json = JSON.parse(text); } catch { json = undefined; }
  return as(schema, json);
}

function as<T extends z.ZodMiniType>(schema: T, json: unknown): z.output<T> {
  const result = schema.safeParse(json);
  if (!result.success) throw new SystemTrouble('later', 'answer-is-not-fhir');
  return result.data;
}

/** Null: it is gone. */
async function readOne<T extends z.ZodMiniType<Stored>>(client: FhirClient, type: string, id: string, schema: T): Promise<z.output<T> | null> {
  const answer = await client.ask('GET', refer(type, id).reference);
  if (answer.status === 404 || answer.status === 410) return null;
  const one = read(schema, answer);
  // Another than was asked is not what was asked for.
  if (one.id !== id || one.resourceType !== type) throw new SystemTrouble('later', 'answer-is-not-fhir');
  return one;
}

async function find(client: FhirClient, type: string, mark: Mark): Promise<Stored[]> {
  const found = read(bundle, await client.ask('GET', `${type}?identifier=${encodeURIComponent(`${mark.system}|${mark.value}`)}`));
  const stored = (found.entry ?? []).flatMap(({ resource: one }) => (one?.resourceType === type ? [as(resource, one)] : []));
  // A server that lets the search be and answers with everything: nothing of that is ours to change.
  if (!stored.every((one) => marks.safeParse(one['identifier']).data?.some(isMark(mark)))) throw new SystemTrouble('refused', 'search-without-identifier');
  return stored;
}

/** Ours, about the same patient. */
async function findOurs(client: FhirClient, wanted: FhirResource): Promise<Stored | undefined> {
  const found = await find(client, wanted.resourceType, wanted.identifier[0]);
  const ours = found.find((one) => !isOfAnother(one, (patient) => !isOfAnother(wanted, (mine) => mine === patient)));
  if (!ours && found.length) throw new SystemTrouble('refused', 'is-of-another-patient');
  return ours;
}

const attachments = z.looseObject({ content: z.optional(z.array(z.looseObject({ attachment: z.looseObject({ data: z.optional(z.string()), url: z.optional(z.string()) }) }))) });
const binary = z.looseObject({ resourceType: z.literal('Binary'), data: z.optional(z.string()) });

/** What it holds stands in it, or in a Binary of the same server: nothing is fetched elsewhere. */
async function readDocument(client: FhirClient, id: string): Promise<{ resource: Stored; bytes: Uint8Array } | null> {
  const one = await readOne(client, 'DocumentReference', id, z.intersection(resource, attachments));
  const held = one?.content?.map(({ attachment }) => attachment).find(({ data, url }) => data !== undefined || url !== undefined);
  const data = held?.data ?? (held?.url === undefined ? undefined : read(binary, await client.ask('GET', within(new URL(`${client.base.href.replace(/\/$/, '')}/`), held.url).href)).data);
  return one && data !== undefined ? { resource: one, bytes: Buffer.from(data, 'base64') } : null;
}

/** True when it was stored; false when somebody else was quicker. */
async function put(client: FhirClient, changed: Stored): Promise<boolean> {
  const version = changed.meta?.versionId;
  const answer = await client.ask('PUT', `${changed.resourceType}/${encodeURIComponent(changed.id)}`, changed, version === undefined ? {} : { 'if-match': `W/"${version}"` });
  if (answer.status === 409 || answer.status === 412) return false;
  if (answer.status >= 400) throw new SystemTrouble('refused', `http-${answer.status}`);
  return true;
}

/** A renewal that the practice has decided on there: we do not undo it with less. */
const decided = ['accepted', 'in-progress', 'rejected', 'completed', 'failed', 'cancelled', mistaken];
/** An appointment that the practice has ended there. */
const over = ['cancelled', 'noshow', 'fulfilled', mistaken];
/** What we say anew of a resource that is there, where we say it (`undefined`: that it has none); the rest of it is the practice's. Messages and files never change. */
const said: Readonly<Record<string, readonly string[]>> = { Task: ['status', 'statusReason'], Appointment: ['status', 'cancelationReason', 'slot', 'start', 'end', 'participant'] };

/** Makes the resource there as it is wanted: new, changed or as it was. */
async function settle(client: FhirClient, wanted: FhirResource): Promise<void> {
  const type = wanted.resourceType, [{ system, value }] = wanted.identifier;
  for (let turn = 0; turn < tries; turn++) {
    const known = await findOurs(client, wanted);
    if (!known) {
      const answer = await client.ask('POST', type, wanted, { 'if-none-exist': `identifier=${encodeURIComponent(`${system}|${value}`)}` });
      if (answer.status === 201) return;
      // 200: one is there that the search did not show yet.
      if (answer.status !== 200 && answer.status !== 409 && answer.status !== 412) throw new SystemTrouble(answer.status >= 400 ? 'refused' : 'later', `http-${answer.status}`);
    } else {
      if (type === 'Task' && wanted['status'] === 'requested' && decided.includes(String(known['status']))) return;
      const changes = (said[type] ?? []).filter((field) => Object.hasOwn(wanted, field) && JSON.stringify(wanted[field]) !== JSON.stringify(known[field]));
      if (changes.length === 0 || await put(client, { ...known, ...Object.fromEntries(changes.map((field) => [field, wanted[field]])) })) return;
    }
  }
  throw new SystemTrouble('later', 'changes-all-the-time');
}

/** Its files first: who reads it there finds them. */
async function pushMessage(client: FhirClient, issuer: string, one: Message): Promise<'done'> {
  for (const document of documents(issuer, one)) await settle(client, document);
  await settle(client, write(issuer, one));
  return 'done';
}

/**
 * The time first: it carries our identifier while it is ours, so that after a crash it is known for ours. Then the appointment; then every other time that still carries it is let go.
 * The time that was lost leaves no appointment behind.
 */
async function pushAppointment(client: FhirClient, issuer: string, one: Booking): Promise<'done' | 'lost'> {
  const wanted = write(issuer, one), [mark] = wanted.identifier;
  const stands = one.state === 'booked';
  const there = await findOurs(client, wanted);
  // The practice may have put it there itself.
  const named = one.slot !== null && there?.['status'] === 'booked' && JSON.stringify(there['slot'] ?? []).includes(`"Slot/${one.slot}"`);
  const lost = stands && (over.includes(String(there?.['status'])) || (one.slot !== null && !(await claim(client, one.slot, one.rival, mark, named))));
  // Nothing of one that was cancelled before it arrived is worth an entry there.
  if (!lost && (stands || there)) await settle(client, wanted);
  for (const slot of await find(client, 'Slot', mark)) if (lost || !stands || slot.id !== one.slot) await release(client, slot.id, mark);
  return lost ? 'lost' : 'done';
}

const isMark = (mark: Mark) => (one: { system?: string | undefined; value?: string | undefined }) => one.system === mark.system && one.value === mark.value;


const readSlot = (client: FhirClient, id: string) => readOne(client, 'Slot', id, z.intersection(resource, slotOf));

/** False: it is somebody else's, or no longer there. */
async function claim(client: FhirClient, time: string, rival: boolean, mark: Mark, named: boolean): Promise<boolean> {
  for (let turn = 0; turn < tries; turn++) {
    const slot = await readSlot(client, time);
    if (slot?.status === 'busy' && slot.identifier?.some(isMark(mark))) return true;
    if (!slot || (slot.status !== 'free' && !(named && slot.status === 'busy'))) {
      // Ours to give: it comes free once the one before it has arrived.
      if (slot && rival) throw new SystemTrouble('later', 'time-comes-free');
      return false;
    }
    if (await put(client, { ...slot, status: 'busy', identifier: [...slot.identifier ?? [], mark] })) return true;
  }
  throw new SystemTrouble('later', 'changes-all-the-time');
}

async function release(client: FhirClient, id: string, mark: Mark): Promise<void> {
  for (let turn = 0; turn < tries; turn++) {
    const slot = await readSlot(client, id);
    if (!slot?.identifier?.some(isMark(mark))) return;
    const rest = slot.identifier.filter((each) => !isMark(mark)(each));
    const { identifier: _marks, ...bare } = slot;
    if (await put(client, { ...bare, ...(rest.length ? { identifier: rest } : {}), status: slot.status === 'busy' ? 'free' : slot.status } as Stored)) return;
  }
  throw new SystemTrouble('later', 'changes-all-the-time');
}
