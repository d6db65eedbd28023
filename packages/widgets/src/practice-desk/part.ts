/** What the parts of the desk share: what they get, how they say times and errors. */
import { LitElement } from 'lit';
import { property } from 'lit/decorators.js';
import { button, clockTime, dayInWords, timeInWords, type Texts } from '@balie/forms';
import type { Desk } from '@balie/portal-client/desk';
import type { Country } from '@balie/rules';
import type { TakenAlong } from '@balie/contracts';
import { Act, type Problem } from '../shared/act.ts';
import { saveAs } from '../shared/sent-files.ts';
import type { Kind } from './queue.ts';

export interface DeskAt {
  readonly desk: Desk;
  readonly t: Texts;
  /** The practice's clock. */
  readonly zone: string;
  /** Whose personal numbers are asked. */
  readonly country: Country;
  /** The practice sends codes by SMS. */
  readonly sms: boolean;
  now(): number;
  /** Says the outcome of an act, once, to eyes and ears. */
  say(message: string): void;
  /** While somebody is at work on an item a refresh does not take it away. */
  hold(id: string, held: boolean): void;
  /** A colleague was first: the list is read again, and what is not in it any more stays until it is read once more. */
  late(id: string): void;
  /** An item as it is now; null when it is done with. */
  replace(kind: Kind, id: string, item: { id: string } | null): void;
}

/** Light DOM: the one form style sheet reaches it, and its fields have their labels in one root. */
export abstract class DeskPart extends LitElement {
  @property({ attribute: false }) at: DeskAt | undefined;

  override createRenderRoot() { return this; }
  override shouldUpdate() { return this.at !== undefined; }
  protected get t(): Texts { return this.at!.t; }
  protected get desk(): Desk { return this.at!.desk; }
  protected async focusOn(selector: string) {
    await this.updateComplete;
    this.querySelector<HTMLElement>(selector)?.focus();
  }
  protected when(instant: string): string { return when(this.at!, instant); }
}

/** An act on an item of the queue. Where a colleague was first the list is read again, so that it says what the message says. */
export class ItemAct extends Act {
  readonly #of: DeskPart & { item: { id: string } | undefined };
  constructor(of: DeskPart & { item: { id: string } | undefined }) {
    super(of);
    this.#of = of;
  }
  override async run(act: () => Promise<void>): Promise<boolean> {
    const { at, item } = this.#of;
    const done = await super.run(act);
    if (!done && item && this.problem?.code === 'already_handled') at!.late(item.id);
    return done;
  }
}

type Clock = Pick<DeskAt, 't' | 'zone' | 'now'>;
/** `maandag 23 november om 14:30` */
export const when = ({ t, zone, now }: Clock, instant: string): string => t('desk.at', { day: dayInWords(t, instant, zone, new Date(now())), time: clockTime(t, instant, zone) });

/** What was done, and whether the patient hears of it. */
export const andTold = (t: Texts, words: string, told: boolean | undefined): string => (told === undefined ? words : `${words} ${t(told ? 'desk.diary.told' : 'desk.untold')}`);

/** Prints the card that it stands in, alone: for who came by or keeps paper (N14). */
export const printButton = (t: Texts, about: string) => button(t, { kind: 'quiet', label: t('desk.print'), ariaLabel: `${t('desk.print')}: ${about}`, onClick: ({ currentTarget }) => printAlone((currentTarget as HTMLElement).closest('.card')!) });
function printAlone(card: Element): void {
  card.classList.add('printed');
  addEventListener('afterprint', () => card.classList.remove('printed'), { once: true });
  print();
}

/** Saves the request as a FHIR Bundle, to be taken into another system (N14). `act`: shows what goes wrong. */
export const takeButton = ({ t, desk }: DeskAt, act: Act, of: TakenAlong, { id, number, patient }: { id: string; number: string; patient: { name: string } }) => button(t, {
  kind: 'quiet', label: t('desk.take'), ariaLabel: `${t('desk.take')}: ${patient.name}, ${number}`, onClick: () => void act.run(async () => saveAs(JSON.stringify(await desk.bundle(of, id), null, 2), `${number}.fhir.json`)),
});

const sessionOver: readonly Problem['code'][] = ['invalid_token', 'login_required', 'invalid_grant'];
const own = ['offline', 'wrong_credentials', 'wrong_code', 'invalid_session', 'too_many_requests', 'already_handled', 'conflict', 'not_found', 'access_denied', 'invalid_request', 'temporarily_unavailable', 'server_error'] as const;
type Own = (typeof own)[number];

/** A failure in the words of somebody who works at the practice. */
export function deskError(t: Texts, { code, id, retryAfter }: Problem): string {
  if (sessionOver.includes(code)) return t('desk.error.session');
  if (code === 'too_many_requests') return t('desk.error.too_many_requests', { wait: timeInWords(t, (retryAfter ?? 60) * 1000) });
  const known: Own = own.find((one) => one === code) ?? 'server_error';
  const words = t(`desk.error.${known as Exclude<Own, 'too_many_requests'>}`);
  return id && (known === 'server_error' || known === 'temporarily_unavailable') ? `${words} ${t('desk.error.quote', { id })}` : words;
}
