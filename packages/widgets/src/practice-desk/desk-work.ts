import { button, errorSummary } from '@balie/forms';
import type { DeskQueue, WorkKind } from '@balie/contracts';
import { html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Act } from '../shared/act.ts';
import { typedIn } from '../shared/form-state.ts';
import { deskError, DeskPart } from './part.ts';

type Colleague = DeskQueue['assigned'][string];

/** Whose work an item of the queue is: taken, taken over, given to a colleague, let go. */
@customElement('desk-work')
export class DeskWork extends DeskPart {
  @property({ attribute: false }) kind!: WorkKind;
  @property({ attribute: false }) item!: string;
  /** Of the patient, so that each button says about whom it is. */
  @property({ attribute: false }) name = '';
  @property({ attribute: false }) assigned: Colleague | null = null;
  @property({ attribute: false }) members: DeskQueue['members'] = [];
  @property({ attribute: false }) me = '';
  /** Hears whose it is now; undefined: somebody else changed it, read again. */
  @property({ attribute: false }) changed: (to: Colleague | null | undefined) => void = () => undefined;
  @state() private giving = false;
  readonly #act = new Act(this);
  get #stem() { return `work-${this.item}`; }

  override render() {
    const { t, assigned, me } = this;
    const mine = assigned?.id === me;
    const others = this.members.filter(({ id, kinds }) => id !== me && id !== assigned?.id && kinds.includes(this.kind));
    const one = (label: string, onClick: () => void) => button(t, { kind: 'quiet', label, ariaLabel: `${label}: ${this.name}`, busy: this.#act.busy, onClick });
    const { problem } = this.#act;
    const words = problem && (problem.code === 'conflict' ? t('desk.work.conflict') : deskError(t, problem));
    return html`<div class="whose">
      <p class="soft" id="${this.#stem}-who" tabindex="-1">${mine ? html`<strong>${t('desk.work.mine')}</strong>` : assigned ? t('desk.work.of', { name: assigned.name }) : t('desk.work.free')}</p>
      ${this.giving ? this.#give(others, words) : html`
        ${words ? html`<p class="error" role="alert">${words}</p>` : nothing}
        <div class="row">
          ${mine ? one(t('desk.work.letGo'), () => void this.#to(null)) : one(t(assigned ? 'desk.work.takeOver' : 'desk.work.take'), () => void this.#to(me))}
          ${others.length ? one(t('desk.work.give'), () => { this.giving = true; this.#act.reset(); void this.focusOn('select'); }) : nothing}
        </div>`}
    </div>`;
  }

  #give(others: DeskQueue['members'], words: string | null) {
    const { t } = this;
    const id = `${this.#stem}-to`;
    return html`<form class="stack" novalidate @submit=${(event: SubmitEvent) => { event.preventDefault(); void this.#to(typedIn(event.currentTarget as HTMLFormElement)['to'] ?? null); }}>
      ${errorSummary(t, this.#stem, words ? [{ message: words }] : [])}
      <div class="field"><label for=${id}>${t('desk.work.giveTo')}</label><div class="control"><select id=${id} name="to">${others.map((one) => html`<option value=${one.id}>${one.name}</option>`)}</select></div></div>
      <div class="row">${button(t, { type: 'submit', label: t('desk.work.doGive'), busy: this.#act.busy })}${button(t, { kind: 'quiet', label: t('common.cancel'), onClick: () => { this.giving = false; this.#act.reset(); void this.focusOn(`#${CSS.escape(`${this.#stem}-who`)}`); } })}</div>
    </form>`;
  }

  async #to(to: string | null) {
    const done = await this.#act.run(async () => {
      const { assigned } = await this.desk.assign({ kind: this.kind, item: this.item, from: this.assigned?.id ?? null, to });
      this.giving = false;
      this.changed(assigned);
      this.at!.say(assigned === null ? this.t('desk.work.saidFree', { patient: this.name }) : assigned.id === this.me ? this.t('desk.work.saidMine', { patient: this.name }) : this.t('desk.work.saidOf', { patient: this.name, name: assigned.name }));
    });
    if (done) await this.focusOn(`#${CSS.escape(`${this.#stem}-who`)}`);
    else if (this.#act.problem?.code === 'conflict' || this.#act.problem?.code === 'already_handled') this.changed(undefined);
  }
}
