import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { FormError } from '@balie/forms';

/** A message for each field that does not fit, by field name; made from what is typed by one pure function a form. */
export type FieldErrors = Readonly<Record<string, unknown>>;

interface Host extends ReactiveControllerHost, HTMLElement {}

/**
 * When messages at fields appear and go: none while typing; all on submit, with the summary that takes the focus; each goes while its field
 * is being mended. `id` of a field is `<stem>-<name>`, of the summary `<stem>-errors`.
 */
export class FormState implements ReactiveController {
  readonly #host: Host;
  readonly #stem: () => string;
  #errors: FieldErrors = {};
  constructor(host: Host, stem: () => string = () => host.localName) {
    this.#host = host;
    this.#stem = stem;
    host.addController(this);
  }
  hostConnected() {}
  error(name: string): unknown { return this.#errors[name]; }
  /** For `errorSummary`, in the order of the form. */
  get summary(): FormError[] { return Object.entries(this.#errors).map(([name, message]) => ({ field: `${this.#stem()}-${name}`, message })); }
  get ok(): boolean { return Object.keys(this.#errors).length === 0; }

  /** On submit. Shows the errors and moves the focus to the summary; true when there are none. */
  check(errors: FieldErrors): boolean {
    this.#errors = Object.fromEntries(Object.entries(errors).filter(([, message]) => message));
    this.#host.requestUpdate();
    if (!this.ok) void this.focusSummary();
    return this.ok;
  }
  clear() {
    this.#errors = {};
    this.#host.requestUpdate();
  }
  /** For `@input` on the form: the message of the field being mended goes. */
  readonly mend = (event: Event) => {
    const { name } = event.target as HTMLInputElement;
    if (!(name in this.#errors)) return;
    const { [name]: _mended, ...rest } = this.#errors;
    this.#errors = rest;
    this.#host.requestUpdate();
  };
  async focusSummary() {
    await this.#host.updateComplete;
    this.#host.querySelector<HTMLElement>(`#${CSS.escape(`${this.#stem()}-errors`)}`)?.focus();
  }
}

/** Enough to spare a round trip; the contract reads it in earnest. */
export const looksLikeEmail = (text: string): boolean => /^\S+@\S+\.\S+$/.test(text);
/** What is typed in a form, by name; boxes that are not ticked are absent. */
export const typedIn = (form: HTMLFormElement): Record<string, string> => Object.fromEntries([...new FormData(form)].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])));
