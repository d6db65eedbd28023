import { describe, expect, it } from 'vitest';
import { errors, locales, presets } from '@balie/contracts';
import { catalogs, textsOf } from './all.ts';
import { createTexts } from './create.ts';
import { loadCatalog } from './load.ts';
import careErrors from './nl/care-errors.ts';
import codeErrors from './nl/code-errors.ts';
import { textGroupsOf } from './of-element.ts';
import type { Message } from './types.ts';

const forms = (message: Message) => (typeof message === 'string' ? [message] : [message.one, message.other]);
const names = (message: Message) => [...new Set(forms(message).flatMap((form) => [...form.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)))].sort();

describe('texts', () => {
  it('every language says every key, with the same values', () => {
    for (const [locale, catalog] of Object.entries(catalogs)) {
      expect(Object.keys(catalog).sort(), locale).toEqual(Object.keys(catalogs.nl).sort());
      for (const [key, message] of Object.entries(catalog)) expect(names(message), `${locale} ${key}`).toEqual(names(catalogs.nl[key]!));
    }
  });
  it('every message says something, without a stray brace', () => {
    for (const catalog of Object.values(catalogs)) for (const [key, message] of Object.entries(catalog)) for (const form of forms(message)) expect(form.replace(/\{\w+\}/g, '').match(/[{}]/) ?? form.trim().length, key).not.toBe(0);
  });
  it('every error of the table has words that say what to do (N4)', () => {
    for (const catalog of Object.values(catalogs)) for (const code of [...Object.keys(errors), 'offline']) expect(catalog[`errors.${code}`], code).toBeTruthy();
  });
  it('no text of two words or more is the same in two languages: it would not be translated', () => {
    for (const key of Object.keys(catalogs.nl)) {
      const said = Object.values(catalogs).flatMap((catalog) => [...new Set(forms(catalog[key]!))]).filter((form) => /\p{L}+ \p{L}+/u.test(form.replace(/\{\w+\}/g, '')));
      expect(new Set(said).size, key).toBe(said.length);
    }
  });
  it('speaks the portal’s own words (S0-15, S0-29, S0-33, S0-40)', () => {
    const t = textsOf('nl');
    expect([t('login.register'), t('login.username'), t('code.submit'), t('register.successTitle'), t('code.keepOpenTitle')]).toEqual([
      'Registreer nu', 'Gebruikersnaam (uw e-mailadres)', 'Doorgaan', 'Gefeliciteerd, u heeft uw account aangemaakt', 'Sluit u vooral niet het scherm waar de sessiecode wordt gevraagd!',
    ]);
  });
  it('speaks the Danish portal’s own words (S4-02, S4-04, S4-06, S4-15, S4-17, S4-24, S4-25, S4-30)', () => {
    const t = textsOf('da');
    expect([t('login.submit'), t('login.password'), t('login.register'), t('register.title'), t('register.email'), t('register.emailAgain'), t('register.submitTwice'), t('desk.invitation.again'), t('code.label')]).toEqual([
      'Log ind', 'Adgangskode', 'Opret ny bruger', 'Opret bruger', 'E-mail', 'Bekræft e-mail', 'Opret bruger', 'Bekræft adgangskode', 'Sikkerhedskode',
    ]);
    expect(t('login.forgot')).toBe('Glemt adgangskode?');
    expect(t('register.passwordRuleComposition', { count: 8 })).toBe('Mindst 8 tegn, med små og store bogstaver og mindst ét tal.');
    expect([t('prescriptions.not.addictive', { phone: '' }), t('appointments.urgentTitle'), t('econsults.writeHint')].map((text) => /vanedannende|ikke-akutte henvendelser|Ikke til medicin- og tidsbestilling eller akutte henvendelser/.exec(text)?.[0])).toEqual([
      'vanedannende', 'ikke-akutte henvendelser', 'Ikke til medicin- og tidsbestilling eller akutte henvendelser',
    ]);
  });
  it('says `du` in Danish, never the polite `De` (C11)', () => {
    for (const [key, message] of Object.entries(catalogs.da)) for (const form of forms(message)) expect(form, key).not.toMatch(/(?<!^|[.!?:]\s)\bDe\b|\bDe(m|res)\b/);
  });
  it('lets a clinic put single texts in its own words, values included', () => {
    const t = textsOf('nl', { 'login.register': 'Account aanmaken', 'code.sent': 'Kijk in {to}.', 'common.minutes': '{count} min', toString: 'no' });
    expect([t('login.register'), t('code.sent', { to: 'uw mail' }), t('common.minutes', { count: 1 })]).toEqual(['Account aanmaken', 'Kijk in uw mail.', '1 min']);
  });
  it('the words of a preset are texts that exist, with the same values (C11)', () => {
    for (const [preset, { texts = {} }] of Object.entries(presets)) for (const [locale, words] of Object.entries(texts)) for (const [key, own = ''] of Object.entries(words)) {
      const original = catalogs[locale as 'nl'][key];
      expect(original, `${preset} ${key}`).toBeTruthy();
      expect(names(original!), `${preset} ${key}`).toEqual(expect.arrayContaining(names(own)));
    }
  });
  it('the staff portal says “je” and “Serviceportaal” everywhere at its desk and in its mails (S3-05, C11)', () => {
    const t = textsOf('nl', presets['staff-portal'].texts!.nl as Record<string, string>);
    const all = Object.entries(catalogs.nl).filter(([key]) => /^(desk\.|pages\.desk|mail\.(noReplyPractice|staff-invitation|second-factor-reset|recovery-code-used|practice-new))/.test(key)).map(([key]) => [key, t.rich(key as 'desk.title', {} as never).join('')]);
    expect(all.filter(([key, words]) => /\b[Uu]w?\b/.test(words!) || (/\b[Bb]alie\b/.test(words!) && !/^desk\.(links\.how\.visit|members\.roleHint)/.test(key!)))).toEqual([]);
  });
  it('chooses one and many by the language', () => {
    const t = textsOf('en');
    expect([t('common.minutes', { count: 1 }), t('common.minutes', { count: 0 }), t('common.minutes', { count: 2 })]).toEqual(['1 minute', '0 minutes', '2 minutes']);
    expect([1, 0, 2].map((count) => textsOf('da')('common.hours', { count }))).toEqual(['1 time', '0 timer', '2 timer']);
  });
  it('gives the pieces in order, so that a value can be a link; values are never read as messages', () => {
    const link = { link: true };
    expect(textsOf('nl').rich('common.callNow.practice', { phone: link })).toEqual(['Bel de praktijk: ', link, '.']);
    expect(textsOf('nl')('code.sent', { to: '{to} $& {mark}' })).toBe('Wij hebben een sessiecode gestuurd naar {to} $& {mark}.');
  });
  it('a key that is not loaded shows itself, and no property of objects is a text', () => {
    const t = createTexts('nl', {});
    expect(t('login.title')).toBe('login.title');
    expect((t as unknown as (key: string) => string)('constructor')).toBe('constructor');
  });
  it('what shows a patient data of the practice has words for everything that can go wrong there', async () => {
    for (const element of ['prescription-request', 'book-appointment', 'econsult-form', 'medical-record'] as const) {
      const loaded = await loadCatalog('nl', ['base', ...textGroupsOf(element, { logIn: { userName: 'email' }, registration: { ways: ['email'] }, eid: null })]);
      expect(Object.keys(loaded), element).toEqual(expect.arrayContaining([...Object.keys(careErrors), ...Object.keys(codeErrors)]));
    }
  });
  it('loads only the language and the groups asked for', async () => {
    const loaded = await loadCatalog('nl', ['base']);
    expect(loaded['login.title']).toBe(catalogs.nl['login.title']);
    expect(loaded['register.title']).toBeUndefined();
    for (const locale of locales) expect((await loadCatalog(locale, ['register']))['register.title']).toBe(catalogs[locale]['register.title']);
  });
});
