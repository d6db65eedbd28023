/** Frame pages, hosted pages, the desk's page, the built browser files, and the forms that work without a script. */
import { Hono, type Context } from 'hono';
import { accepts } from 'hono/accepts';
import { asksNumber, deskTexts, elements, locales, morePublic, toPublicClinic, type ClinicClosing, type ClinicConfig, type Clock, type ElementName, type Locale, type Log } from '@balie/contracts';
import { addDays, localDate } from '@balie/rules';
import { closedDates } from '@balie/rules/calendar';
import { sendFile } from './assets.ts';
import { readBrowserFiles } from './browser-files.ts';
import { createDocument } from './document.ts';
import { textGroupsOf } from '@balie/forms/texts-of-element';
import { deskBody, elementBody, hostedBody, notFoundBody, portalElements, titleOf } from './bodies.ts';
import { localeOf } from './locale.ts';
import { postRoutes, type WithoutScript } from './posts.ts';
import { createPageCache } from './send-page.ts';
import { callerAddress } from '../caller-address.ts';

export type { WithoutScript } from './posts.ts';
export interface PagesDeps {
  clinics: ReadonlyMap<string, ClinicConfig>;
  /** Origin of frames, hosted pages and APIs. */
  issuer: string;
  deskOrigin: string;
  /** Where `npm run build` left the browser files. */
  distFolder: string;
  registration: WithoutScript;
  log: Log;
  /** For the first proof a page's script makes. */
  nonce?: () => string;
  clock?: Clock;
  /** What the desk closed; none: its settings alone say when a practice is open. */
  closings?: (clinic: ClinicConfig) => Promise<readonly ClinicClosing[]>;
  /** Whose request it is, for the limits; the socket's address unless told otherwise. */
  addressOf?: (request: Request, env: unknown) => string;
}

const isElement = (name: string): name is ElementName => (elements as readonly string[]).includes(name);
const entryOf = (element: ElementName): string => `frame-${element}`;
/** Groups of texts of a page: of its one element, or of all that the portal page shows. */
const groupsOf = (clinic: ClinicConfig, element?: ElementName): readonly string[] => [...new Set((element ? [element] : portalElements).flatMap((one) => textGroupsOf(one, clinic)))];
const withGroups = (textGroups: readonly string[]) => (textGroups.length > 0 ? { textGroups } : {});
/** What a page loads at once, besides what its entry imports. */
const soonOf = (clinic: ClinicConfig, locale: Locale, element?: ElementName): string[] => ['load', 'base', ...groupsOf(clinic, element)].map((group) => `/texts/${locale}/${group}.ts`).concat(asksNumber(clinic) ? ['/shared/number-part.ts'] : []);

/** Days of which a page is told that the practice is closed. */
const ahead = 42;

