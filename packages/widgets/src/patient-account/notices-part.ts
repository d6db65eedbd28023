import type { NotificationsAnswer, PublicClinic } from '@balie/contracts';
import { notificationChannels, type NotificationChannel, type NotificationKind } from '@balie/contracts/later-lists';
import { button, errorWords, notice, radios, type Texts } from '@balie/forms';
import type { AccountApi } from '@balie/portal-client';
import { html, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { Act } from '../shared/act.ts';

/** How this practice may tell the patient something: a choice for each kind, kept as soon as it is made. */
export class NoticesPart {
  readonly #host: ReactiveControllerHost;
  readonly #reading: Act;
  readonly #saving: Act;
  #held: NotificationsAnswer | null = null;
  #saved: NotificationKind | null = null;
  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    this.#reading = new Act(host);
    this.#saving = new Act(host);
  }

  async read(account: AccountApi): Promise<void> { await this.#reading.run(async () => { this.#held = await account.notifications(); }); }
  clear() { this.#held = this.#saved = null; this.#reading.reset(); this.#saving.reset(); }

  /** `email`: where a mail would go; without one, nor a number, no choice tells anything. */
  render(t: Texts, stem: string, clinic: PublicClinic, account: AccountApi, email: string | null): TemplateResult {
    const problem = this.#saving.problem ?? this.#reading.problem;
    return html`<p class="soft">${t('account.noticesHint')}</p>
      ${email || this.#held?.phone ? nothing : notice({ kind: 'warning', body: t('account.noticesNoEmail') })}
      ${problem ? notice({ kind: 'danger', live: 'assertive', body: errorWords(t, clinic, problem) }) : nothing}
      ${this.#held ? nothing : problem ? html`<p>${button(t, { label: t('common.retry'), busy: this.#reading.busy, onClick: () => void this.read(account) })}</p>` : html`<p role="status">${t('account.loading')}</p>`}
      ${this.#held?.choices.map(({ kind, channel }) => html`${radios({
        id: `${stem}-notice-${kind}`, name: `notice-${kind}`, legend: t(`account.notice.${kind}`),
        choices: notificationChannels.filter((one) => one !== 'sms' || this.#held!.phone !== null).map((one) => ({ value: one, label: one === 'sms' ? t('account.noticeBy.sms', { phone: this.#held!.phone! }) : t(`account.noticeBy.${one}`), checked: one === channel })),
        onChange: (event) => void this.#choose(account, kind, (event.target as HTMLInputElement).value as NotificationChannel),
      })}<p role="status" class="soft">${this.#saved === kind ? t('account.noticeSaved') : nothing}</p>`)}`;
  }

  async #choose(account: AccountApi, kind: NotificationKind, channel: NotificationChannel) {
    this.#saved = null;
    const done = await this.#saving.run(() => account.chooseNotification({ kind, channel }));
    if (done) this.#saved = kind;
    // What was not kept is shown as it is.
    else { this.#held = null; await this.read(account); }
    this.#host.requestUpdate();
  }
}
