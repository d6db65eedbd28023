/** Who looks at their own data's log reads what was done: no act that it can show is "something else". */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { catalogs } from '@balie/forms/all';

/** Of the practice among itself: these never name a patient or an account. */
const inward = /^(member\.|template\.|staff-|invitation-accept|recovery-codes|desk\.(?!queue)|import)/;

it('every act of the audit that a patient can see has words in every language', () => {
  const root = join(import.meta.dirname, '..');
  const sources = globSync('packages/{token,care}-service/src/**/*.ts', { cwd: root }).filter((file) => !file.endsWith('.test.ts'));
  const acts = new Set(sources.flatMap((file) => [...readFileSync(join(root, file), 'utf8').matchAll(/action: '([a-z.-]+)'|udit\([^{'\n]*'([a-z]+[.-][a-z.-]+)'/g)].map(([, named, given]) => (named ?? given)!)).filter((act) => !inward.test(act)));
  expect(acts.size).toBeGreaterThan(25);
  for (const [locale, texts] of Object.entries(catalogs)) expect([...acts].filter((act) => ![act, act.split(/[.-]/)[0]!].some((name) => Object.hasOwn(texts, `account.did.${name}`))), locale).toEqual([]);
});
