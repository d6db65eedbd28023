import { describe, expect, it } from 'vitest';
import { ageAt, ageOn, birthdayOf, birthProblem, nextRights, rightsAt } from './ages.ts';

describe('ages', () => {
  it.each([
    ['2011-06-15', '2026-06-14', 14], ['2011-06-15', '2026-06-15', 15], ['2011-06-15', '2026-06-16', 15],
    ['2012-02-29', '2026-02-28', 13], ['2012-02-29', '2026-03-01', 14], ['2012-02-29', '2028-02-29', 16], ['2026-06-15', '2026-06-15', 0],
  ])('born %s, on %s: %i', (birth, on, age) => expect(ageOn(birth, on)).toBe(age));
  it('is unknown before birth and for dates that do not exist', () => {
    expect(ageOn('2026-06-15', '2026-06-14')).toBeNull();
    expect(ageOn('2026-02-30', '2026-06-14')).toBeNull();
    expect(ageOn('2011-06-15', 'today')).toBeNull();
  });
  it('counts the 15th birthday itself as 15, from local midnight on (S4-52, T32)', () => {
    expect(ageAt('2011-06-15', new Date('2026-06-14T21:59:59Z'), 'Europe/Copenhagen')).toBe(14);
    expect(ageAt('2011-06-15', new Date('2026-06-14T22:00:00Z'), 'Europe/Copenhagen')).toBe(15);
    expect(ageAt('2011-01-15', new Date('2026-01-14T22:59:59Z'), 'Europe/Copenhagen')).toBe(14);
    expect(ageAt('2011-01-15', new Date('2026-01-14T23:00:00Z'), 'Europe/Copenhagen')).toBe(15);
  });
  it('nobody is born tomorrow, and nobody is older than 130', () => {
    expect(['2026-06-15', '2026-06-16', '1896-06-15', '1895-06-16', '1895-06-15', '1850-01-01'].map((born) => birthProblem(born, '2026-06-15'))).toEqual([null, 'future', null, null, 'too-long-ago', 'too-long-ago']);
  });
  it('puts the birthday of 29 February on 1 March in other years', () => {
    expect(birthdayOf('2012-02-29', 12)).toBe('2024-02-29');
    expect(birthdayOf('2012-02-29', 15)).toBe('2027-03-01');
    expect(ageOn('2012-02-29', birthdayOf('2012-02-29', 15))).toBe(15);
  });
});

describe('who acts for a child (N8)', () => {
  it.each([['NL', 0, 'guardian'], ['NL', 11, 'guardian'], ['NL', 12, 'shared'], ['NL', 15, 'shared'], ['NL', 16, 'own'], ['NL', 90, 'own'], ['DK', 14, 'guardian'], ['DK', 15, 'own']] as const)(
    '%s at %i: %s', (country, age, rights) => expect(rightsAt(country, age)).toBe(rights));
  it('announces the next change', () => {
    expect(nextRights('NL', '2014-06-15', '2026-06-14')).toEqual({ date: '2026-06-15', rights: 'shared' });
    expect(nextRights('NL', '2014-06-15', '2026-06-15')).toEqual({ date: '2030-06-15', rights: 'own' });
    expect(nextRights('DK', '2011-06-15', '2026-06-15')).toBeNull();
  });
});
