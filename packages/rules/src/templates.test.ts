import { expect, it } from 'vitest';
import { fillTemplate, strangeNames } from './templates.ts';

it('a standard text names the practice and the day, whatever stands in them, and nothing else', () => {
  expect(fillTemplate('{practice}, {date}: {practice} {name} {', { practice: 'De {date} $&', date: '1 december' })).toBe('De {date} $&, 1 december: De {date} $& {name} {');
  expect(strangeNames('Beste {name}, {practice} {date} {} {constructor}')).toEqual(['name', '', 'constructor']);
  expect(strangeNames('{practice} {date} }{')).toEqual([]);
});
