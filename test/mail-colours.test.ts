/** The button of a mail is seen and read on the white of a mail program by day and on its dark by night (WCAG 1.4.3, 1.4.11). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { clinicConfig } from '@balie/contracts';
import { contrast, readRgb } from '@balie/themes';
import { renderMail } from '../packages/server/src/mail/render.ts';

const clinic = clinicConfig.parse(JSON.parse(readFileSync(join(import.meta.dirname, '../demo-site/clinics/de-linde.json'), 'utf8')));
const between = (one: string, other: string) => contrast(readRgb(one)!, readRgb(other)!);

it('words on the button can be read, and the button stands out on white and on dark', () => {
  const { html } = renderMail({ template: 'linked', to: 'a@patient.example', locale: 'nl', clinic: clinic.id, data: {} }, clinic, { issuer: 'http://balie.localhost:4400', deskOrigin: 'http://desk.localhost:4400' });
  const [, ground, ink] = /background:(#[0-9a-f]{6});color:(#[0-9a-f]{3,6})/.exec(html)!;
  expect(between(ground!, ink!)).toBeGreaterThanOrEqual(4.5);
  for (const around of ['#ffffff', '#f3f5f7', '#1f1f1f', '#121212']) expect(between(ground!, around), around).toBeGreaterThanOrEqual(3);
});
