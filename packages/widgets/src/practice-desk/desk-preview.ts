import { button, dayInWords, errorSummary, field, notice, phoneLink, radios, wallTime, type Texts } from '@balie/forms';
import type { PreviewAnswer, PreviewQuery } from '@balie/contracts';
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { Act } from '../shared/act.ts';
import { FormState, typedIn } from '../shared/form-state.ts';
import { select, wallAt } from './agenda-words.ts';
import { deskError, DeskPart } from './part.ts';

const schemes = { digid: 'DigiD', mitid: 'MitID' } as const;
type Way = PreviewAnswer['logIn']['ways'][number];

/** The practice's site as somebody else would meet it, at a moment that may be to come (N10). What it says is asked of the server, which asks the rules that decide it for patients. */
@customElement('desk-preview')
export class DeskPreview extends DeskPart {
  @state() private seen: { query: PreviewQuery; answer: PreviewAnswer } | null = null;
  readonly #act = new Act(this);
  readonly #form = new FormState(this, () => 'preview');

  override render() {
    const { t, seen } = this;
    const { problem } = this.#act;
    const now = wallAt(this.at!, this.at!.now());
    const options = (name: 'link' | 'guardian' | 'mobile', values: readonly string[]) => values.map((value) => ({ value, label: t(`desk.preview.${name}.${value}` as 'desk.preview.link.none') }));
    return html`<div class="stack">
      <p class="soft">${t('desk.preview.lead')}</p>
      <form class="stack" novalidate @submit=${this.#show} @input=${this.#form.mend}>
        ${errorSummary(t, 'preview', [...this.#form.summary, ...(problem ? [{ message: deskError(t, problem) }] : [])])}
        <div class="fields side">
          ${field(t, { id: 'preview-age', name: 'age', label: t('desk.preview.age'), inputmode: 'numeric', value: '40', size: 4, error: this.#form.error('age') })}
          ${select({ id: 'preview-link', name: 'link', label: t('desk.preview.link'), options: options('link', ['linked', 'requested', 'refused', 'none']), value: 'linked' })}
          ${field(t, { id: 'preview-day', name: 'day', type: 'date', label: t('desk.preview.day'), value: now.slice(0, 10), error: this.#form.error('day') })}
          ${field(t, { id: 'preview-time', name: 'time', type: 'time', label: t('desk.preview.time'), value: now.slice(11), error: this.#form.error('time') })}
        </div>
        ${radios({ id: 'preview-guardian', name: 'guardian', legend: t('desk.preview.guardian'), choices: options('guardian', ['no', 'yes']).map((one, at) => ({ ...one, checked: at === 0 })) })}
        ${radios({ id: 'preview-mobile', name: 'mobile', legend: t('desk.preview.mobile'), choices: options('mobile', ['yes', 'no']).map((one, at) => ({ ...one, checked: at === 0 })) })}
        <div class="row">${button(t, { type: 'submit', label: t('desk.preview.show'), busy: this.#act.busy })}</div>
      </form>
      ${seen ? this.#site(seen) : nothing}
    </div>`;
  }

  readonly #show = async (event: SubmitEvent) => {
    event.preventDefault();
    const { t } = this;
    const { age = '', link, guardian, mobile, day = '', time = '' } = typedIn(event.currentTarget as HTMLFormElement);
    this.#act.reset();
    if (!this.#form.check({ age: /^\d{1,3}$/.test(age.trim()) && Number(age) <= 120 ? '' : t('desk.preview.ageWrong'), day: day ? '' : t('desk.preview.dayWrong'), time: time ? '' : t('desk.preview.timeWrong') })) return;
    const query = { age: String(Number(age)), link, guardian, mobile, at: `${day}T${time.slice(0, 5)}` } as PreviewQuery;
    const done = await this.#act.run(async () => { this.seen = { query, answer: await this.desk.preview(query) }; });
    if (done) await this.focusOn('#preview-title'); else await this.#form.focusSummary();
  };

