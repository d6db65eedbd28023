/** The form that registers by e-mail, after a reload (N7): what was typed stands there again, or that the mail is on its way. Loaded after the first render. */
import { notice, type RegisterStep, type Texts } from '@balie/forms';
import type { ReactiveControllerHost } from 'lit';
import type { Balie } from '../shared/balie.ts';
import { typedIn } from '../shared/form-state.ts';
import { TabDraft } from '../shared/tab-draft.ts';

/** What may wait on a device; never the password. */
const mayBeKept = ['email', 'emailAgain', 'name', 'birthDate', 'phone'];

/** `show`: to that step, with the words that belong there. */
export async function recall(host: HTMLElement & ReactiveControllerHost, balie: Balie, show: (step: RegisterStep, words: (t: Texts) => unknown) => void) {
  const draft = new TabDraft(host, 'register-email');
  const fit = (form: HTMLFormElement) => Object.fromEntries(Object.entries(typedIn(form)).filter(([name]) => mayBeKept.includes(name)));
  const id = `${host.localName}-form`;
  host.addEventListener('input', ({ target }) => {
    const { form } = target as HTMLInputElement;
    if (form?.id === id) draft.keepSoon(balie, fit(form));
  });
  // The one button beside what is said of the mail: who begins again no longer waits for it.
  host.addEventListener('click', ({ target }) => { if ((target as Element).closest('.register.sent > section button')) void draft.keep(balie, fit(host.querySelector<HTMLFormElement>(`#${id}`)!)); });
  // From here on no address waits: only that there is a mail to look for.
  host.addEventListener('balie-registered', () => void draft.keep(balie, { sent: 'yes' }));
  host.addEventListener('balie-confirmed', () => void draft.keep(balie, null));
  const kept = await draft.recall(balie);
  if (!kept) return;
  await balie.need('recall');
  // Who came by the mailed link, or is logged in, needs it no more; who has gone on meanwhile is let be.
  if (!host.querySelector('.register')) return draft.keep(balie, null);
  if (!host.querySelector('.register.begin')) return;
  if (kept['sent']) return show('sent', (t) => t('recall.address'));
  show('form', (t) => notice({ live: 'polite', body: t('recall.typed') }));
  await draft.fill(kept);
}
