/** Entry of the desk's page: client, texts, element. The page says its language and addresses in `#balie-desk`. */
import { createTexts, loadCatalog } from '@balie/forms';
import { locales, type Locale } from '@balie/contracts/ids';
import { createDesk } from '@balie/portal-client/desk';
import '../practice-desk/practice-desk.ts';

interface PageData { locale: Locale; issuer: string; deskOrigin: string; /** The practice's own wordings. */ texts: Readonly<Record<string, string>> }
const page = JSON.parse(document.getElementById('balie-desk')?.textContent ?? '{}') as PageData;
const element = document.querySelector('practice-desk')!;
const desk = createDesk({ origin: page.deskOrigin, issuer: page.issuer });

/** The secret of an invitation leaves the address at once, so that no history keeps it. */
function invitationInAddress(): string | null {
  const secret = /^#invitation=([\w-]{43})$/.exec(location.hash)?.[1] ?? null;
  if (secret) history.replaceState('invitation', '', location.pathname + location.search);
  return secret;
}

let spoken = '';
async function speak(locale: Locale, own: PageData['texts']): Promise<void> {
  const wanted = JSON.stringify([locale, own]);
  if (wanted === spoken) return;
  const catalog = await loadCatalog(locale, ['base', 'desk', 'register']);
  spoken = wanted;
  document.documentElement.lang = locale;
  element.texts = createTexts(locale, catalog, own);
}

// The desk stands on no clinic's page, so it follows the reader's own light or dark.
document.documentElement.dataset['balieScheme'] = 'auto';
element.reloaded = !location.hash && history.state === 'invitation';
element.invitation = invitationInAddress();
addEventListener('hashchange', () => { element.invitation = invitationInAddress() ?? element.invitation; });
element.desk = desk;
await speak(page.locale, page.texts);
// Whoever is at the desk reads it in their own language, and in the words of their own practice.
desk.session.subscribe((session) => {
  // Whoever is in needs no invitation any more: loading the page again speaks of it no longer.
  if (session.state === 'in' && history.state === 'invitation') { history.replaceState(null, ''); element.reloaded = false; }
  if (session.state === 'in' && locales.includes(session.me.locale)) void speak(session.me.locale, session.me.texts ?? {}).catch(() => undefined);
});
