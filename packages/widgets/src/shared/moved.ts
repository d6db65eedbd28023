/** What was typed in one form and sent from another is not kept in the first, so that it is not sent twice (N5). In a chunk of its own. */
import type { Drafts } from '@balie/portal-client';
import type { Kept, Moved } from './submission.ts';

/** What was changed since, or may have been sent, is left alone. */
export async function sentElsewhere(drafts: Drafts, { name, typed }: Moved): Promise<void> {
  const there = await drafts.load<Kept<Record<string, unknown>>>(name);
  if (there && !there.tried && Object.entries(typed).every(([field, words]) => there.draft[field] === words)) await drafts.clear(name);
}
