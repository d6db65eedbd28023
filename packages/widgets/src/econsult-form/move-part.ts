/** Taking what was written along to another form, in this document (N5). Nothing is sent by it. In a chunk of its own. */
import type { Drafts } from '@balie/portal-client';
import type { OtherForm } from '@balie/rules';
import type { Kept } from '../shared/submission.ts';

/** The element of each form, and the field of its draft that the text goes to. */
export const forms = { appointments: { element: 'book-appointment', field: 'reason' }, prescriptions: { element: 'prescription-request', field: 'remark' } } as const;

/** False where that form holds words of its own already, or something that may have been sent: those are left alone. */
export async function moveText(drafts: Drafts, to: OtherForm, text: string): Promise<boolean> {
  const { field } = forms[to];
  const there = await drafts.load<Kept<Record<string, unknown>>>(to).catch(() => null);
  if (there && (there.tried || there.draft[field])) return false;
  await drafts.save(to, { draft: { ...there?.draft, [field]: text }, key: there?.key ?? crypto.randomUUID(), tried: false } satisfies Kept<Record<string, unknown>>);
  return true;
}
