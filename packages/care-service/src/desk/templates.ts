/** The practice's standard texts: read by who answers, kept by doctors and the owner. */
import { PublicError, type Locale, type TemplateKind, type TemplateOrder, type templatesAnswer } from '@balie/contracts';
import { and, asc, eq, schema, type Transaction } from '@balie/database';
import type { output } from 'zod/mini';
import type { StaffAct } from '../act.ts';
import { demand, may } from './roles.ts';

const { answerTemplates } = schema;
type Answer = output<typeof templatesAnswer>;
const most = 200;
const ofClinic = (act: StaffAct, id?: string) => and(eq(answerTemplates.clinic, act.clinic.id), id === undefined ? undefined : eq(answerTemplates.id, id));

async function all(tx: Transaction, act: StaffAct): Promise<Answer> {
  const rows = await tx.select().from(answerTemplates).where(ofClinic(act)).orderBy(asc(answerTemplates.title), asc(answerTemplates.id));
  return { templates: rows.map(({ id, kind, locale, title, text }) => ({ id, kind: kind as TemplateKind, locale: locale as Locale, title, text })) };
}

/** GET /staff/templates */
export function listTemplates(act: StaffAct): Promise<Answer> {
  const { accounts, care } = may(act.access, act.clinic);
  demand(accounts || care);
  return act.transact((tx) => all(tx, act));
}

function keep(act: StaffAct, work: (tx: Transaction, said: { by: string; at: Date }) => Promise<string | undefined>): Promise<Answer> {
  demand(may(act.access, act.clinic).templates);
  return act.transact(async (tx, trail) => {
    const id = await work(tx, { by: act.access.staff, at: act.now });
    if (id === undefined) throw new PublicError('not_found');
    trail.object = id;
    return all(tx, act);
  });
}
/** In a language that the practice speaks. */
const spoken = (act: StaffAct, { locale }: TemplateOrder) => { if (!act.clinic.locales.includes(locale)) throw new PublicError('invalid_request', { fields: ['locale'] }); };

/** POST /staff/templates. More than two hundred are a `conflict`. */
export const addTemplate = (act: StaffAct, order: TemplateOrder): Promise<Answer> => keep(act, async (tx, said) => {
  spoken(act, order);
  if (await tx.$count(answerTemplates, ofClinic(act)) >= most) throw new PublicError('conflict');
  const [made] = await tx.insert(answerTemplates).values({ ...order, ...said, clinic: act.clinic.id }).returning({ id: answerTemplates.id });
  return made?.id;
});

/** POST /staff/templates/:id: of two who change one the last counts. */
export const changeTemplate = (act: StaffAct, id: string, order: TemplateOrder): Promise<Answer> => keep(act, async (tx, said) => {
  spoken(act, order);
  const [changed] = await tx.update(answerTemplates).set({ ...order, ...said }).where(ofClinic(act, id)).returning({ id: answerTemplates.id });
  return changed?.id;
});

/** POST /staff/templates/:id/remove */
export const removeTemplate = (act: StaffAct, id: string): Promise<Answer> => keep(act, async (tx) => {
  const [gone] = await tx.delete(answerTemplates).where(ofClinic(act, id)).returning({ id: answerTemplates.id });
  return gone?.id;
});
