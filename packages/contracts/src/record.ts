/** The patient's own record as the practice keeps it, in words that can be read (S1-08 … S1-14): bodies of the care service. */
import * as z from 'zod/mini';
import { behind } from './behind.ts';
import { isoDate, uuid } from './ids.ts';
import { recordParts } from './later-lists.ts';

const author = z.nullable(z.string());
/** As far as it is known: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. */
const day = z.string().check(z.regex(/^\d{4}(-\d{2}(-\d{2})?)?$/));
/** A matter that the practice follows: `until` null while it goes on. `note`: what the doctor wrote with it. */
const episode = z.object({ kind: z.literal('episode'), id: uuid, date: z.nullable(day), until: z.nullable(day), ended: z.boolean(), title: z.string(), note: z.nullable(z.string()) });
/** What the doctor advised after a visit (S1-09). */
const advice = z.object({ kind: z.literal('advice'), id: uuid, date: z.nullable(day), title: z.string(), note: z.nullable(z.string()), author });
export const adviceEntry = z.discriminatedUnion('kind', [episode, advice]);
export type AdviceEntry = z.infer<typeof adviceEntry>;

/** How a value lies towards what is usual; null where nobody said and it cannot be told. */
export const judgements = ['usual', 'lower', 'higher', 'much-lower', 'much-higher', 'unusual'] as const;
export type Judgement = (typeof judgements)[number];
export const resultValue = z.object({ name: z.string(), /** As measured, with its unit, in the reader's way of writing; true and false are yes and no; null: only commented on. */ value: z.nullable(z.union([z.string(), z.boolean()])), judgement: z.nullable(z.enum(judgements)), /** `low` or `high` may be absent; or in words. */ range: z.nullable(z.object({ low: z.nullable(z.string()), high: z.nullable(z.string()), text: z.nullable(z.string()) })), comment: z.nullable(z.string()) });
export type ResultValue = z.infer<typeof resultValue>;
/** One test or a report of several (S1-10). `comment`: the doctor's, which is read first. */
const result = z.object({ id: uuid, date: z.nullable(day), title: z.string(), comment: z.nullable(z.string()), author, values: z.array(resultValue), /** Changed after it was first given out. */ corrected: z.boolean() });
/** `earlier`: the same measurement of before, newest first. */
export const resultEntry = z.object({ ...result.shape, earlier: z.optional(z.array(result)) });
export type ResultEntry = z.infer<typeof resultEntry>;

/** One medicine on the list (S1-11); `ended` ones were used within the months shown. */
export const recordMedicine = z.object({ id: uuid, name: z.string(), dosage: z.nullable(z.string()), date: z.nullable(day), ended: z.boolean() });
export type RecordMedicine = z.infer<typeof recordMedicine>;

/** A letter of or to the practice: what it is. What it holds is asked for by its id. */
export const recordLetter = z.object({ id: uuid, date: z.nullable(day), title: z.string(), author });
export type RecordLetter = z.infer<typeof recordLetter>;

/** `next`: what to ask the following page with, null at the end. */
const page = <T extends z.ZodMiniType>(item: T) => ({ items: z.array(item), next: z.nullable(z.string()) });
export const recordPage = z.discriminatedUnion('part', [
  z.object({ part: z.literal('advice'), ...page(adviceEntry) }),
  z.object({ part: z.literal('results'), ...page(resultEntry) }),
  z.object({ part: z.literal('medication'), ...page(recordMedicine) }),
  z.object({ part: z.literal('letters'), ...page(recordLetter) }),
]);
export type RecordPage = z.infer<typeof recordPage>;
/** GET /care/record: the first page of each part that the practice shows, in its order (S1-25). `since`: nothing older is shown, null: all is. */
export const recordAnswer = z.object({ since: z.nullable(isoDate), parts: z.array(recordPage), ...behind });
export type RecordAnswer = z.infer<typeof recordAnswer>;
/** GET /care/record/page?part=&after= → recordPage */
export const recordQuery = z.strictObject({ part: z.enum(recordParts), after: z.string().check(z.regex(/^(\d{4}-\d{2}-\d{2})?_[0-9a-f-]{36}$/)) });
