/** Entry of the desk's page: client, texts, element. The page says its language and addresses in `#balie-desk`. */
import { createTexts, loadCatalog } from '@balie/forms';
import { locales, type Locale } from '@balie/contracts/ids';
import { createDesk } from '@balie/portal-client/desk';
import '../practice-desk/practice-desk.ts';

interface PageData { locale: Locale; issuer: string; deskOrigin: string }
const page = JSON.parse(document.getElementById('balie-desk')?.textContent ?? '{}') as PageData;
const element = document.querySelector('practice-desk')!;
const desk = createDesk({ origin: page.deskOrigin, issuer: page.issuer });

/** The secret of an invitation leaves the address at once, so that no history keeps it. */
function invitationInAddress(): string | null {
  const secret = /^#invitation=([\w-]{43})$/.exec(location.hash)?.[1] ?? null;
  if (secret) history.replaceState(null, '', location.pathname + location.search);
  return secret;
}

async function speak(locale: Locale): Promise<void> {
  const catalog = await loadCatalog(locale, ['base', 'desk', 'register']);
  document.documentElement.lang = locale;
  element.texts = createTexts(locale, catalog);
}

// The desk stands on no clinic's page, so it follows the reader's own light or dark.
document.documentElement.dataset['balieScheme'] = 'auto';
element.invitation = invitationInAddress();
addEventListener('hashchange', () => { element.invitation = invitationInAddress() ?? element.invitation; });
element.desk = desk;
await speak(page.locale);
// Whoever is at the desk reads it in their own language.
desk.session.subscribe((session) => {
  if (session.state === 'in' && session.me.locale !== element.texts?.locale && locales.includes(session.me.locale)) void speak(session.me.locale).catch(() => undefined);
});
