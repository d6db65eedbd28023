/** What belongs in another form is offered to be taken there, words and all, in this document (N5). Nothing is sent by it, and nobody is kept from asking. In a chunk of its own. */
import { button, errorWords, notice } from '@balie/forms';
import type { Drafts } from '@balie/portal-client';
import { wrongForm, type OtherForm } from '@balie/rules';
import { html, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { Act } from '../shared/act.ts';
import type { Balie } from '../shared/balie.ts';
import type { Kept, Moved } from '../shared/submission.ts';
import type { EconsultDraft } from './econsult-flow.ts';

interface Host extends ReactiveControllerHost, HTMLElement {}
/** What is asked of the question's own submission. `child`: another form chooses for whom by itself, and could choose someone else. */
interface Writing { readonly draft: EconsultDraft; readonly tried: boolean; readonly child: string | null }

/** The element of each form, and the field of its draft that the text goes to. */
const forms = {
  appointments: { element: 'book-appointment', field: 'reason', tag: html`<book-appointment></book-appointment>` },
  prescriptions: { element: 'prescription-request', field: 'remark', tag: html`<prescription-request></prescription-request>` },
} as const satisfies Record<OtherForm, unknown>;

/** False where that form holds words of its own already, or something that may have been sent: those are left alone. */
export async function moveText(drafts: Drafts, to: OtherForm, { subject, question }: Pick<EconsultDraft, 'subject' | 'question'>): Promise<boolean> {
  const { field } = forms[to];
  const there = await drafts.load<Kept<Record<string, unknown>>>(to).catch(() => null);
  if (there && (there.tried || there.draft[field])) return false;
  await drafts.save(to, { draft: { ...there?.draft, [field]: `${subject.trim()}\n${question.trim()}` }, key: there?.key ?? crypto.randomUUID(), tried: false, from: { name: 'econsults', typed: { subject, question } } satisfies Moved } satisfies Kept<Record<string, unknown>>);
  return true;
}

export class MovePart {
  readonly #host: Host;
  readonly #act: Act;
  /** The form that is shown instead. */
  #away: { to: OtherForm; taken: boolean } | null = null;

  constructor(host: Host) {
    this.#host = host;
    this.#act = new Act(host);
  }

  /** Only what this practice offers, and only what was certainly not sent. */
  offer(balie: Balie, stem: string, { draft: { subject, question }, tried, child }: Writing): TemplateResult | typeof nothing {
    const { texts: t, portal: { clinic } } = balie;
    const to = tried || child !== null ? null : wrongForm(`${subject} ${question}`);
    const title = clinic.services.find(({ id }) => id === to)?.title;
    if (!to || !title) return nothing;
    return notice({ live: 'polite', title: t(`econsults.move.${to}`), body: html`<p>${t('econsults.moveHint', { title })}</p>
      ${this.#act.problem ? html`<p class="late" role="alert">${errorWords(t, clinic, this.#act.problem)}</p>` : nothing}
      <p>${button(t, { id: `${stem}-move`, label: t('econsults.moveTo', { title }), busy: this.#act.busy, onClick: () => void this.#move(balie, to, { subject, question }) })}</p>` });
  }

  /** The other form, once it was moved there; `sent`: what was moved was sent from it. */
  elsewhere({ texts: t, portal }: Balie, sent: () => void): TemplateResult | null {
    if (!this.#away) return null;
    const { to, taken } = this.#away;
    const back = () => { portal.page(to).close(); this.close(); void this.#focus(this.#host); };
    return html`<div class="stack"><p role="status">${t(taken ? 'econsults.moved' : 'econsults.movedNot')}</p><p>${button(t, { label: t('econsults.moveBack'), kind: 'quiet', onClick: back })}</p></div><div @balie-sent=${taken ? sent : nothing}>${forms[to].tag}</div>`;
  }
  close(): void {
    this.#away = null;
    this.#host.requestUpdate();
  }

  async #move({ portal, need }: Balie, to: OtherForm, asked: Pick<EconsultDraft, 'subject' | 'question'>): Promise<void> {
    const { element } = forms[to];
    const done = await this.#act.run(async () => {
      await need(element);
      this.#away = { to, taken: await moveText(portal.drafts, to, asked) };
    });
    if (!done) return;
    const page = portal.page(to);
    // This click is the one that asks for that page's code.
    if (page.value.step === 'closed') void page.ask();
    await this.#host.updateComplete;
    await this.#focus(this.#host.querySelector<Host>(element));
  }
  async #focus(form: Host | null): Promise<void> {
    await form?.updateComplete;
    form?.querySelector<HTMLElement>('h2')?.focus();
  }
}
