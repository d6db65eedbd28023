import { button, errorSummary, field } from '@balie/forms';
import type { TemplateKind } from '@balie/contracts';
import { html, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit';
import type { Act } from '../shared/act.ts';
import { FormState, typedIn } from '../shared/form-state.ts';
import { typeInto } from './desk-template.ts';
import { deskError, type DeskAt } from './part.ts';

interface Host extends ReactiveControllerHost, HTMLElement {}
/** As the contracts have it. */
export const longestReason = 200;

export function reasonError({ t }: Pick<DeskAt, 't'>, reason: string): string {
  if (!reason.trim()) return t('desk.reasonMissing');
  const over = reason.trim().length - longestReason;
  return over > 0 ? t('desk.reasonTooLong', { count: over }) : '';
}

/** One line that says why; with `template`, the standard texts of that kind beside it. */
export function reasonField(host: HTMLElement, at: DeskAt, o: { stem: string; hint: string; error: unknown; template: TemplateKind | undefined }): TemplateResult {
  const id = `${o.stem}-reason`;
  return field(at.t, { id, name: 'reason', label: at.t('desk.reason'), hint: o.hint, error: o.error, after: o.template ? html`<desk-template .at=${at} .kind=${o.template} .stem=${o.stem} .insert=${(text: string) => typeInto(host.querySelector(`#${CSS.escape(id)}`)!, text)}></desk-template>` : nothing });
}

/** Asks why before something is refused or cancelled. */
export class ReasonForm {
  readonly #form: FormState;
  readonly #stem: () => string;
  readonly #host: Host;
  constructor(host: Host, stem: () => string) {
    this.#host = host;
    this.#stem = stem;
    this.#form = new FormState(host, stem);
  }
  get field(): string { return `${this.#stem()}-reason`; }

  render(at: DeskAt, act: Act, o: { /** Which standard texts may be inserted. */ template?: TemplateKind; hint: string; submit: string; onCancel: () => void; onReason: (reason: string) => Promise<void> }): TemplateResult {
    const { t } = at;
    const submit = async (event: SubmitEvent) => {
      event.preventDefault();
      const reason = typedIn(event.currentTarget as HTMLFormElement)['reason'] ?? '';
      act.reset();
      if (!this.#form.check({ reason: reasonError(at, reason) })) return;
      if (!await act.run(() => o.onReason(reason.trim())) && act.problem) await this.#form.focusSummary();
    };
    return html`<form class="stack" novalidate @submit=${submit} @input=${this.#form.mend}>
      ${errorSummary(t, this.#stem(), [...this.#form.summary, ...(act.problem ? [{ message: deskError(t, act.problem) }] : [])])}
      ${reasonField(this.#host, at, { stem: this.#stem(), hint: o.hint, error: this.#form.error('reason'), template: o.template })}
      <div class="row">${button(t, { type: 'submit', label: o.submit, busy: act.busy })}${button(t, { kind: 'quiet', label: t('common.cancel'), onClick: o.onCancel })}</div>
    </form>`;
  }
}
