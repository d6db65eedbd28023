import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { clinicConfig, elements, toPublicClinic, withPreset, type ElementName } from '@balie/contracts';
import { textsOf } from '@balie/forms/all';
import { describe, expect, it } from 'vitest';
import { demoStaff } from './people.ts';

const sites = join(import.meta.dirname, 'sites');
const pages = readdirSync(sites).flatMap((site) => readdirSync(join(sites, site)).filter((name) => name.endsWith('.html')).map((name) => ({ page: `${site}/${name}`, html: readFileSync(join(sites, site, name), 'utf8') })));
const services: Partial<Record<ElementName, string>> = { 'prescription-request': 'prescriptions', 'book-appointment': 'appointments', 'econsult-form': 'econsults' };
const titles = { 'patient-login': 'login.title', 'register-form': 'register.title', 'patient-account': 'account.title', 'portal-menu': 'menu.title', 'portal-help': 'help.title', 'second-factor-setup': 'factor.title', 'guardian-accounts': 'guardians.title' } as const;

describe('the practices\' pages', () => {
  it.each(pages)('$page has one heading of its own, in other words than the elements below it', ({ html }) => {
    const headings = [...html.matchAll(/<h1[^>]*>([^<]+)<\/h1>/g)].map((found) => found[1]!);
    expect(headings).toHaveLength(1);
    const id = /data-clinic="([a-z-]+)"/.exec(html)?.[1];
    if (!id) return;
    const file = clinicConfig.parse(withPreset(JSON.parse(readFileSync(join(import.meta.dirname, 'clinics', `${id}.json`), 'utf8'))));
    const clinic = toPublicClinic(file, /<html lang="(nl|en|da)"/.exec(html)![1] as 'nl' | 'en' | 'da');
    const t = textsOf(clinic.locale, clinic.texts);
    const below = elements.filter((element) => html.includes(`<${element}>`)).map((element) => (element in titles ? t(titles[element as keyof typeof titles]) : clinic.services.find((service) => service.id === services[element])?.title));
    expect(below).not.toContain(headings[0]);
  });

  it.each(pages)('$page leads its staff to the practice\'s own door of the desk, never to one without a name', ({ page, html }) => {
    const doors = [...html.matchAll(/href="http:\/\/desk\.localhost:4400([^"]*)"/g)].map((found) => found[1]!.replace(/\?.*/, ''));
    expect(doors.filter((door) => door !== `/clinic/${page.split('/')[0]!}`)).toEqual([]);
  });
});

const sheets = readdirSync(sites).map((site) => ({ site, css: readFileSync(join(sites, site, 'site.css'), 'utf8') }));
describe('the practices\' style sheets', () => {
  it.each(sheets)('$site: the portal lies on the page\'s own colour, and a dark page says that it is dark, so that boxes and bars are too', ({ css }) => {
    for (const [, rules] of css.matchAll(/:root \{([^}]*--balie-surface[^}]*)\}/g)) {
      const of = (name: string) => new RegExp(`(?:^|[\\s;])${name}: ([^;]+);`).exec(`${rules!};`)?.[1]?.trim();
      const [surface, page] = [of('--balie-surface')!, of('background')!];
      // Where it follows the reader's light and dark it is the page's own in both; a practice may also give it a shade of its own.
      if (css.includes('prefers-color-scheme')) expect(surface).toBe(page);
      if (Number.parseInt(surface.slice(1, 3), 16) < 128) expect(of('--balie-scheme')).toBe('dark');
    }
  });
  it.each(sheets)('$site: words break before they run off a narrow page with large text (WCAG 1.4.4)', ({ css }) => {
    expect(/(?:^|\n)body \{[^}]*overflow-wrap: anywhere/.test(css)).toBe(true);
  });
});

it('each practice of the demo has somebody at its desk, or shows how one is invited', () => {
  const ids = readdirSync(join(import.meta.dirname, 'clinics')).map((name) => name.replace('.json', ''));
  const told = /For Duinrand[\s\S]*?klinik-cypres\)/.exec(readFileSync(join(import.meta.dirname, 'start.ts'), 'utf8'))![0];
  expect(ids.filter((id) => !demoStaff.some(({ clinic }) => clinic === id) && !told.includes(id))).toEqual([]);
});
