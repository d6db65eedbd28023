/** For whom a service is opened where guardians act for children, and who reads along (N8). In a chunk of its own, loaded by services of such a clinic once somebody is logged in. */
import type { GuardiansAnswer } from '@balie/contracts';
import { errorWords, notice, radios } from '@balie/forms';
import type { ServicePage } from '@balie/portal-client';
import { html, nothing, type ReactiveControllerHost } from 'lit';
import { Act } from './act.ts';
import type { Balie } from './balie.ts';

interface Host extends ReactiveControllerHost, HTMLElement {}
/** For whom each page of this document was opened: the elements of one document share it. */
const openedFor = new WeakMap<ServicePage, string | null>();

export class FamilyPart {
  /** Whose answer it is. */
  readonly sub: string;
  readonly #host: Host;
  readonly #stem: string;
  readonly #load: Act;
  readonly #changed: (child: string | null) => void;
  #known: GuardiansAnswer | null = null;
  #chosen: string | null = null;

  /** `changed`: another person was chosen; what was typed for the one before is not theirs. */
  constructor(host: Host, stem: string, sub: string, changed: (child: string | null) => void) {
    this.#host = host;
    this.#stem = stem;
    this.sub = sub;
    this.#changed = changed;
    this.#load = new Act(host);
  }
  async read({ portal }: Balie) {
    await this.#load.run(async () => { this.#known = await (await portal.self()).guardians(); });
    this.#host.requestUpdate();
  }

  get #children() { return this.#known?.children.filter(({ open }) => open) ?? []; }
  /** A child is chosen: its record counts, not one's own. */
  get forChild(): boolean { return this.#chosen !== null; }

  /** The same page, asked for whom is chosen. */
  page(page: ServicePage): ServicePage {
    const asking = { ask: () => { openedFor.set(page, this.#chosen); return page.ask(this.#chosen ?? undefined); }, askPasskey: () => { openedFor.set(page, this.#chosen); return page.askPasskey(this.#chosen ?? undefined); } };
    return new Proxy(page, { get: (of, name) => { const own: unknown = name in asking ? asking[name as keyof typeof asking] : Reflect.get(of, name, of); return typeof own === 'function' ? own.bind(of) as unknown : own; } });
  }

  /** Whether it was asked for whom is chosen now. */
  asked(page: ServicePage): boolean { return (openedFor.get(page) ?? null) === this.#chosen; }

  /** Before it opens; nothing where there is nobody but oneself. */
  chooser({ texts: t }: Balie, self: boolean): unknown {
    const children = this.#children;
    if (children.length === 0) return nothing;
    return radios({
      id: `${this.#stem}-for`, name: 'for', legend: t('guardians.forWhom'),
      choices: [{ value: '', label: t('guardians.myself'), checked: this.#chosen === null, ...(self ? {} : { hint: t('guardians.notLinked') }) }, ...children.map(({ id, name }) => ({ value: id, label: name ?? t('guardians.child'), checked: this.#chosen === id }))],
      onChange: (event) => { this.#chosen = (event.target as HTMLInputElement).value || null; this.#changed(this.#chosen); this.#host.requestUpdate(); },
    });
  }

  /** While it is open, and so before anything is sent: for whom this is, or who can read along. */
  told({ texts: t, portal: { clinic } }: Balie, page: ServicePage): unknown {
    if (this.#load.problem) return notice({ kind: 'warning', live: 'polite', body: errorWords(t, clinic, this.#load.problem) });
    const id = openedFor.get(page) ?? null;
    if (id !== null) { const name = this.#known?.children.find((child) => child.id === id)?.name ?? t('guardians.child'); return notice({ live: 'polite', title: t('guardians.acting', { name }), body: t('guardians.actingSeen') }); }
    const guardians = this.#known?.guardians ?? [];
    return guardians.length === 0 ? nothing : notice({ live: 'polite', body: html`${t('guardians.readAlong', { names: guardians.map(({ name }) => name ?? t('guardians.guardian')).join(', ') })}` });
  }
}