export function createPages(deps: PagesDeps): Hono {
  const { clinics, log } = deps;
  const files = readBrowserFiles(deps.distFolder);
  // Forms still work without scripts, so this is no reason not to start.
  if (!files.complete) log({ event: 'browser-files-missing', level: 'warn', code: 'run-npm-run-build' });
  const document = createDocument(files);
  const send = createPageCache(deps.nonce);
  const clock = deps.clock ?? (() => new Date());
  /** What of the coming weeks is closed, by the settings and by the desk: a page left open overnight still names the right number to call (N4). */
  const closedSoon = async (clinic: ClinicConfig): Promise<[closed: string[], closings: ClinicClosing[]]> => {
    const today = localDate(clock(), clinic.timeZone), end = addDays(today, ahead);
    return [closedDates(clinic, today, ahead), (await deps.closings?.(clinic) ?? []).filter(({ from }) => from < end)];
  };
  const deskHost = new URL(deps.deskOrigin).host;
  const onDesk = (c: Context) => (c.req.header('host') ?? '') === deskHost;

  const notFound = (c: Context, clinic?: ClinicConfig) => {
    const locale = localeOf(clinic?.locales ?? locales, c.req.query('lang'));
    return send(c, `404 ${clinic?.id ?? ''} ${locale}`, 404, () => document({ locale, title: titleOf(locale, 'pages.notFoundTitle'), body: notFoundBody(locale, clinic ? toPublicClinic(clinic, locale) : null), entry: null }));
  };

  const frame = async (c: Context) => {
    const clinic = clinics.get(c.req.param('clinic') ?? '');
    const element = c.req.param('element') ?? '';
    if (!clinic || !isElement(element)) return notFound(c, clinic);
    const locale = localeOf(clinic.locales, c.req.query('lang'));
    const asked = c.req.query('host');
    const host = clinic.origins.find((origin) => origin === asked) ?? null;
    const [closed, closings] = await closedSoon(clinic);
    return send(c, `frame ${clinic.id} ${element} ${locale} ${host ?? ''} ${closed.join()} ${JSON.stringify(closings)}`, 200, () => {
      const shown = { ...toPublicClinic(clinic, locale, closed, closings), ...morePublic(clinic, element, locale, deps.deskOrigin) };
      const title = titleOf(locale, element, shown);
      return document({ locale, title, body: elementBody(element, shown), entry: entryOf(element), soon: soonOf(clinic, locale, element), data: { 'balie-clinic': { ...shown, title, ...withGroups(groupsOf(clinic, element)) } }, frame: { ancestors: clinic.origins, host } });
    });
  };

  const hosted = async (c: Context) => {
    const clinic = clinics.get(c.req.param('clinic') ?? '');
    const element = c.req.param('element');
    if (!clinic || (element !== undefined && !isElement(element))) return notFound(c, clinic);
    const locale = localeOf(clinic.locales, c.req.query('lang'));
    const [closed, closings] = await closedSoon(clinic);
    // A mailed link leads here: its step comes with the script, and the form that begins without one is not for who has it.
    const mailed = element === 'register-form' && c.req.query('link') !== undefined;
    return send(c, `hosted ${clinic.id} ${element ?? ''} ${locale} ${String(mailed)} ${closed.join()} ${JSON.stringify(closings)}`, 200, () => {
      const shown = { ...toPublicClinic(clinic, locale, closed, closings), ...morePublic(clinic, element, locale, deps.deskOrigin) };
      const title = titleOf(locale, element ?? 'pages.portal', shown);
      return document({ locale, title, body: hostedBody(shown, element ? { element, ...(mailed ? { waits: true } : {}) } : {}), entry: 'hosted', soon: soonOf(clinic, locale, element), data: { 'balie-clinic': { ...shown, title, ...withGroups(groupsOf(clinic, element)) } } });
    });
  };

  /** The practice's own door has its words and language; it stays the same and holds nothing that is for once, so it can be a favourite (S3-06). The one for all speaks what the browser asks for. */
  const desk = (c: Context, clinic?: ClinicConfig) => {
    const locale = localeOf(clinic?.locales ?? locales, c.req.query('lang') ?? (clinic ? undefined : accepts(c, { header: 'Accept-Language', supports: [...locales], default: locales[0] })));
    const page = send(c, `desk ${clinic?.id ?? ''} ${locale}`, 200, () => document({ locale, title: titleOf(locale, 'pages.desk', clinic && toPublicClinic(clinic, locale)), body: deskBody(locale, clinic?.texts[locale]), entry: 'desk', data: { 'balie-desk': { locale, issuer: deps.issuer, deskOrigin: deps.deskOrigin, texts: clinic ? deskTexts(clinic, locale) : {} } } }));
    page.headers.append('vary', 'accept-language');
    return page;
  };
  const deskOf = (c: Context) => { const clinic = clinics.get(c.req.param('clinic') ?? ''); return clinic && onDesk(c) ? desk(c, clinic) : notFound(c); };

  return new Hono()
    .get('/', (c) => (onDesk(c) ? desk(c) : notFound(c)))
    .get('/clinic/:clinic', deskOf)
    .get('/frame/:clinic/:element', frame)
    .get('/hosted/:clinic', hosted)
    .route('/', postRoutes({ addressOf: callerAddress([]), ...deps, clock, document }))
    .get('/hosted/:clinic/:element', hosted)
    .post('/hosted/*', (c) => notFound(c))
    .get('*', (c) => {
      const { pathname } = new URL(c.req.url);
      const file = files.file(pathname);
      if (!file || (onDesk(c) && /^\/balie/.test(pathname))) return notFound(c);
      return sendFile(c, file, pathname);
    });
}
