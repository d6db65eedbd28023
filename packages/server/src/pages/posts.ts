/**
 * The forms as plain POSTs, for who has no script and for who was faster than it (protocol.md, "Without JavaScript"). They act without a key, so
 * confirming takes the password chosen at registration. Nothing typed is lost, and no password is ever sent back.
 */
import { Hono, type Context } from 'hono';
import { getCookie } from 'hono/cookie';
import { html, type TemplateResult } from 'lit';
import {
  confirmRequest, formFields, parse, PublicError, readText, registersByNumber, toPublicClinic, toPublicError, traceOf, type ClinicConfig, type Clock, type ConfirmRequest, type ElementName, type Log, type PublicClinic, type RegisterRequest,
} from '@balie/contracts';
import { confirmedView, confirmForm, errorWords, linkDeadView, linkNotice, notice, numberForm, phoneLink, registerFields, registerForm, type FormError, type RegisterField } from '@balie/forms';
import { textsOf } from '@balie/forms/all';
import { checkRegistration, readSecret } from '@balie/forms/registration';
import { textGroupsOf } from '@balie/forms/texts-of-element';
import { readPhone } from '@balie/rules/phones';
import { confirmInner, hostedBody, titleOf, type HostedBody } from './bodies.ts';
import type { Page, Rendered } from './document.ts';
import { localeOf } from './locale.ts';
import { postedByUs } from './policy.ts';
import { pasteInner, postForgot, postReset, postVerify, verifyInner, type ResetWithoutScript } from './reset-posts.ts';
import { sendOnce } from './send-page.ts';

/** Registration without a key, as the token service gives it. Both throw PublicError like the routes. */
export interface WithoutScript extends ResetWithoutScript {
  register(request: RegisterRequest, address: string): Promise<void>;
  confirm(request: ConfirmRequest): Promise<'password_needed' | 'confirmed'>;
  /** The personal number asked after a MitID log-in: where to go on, or `again`. Throws `eid_lost`. */
  eidNumber(clinic: string, trip: string, typed: string, cookies: Readonly<Record<string, string>>): Promise<{ location: string; cookie: string | null } | 'again'>;
}
interface PostDeps { clinics: ReadonlyMap<string, ClinicConfig>; issuer: string; registration: WithoutScript; log: Log; clock: Clock; addressOf: (request: Request, env: unknown) => string; document: (page: Page) => Rendered }
type Status = 200 | 400 | 403 | 413 | 429 | 503;
interface Answer extends HostedBody { status: Status; script?: boolean }

const stem = 'register-form';
const summary = (errors: Readonly<Record<string, unknown>>): FormError[] => Object.entries(errors).map(([name, message]) => ({ field: `${stem}-${name}`, message }));
const statusOf = (error: PublicError): Status => (error.status === 429 || error.status === 413 || error.status === 403 ? error.status : error.status >= 500 ? 503 : 400);
/** Language of the page the form stood on: its address is our own, so the browser tells it. */
function langOf(c: Context, issuer: string): string | undefined {
  const from = c.req.header('referer');
  return from && URL.canParse(from) && new URL(from).origin === issuer ? new URL(from).searchParams.get('lang') ?? undefined : undefined;
}

