import { render } from '@lit-labs/ssr';
import { collectResultSync } from '@lit-labs/ssr/lib/render-result.js';
import { examplePublicClinic } from '@balie/contracts/testing';
import { describe, expect, it } from 'vitest';
import { textsOf } from '../texts/all.ts';
import { confirmForm } from './confirm.ts';
import { logInForm } from './log-in.ts';
import { registerForm } from './register.ts';

const clinic = examplePublicClinic();
const t = textsOf('nl');
const markup = (template: unknown) => collectResultSync(render(template)).replace(/<!--[^]*?-->/g, '');

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
