import { render } from '@lit-labs/ssr';
import { collectResultSync } from '@lit-labs/ssr/lib/render-result.js';
import { examplePublicClinic } from '@balie/contracts/testing';
import { describe, expect, it } from 'vitest';
import { textsOf } from '../texts/all.ts';
import { confirmForm } from './confirm.ts';
import { logInForm } from './log-in.ts';
import { numberClosed, numberLogIn, numberRegistrationForm } from './numbers.ts';
import { registerForm } from './register.ts';

const clinic = examplePublicClinic();
const t = textsOf('nl');
const markup = (template: unknown) => collectResultSync(render(template)).replace(/<!--[^]*?-->/g, '');

const danish = examplePublicClinic({ preset: 'dk-mitid', id: 'ahorn', name: 'Ahorn', country: 'DK', timeZone: 'Europe/Copenhagen', locales: ['da'], registration: { documents: [{ id: 'terms', url: 'http://de-linde.localhost:4401/t', version: '1' }] } });

describe('forms with a personal number', () => {
  const da = textsOf('da');
  const number = markup(numberRegistrationForm({ t: da, clinic: danish, stem: 'register-form', kind: 'number' }));
  it('the fields stand in the guide\'s order, numbers take letters and are never cut (S4-24, S4-26, N13)', () => {
    const names = (html: string) => [...html.matchAll(/<input id="?[\w-]+"? name="?(\w+)/g)].map(([, name]) => name).filter((name) => name !== 'hide');
    expect(names(number)).toEqual(['number', 'givenName', 'familyName', 'email', 'emailAgain', 'phone', 'password', 'passwordAgain']);
    expect(names(markup(numberRegistrationForm({ t: da, clinic: danish, stem: 'guardian-accounts', kind: 'child' })))).toEqual(['number', 'guardianNumber', 'givenName', 'familyName', 'email', 'emailAgain', 'phone', 'password', 'passwordAgain']);
    expect(number).not.toMatch(/maxlength|pattern=|inputmode="?numeric/);
  });
  it('the box that hides numbers is not shown where no script can answer it', () => expect(number).toMatch(/<div class="scripted">\s*<div class="choice">\s*<input type="?checkbox"? id="?register-form-hide/));
  it('a clinic without a way to register says to contact it (S4-18)', () => {
    const closed = { ...danish, registration: { ...danish.registration, ways: [] } };
    expect(markup(numberLogIn(da, closed, 'patient-login').after)).toContain('Kontakt klinikken');
    expect(markup(numberClosed({ t: da, clinic: closed, stem: 'register-form' }))).toContain('href="tel:+31101234567"');
  });
});

describe('served forms', () => {
  const all = { 'log-in': markup(logInForm({ t, clinic, stem: 'patient-login' })), register: markup(registerForm({ t, clinic, stem: 'register-form', step: 'begin' })), confirm: markup(confirmForm({ t, clinic, stem: 'register-form' })) };

  it('are sent by POST to our own page at top level, so that no password stands in a URL', () => {
    for (const [name, html] of Object.entries(all)) expect(html).toMatch(new RegExp(`<form [^>]*method="post" target="_top" action="/hosted/de-linde/${name}"`));
  });
  it('hold nothing a strict policy refuses: no style, no handler, no script', () => {
    for (const html of Object.values(all)) expect(html).not.toMatch(/\sstyle=|\son\w+=|<script|javascript:/i);
  });
  it('escape what was typed when they come back with it, and never bring a password back', () => {
    const html = markup(registerForm({ t, clinic, stem: 'register-form', step: 'form', typed: { email: '"><script>x</script>', password: 'geheim', name: '<b>' } }));
    expect(html).not.toContain('<script>');
    expect(html).not.toContain('<b>');
    expect(html).not.toContain('geheim');
    expect(html).toContain('&quot;&gt;&lt;script&gt;');
  });
  it('every label names a field that is there', () => {
    for (const html of Object.values(all)) for (const [, id] of html.matchAll(/<label for="?([^">\s]+)/g)) expect(html).toMatch(new RegExp(`<input id="?${id}[" ]`));
  });
});