  #site({ query, answer }: { query: PreviewQuery; answer: PreviewAnswer }): TemplateResult {
    const { t } = this;
    const { call, acts, logIn } = answer;
    const part = (title: unknown, lines: readonly unknown[]) => html`<section class="card stack"><h4>${title}</h4><ul>${lines.map((line) => html`<li>${line}</li>`)}</ul></section>`;
    const when = { day: dayInWords(t, query.at.slice(0, 10)), time: wallTime(t, query.at.slice(11)), age: query.age };
    return html`<section class="stack" aria-labelledby="preview-title">
      <h3 id="preview-title" tabindex="-1">${t(`desk.preview.result.${query.guardian}`, when)}</h3>
      ${notice({ kind: call.which === 'practice' ? 'info' : 'warning', body: html`<p>${t.rich(`desk.preview.call.${call.which}`, { phone: phoneLink(call.number) })} ${t.rich('desk.preview.emergency', { phone: phoneLink(call.emergency) })}</p>${call.words ? html`<p>${call.words}</p>` : nothing}` })}
      <div class="items">
        ${part(t('desk.preview.logIn'), [...logIn.ways.map((way) => this.#way(way, logIn)), ...(logIn.admitted === 'in' ? [] : [t(`desk.preview.admitted.${logIn.admitted}`)])])}
        ${part(t('desk.preview.register'), answer.register.length ? answer.register.map((way) => t(`desk.preview.register.${way}`, { scheme: this.#scheme(logIn) })) : [t('desk.preview.register.nobody')])}
        ${part(t('desk.preview.acts'), [t(`desk.preview.acts.${acts ?? 'nobody'}`)])}
        ${answer.services.map((service) => part(service.title, this.#service(service, answer)))}
      </div>
    </section>`;
  }

  #scheme({ scheme }: PreviewAnswer['logIn']): string { return scheme ? schemes[scheme] : 'eID'; }
  #name(way: Way['way'], logIn: PreviewAnswer['logIn']): string { return way === 'eid' ? this.#scheme(logIn) : this.t(way === 'passkey' ? 'desk.preview.way.passkey' : `desk.preview.way.${logIn.number}`); }
  #way({ way, allowed, code }: Way, logIn: PreviewAnswer['logIn']): string {
    const { t } = this;
    const name = this.#name(way, logIn);
    return allowed ? (code ? t(`desk.preview.code.${code}`, { way: name }) : name) : t('desk.preview.tooYoung', { way: name, age: logIn.eidFrom });
  }

  #service({ shut, opens, promise, closed, types, service }: PreviewAnswer['services'][number], { logIn, caller }: PreviewAnswer): unknown[] {
    const { t } = this;
    if (shut) return [t(`desk.preview.shut.${shut}`), ...(shut === 'not-linked' ? [t(`desk.preview.caller.${caller}`)] : [])];
    return [
      ...opens.map(({ way, by }) => t(`desk.preview.opens.${by}`, { way: this.#name(way, logIn) })),
      ...(closed ? [html`${t(`desk.preview.closed.${closed.why}`)}${closed.opens ? html` ${t('desk.preview.closedUntil', said(t, closed.opens))}` : nothing}`]
        : promise ? [t(`desk.preview.promise.${service === 'econsults' ? 'econsults' : 'prescriptions'}`, { when: promise.from ? t('desk.promisedFrom', said(t, { date: promise.date, time: promise.from })) : dayInWords(t, promise.date) })] : []),
      ...(service !== 'appointments' ? [] : [types?.length ? t('desk.preview.types', { types: types.join(', ') }) : t('desk.preview.typesNone')]),
    ];
  }
}
const said = (t: Texts, { date, time }: { date: string; time: string }) => ({ day: dayInWords(t, date), time: wallTime(t, time) });
declare global { interface HTMLElementTagNameMap { 'desk-preview': DeskPreview } }