export function postRoutes({ clinics, issuer, registration, log, clock, addressOf, document }: PostDeps): Hono {
  /** Checks where the form came from, reads it, acts, and answers with a page. */
  const post = (element: 'patient-login' | 'register-form' | 'password-reset' | 'contact-confirm', blank: (clinic: PublicClinic) => HostedBody, act: (c: Context, clinic: PublicClinic, fields: Readonly<Record<string, string>>) => Promise<Answer> | Answer) => async (c: Context, next: () => Promise<void>) => {
    const config = clinics.get(c.req.param('clinic') ?? '');
    if (!config) return next();
    const clinic = toPublicClinic(config, localeOf(config.locales, langOf(c, issuer)));
    const t = textsOf(clinic.locale, clinic.texts);
    const answer = async (): Promise<Answer> => {
      if (!postedByUs(c.req.raw, issuer)) return { ...blank(clinic), status: 403, notice: notice({ kind: 'danger', live: 'assertive', body: t('pages.notOurs') }) };
      try {
        return await act(c, clinic, formFields(await readText(c.req.raw, 16_384)));
      } catch (thrown) {
        const error = toPublicError(thrown);
        log({ event: 'form-refused', level: error.status >= 500 ? 'error' : 'info', clinic: clinic.id, route: c.req.routePath, method: 'POST', status: error.status, code: error.code, ...(error === thrown ? {} : traceOf(thrown)) });
        return { ...blank(clinic), status: statusOf(error), notice: notice({ kind: 'danger', live: 'assertive', body: words(clinic, error) }) };
      }
    };
    const { status, script = false, ...body } = await answer();
    return sendOnce(c, document({ locale: clinic.locale, title: titleOf(clinic.locale, element, clinic), body: hostedBody(clinic, { element, ...body }), entry: script ? 'hosted' : null, data: script ? { 'balie-clinic': { ...clinic, title: titleOf(clinic.locale, element, clinic), textGroups: textGroupsOf(element, clinic) } } : {} }), status);
  };
  const words = (clinic: PublicClinic, error: PublicError) => {
    const retryAfter = error.extra['retry_after'];
    return errorWords(textsOf(clinic.locale, clinic.texts), clinic, { code: error.code, retryAfter: typeof retryAfter === 'number' ? retryAfter : null });
  };

  const register = async (c: Context, clinic: PublicClinic, fields: Readonly<Record<string, string>>): Promise<Answer> => {
    const t = textsOf(clinic.locale, clinic.texts);
    const typed = Object.fromEntries(registerFields.flatMap((name) => (fields[name] === undefined ? [] : [[name, fields[name]]]))) as Partial<Record<RegisterField, string>>;
    const again = (errors: Readonly<Partial<Record<RegisterField, unknown>>>, more: FormError[] = [], status: Status = 400): Answer => {
      const { password: _never, ...shown } = typed;
      return { status, inner: registerForm({ t, clinic, stem, step: 'form', typed: shown, errors: [...summary(errors), ...more], fieldError: (name) => errors[name] }) };
    };
    // A personal number needs an eID, and that a script: the form once more. Nothing of it is read.
    if (registersByNumber(clinic)) return { status: 200, script: true, notice: notice({ kind: 'warning', live: 'polite', body: t.rich('common.noScript', { phone: phoneLink(clinic.phones.practice) }) }) };
    const { errors, request } = checkRegistration(t, clinic, typed, clock(), readPhone);
    if (Object.keys(errors).length > 0) return again(errors);
    try {
      await registration.register({ clinic: clinic.id, locale: clinic.locale, ...request }, addressOf(c.req.raw, c.env));
    } catch (thrown) {
      if (!(thrown instanceof PublicError)) throw thrown;
      const named = Array.isArray(thrown.extra['fields']) ? registerFields.filter((name) => (thrown.extra['fields'] as unknown[]).includes(name)) : [];
      if (named.length) return again(Object.fromEntries(named.map((name) => [name, name === 'password' ? t('errors.weak_password') : t('common.required')])));
      return again({}, [{ message: words(clinic, thrown) }], statusOf(thrown));
    }
    return { status: 200, inner: registerForm({ t, clinic, stem, step: 'sent', email: request.email }), notice: html`<p><a href="/hosted/${clinic.id}/confirm?lang=${clinic.locale}">${t('pages.confirmHere')}</a></p>` };
  };

  const confirm = async (_c: Context, clinic: PublicClinic, fields: Readonly<Record<string, string>>): Promise<Answer> => {
    const t = textsOf(clinic.locale, clinic.texts);
    const again = (errors: Readonly<Partial<Record<'secret' | 'password', unknown>>>, more: FormError[] = [], status: Status = 400): Answer =>
      ({ status, inner: confirmForm({ t, clinic, stem, errors: [...summary(errors), ...more], fieldError: (name) => errors[name] }) });
    const secret = readSecret(fields['secret'] ?? '');
    const typed = fields['password'] ?? '';
    if (!secret || !typed) return again({ ...(secret ? {} : { secret: t('register.linkBroken') }), ...(typed ? {} : { password: t('login.passwordMissing') }) });
    try {
      const state = await registration.confirm(parse(confirmRequest, { clinic: clinic.id, secret, password: typed }));
      if (state === 'password_needed') return again({ password: t('login.passwordMissing') });
    } catch (thrown) {
      if (!(thrown instanceof PublicError)) throw thrown;
      if (thrown.code === 'link_invalid') return { status: 400, inner: linkDeadView({ t, clinic, stem }) };
      // One that could never have been chosen is wrong like any other.
      if (thrown.code === 'wrong_credentials' || thrown.code === 'invalid_request') return again({ password: t('register.confirmWrong') });
      return again({}, [{ message: words(clinic, thrown) }], statusOf(thrown));
    }
    return { status: 200, inner: confirmedView({ t, clinic, stem, loggedIn: false, link: linkNotice(t, clinic, 'requested') }) };
  };

  /** A log-in needs a key, so it needs a script: this page has the form once more, and says so. The password is not even read. */
  const logIn = (_c: Context, clinic: PublicClinic): Answer => {
    const t = textsOf(clinic.locale, clinic.texts);
    return { status: 200, script: true, notice: notice({ kind: 'warning', live: 'polite', body: t('pages.logInAgain') }) };
  };

  /** The eID's own button needs a key as well. */
  const eid = (_c: Context, clinic: PublicClinic): Answer => ({ status: 200, script: true, notice: notice({ kind: 'warning', live: 'polite', body: textsOf(clinic.locale, clinic.texts)('eid.pressAgain') }) });

  const askNumber = (c: Context, clinic: PublicClinic, trip: string, wrong = false) => {
    const t = textsOf(clinic.locale, clinic.texts);
    const inner = numberForm({ t, clinic, stem: 'patient-login', trip, wrong });
    return sendOnce(c, document({ locale: clinic.locale, title: `${t('eid.number.title')} – ${clinic.name}`, body: hostedBody(clinic, { element: 'patient-login', inner }), entry: null, formsLeadTo: clinics.get(clinic.id)!.origins }), wrong ? 400 : 200);
  };
  /** The number goes in the body and nowhere else; what follows is the page the trip began at. */
  const number = async (c: Context, next: () => Promise<void>) => {
    const config = clinics.get(c.req.param('clinic') ?? '');
    if (!config?.eid) return next();
    const clinic = toPublicClinic(config, localeOf(config.locales, langOf(c, issuer)));
    const lost = () => new Response(null, { status: 303, headers: { location: `${issuer}/hosted/${clinic.id}#balie-eid=lost&error=eid_lost`, 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' } });
    if (!postedByUs(c.req.raw, issuer)) return lost();
    try {
      const fields = formFields(await readText(c.req.raw, 4096));
      const trip = fields['trip'] ?? '';
      const answer = await registration.eidNumber(clinic.id, trip, fields['number'] ?? '', getCookie(c));
      if (answer === 'again') return askNumber(c, clinic, trip, true);
      return new Response(null, { status: 303, headers: { location: answer.location, 'referrer-policy': 'no-referrer', 'cache-control': 'no-store', ...(answer.cookie === null ? {} : { 'set-cookie': answer.cookie }) } });
    } catch (thrown) {
      const error = toPublicError(thrown);
      log({ event: 'form-refused', level: error.status >= 500 ? 'error' : 'info', clinic: clinic.id, route: c.req.routePath, method: 'POST', status: error.status, code: error.code, ...(error === thrown ? {} : traceOf(thrown)) });
      return lost();
    }
  };

  /** A form into which a mailed link is pasted. */
  const paste = (element: 'register-form' | 'password-reset' | 'contact-confirm', inner: (clinic: PublicClinic) => TemplateResult) => (c: Context, next: () => Promise<void>) => {
    const config = clinics.get(c.req.param('clinic') ?? '');
    if (!config) return next();
    const clinic = toPublicClinic(config, localeOf(config.locales, c.req.query('lang')));
    return sendOnce(c, document({ locale: clinic.locale, title: titleOf(clinic.locale, element, clinic), body: hostedBody(clinic, { element, inner: inner(clinic) }), entry: null }), 200);
  };
  /** Reloading or bookmarking an answer leads back to the form. */
  const backTo = (element: ElementName) => (c: Context) => c.redirect(`/hosted/${encodeURIComponent(c.req.param('clinic') ?? '')}/${element}`, 303);
  return new Hono()
    .post('/hosted/:clinic/register', post('register-form', () => ({}), register))
    .post('/hosted/:clinic/confirm', post('register-form', (clinic) => ({ inner: confirmInner(clinic) }), confirm))
    .post('/hosted/:clinic/log-in', post('patient-login', () => ({}), logIn))
    .post('/hosted/:clinic/eid', post('patient-login', () => ({}), eid))
    .post('/hosted/:clinic/eid-register', post('register-form', () => ({}), eid))
    .post('/hosted/:clinic/number', number)
    .get('/hosted/:clinic/number', (c, next) => {
      const config = clinics.get(c.req.param('clinic'));
      const trip = c.req.query('trip') ?? '';
      if (!config?.eid || !/^[0-9a-f-]{36}$/.test(trip)) return next();
      return askNumber(c, toPublicClinic(config, localeOf(config.locales, c.req.query('lang'))), trip);
    })
    .post('/hosted/:clinic/forgot', post('password-reset', () => ({}), (c, clinic, fields) => postForgot(registration, clinic, fields, addressOf(c.req.raw, c.env))))
    .post('/hosted/:clinic/reset', post('password-reset', (clinic) => ({ inner: pasteInner(clinic) }), (_c, clinic, fields) => postReset(registration, clinic, fields)))
    .post('/hosted/:clinic/verify', post('contact-confirm', (clinic) => ({ inner: verifyInner(clinic) }), (_c, clinic, fields) => postVerify(registration, clinic, fields)))
    .get('/hosted/:clinic/confirm', paste('register-form', confirmInner))
    .get('/hosted/:clinic/reset', paste('password-reset', pasteInner))
    .get('/hosted/:clinic/verify', paste('contact-confirm', verifyInner))
    .get('/hosted/:clinic/eid', backTo('patient-login'))
    .get('/hosted/:clinic/eid-register', backTo('register-form'))
    .get('/hosted/:clinic/register', backTo('register-form'))
    .get('/hosted/:clinic/forgot', backTo('password-reset'))
    .get('/hosted/:clinic/log-in', backTo('patient-login'));
}
