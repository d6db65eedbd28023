import { describe, expect, it } from 'vitest';
import { checkPassword } from './passwords.ts';
import { strengthOf } from './strength.ts';

describe('strength meter, apart from the rule (S3-09)', () => {
  it.each([['Welkom01', 1], ['Wachtwoord1', 1]])('S4-30 alone would accept %s; the meter says %i', (password, score) => expect(strengthOf(password)).toBe(score));
  it('S4-30 refuses "correct horse battery staple"; the meter says 4', () => {
    expect(checkPassword('correct horse battery staple', { minLength: 8, composition: true })).not.toEqual([]);
    expect(strengthOf('correct horse battery staple')).toBe(4);
  });
  it.each(['Huisarts1!', 'Lægehuset1!', 'Adgangskode1', 'Velkommen2026', 'Apotheek1!', 'Receptfornyelse1'])('knows the words of practices: %s is weak', (password) => expect(strengthOf(password)).toBeLessThanOrEqual(2));
  it('knows the name of the clinic and the patient\'s own', () => {
    expect(strengthOf('Zeezicht-Vlissingen', ['Huisartsenpraktijk Zeezicht Vlissingen'])).toBeLessThan(strengthOf('Zeezicht-Vlissingen'));
    expect(strengthOf('lauridsen77', ['e.lauridsen@example.dk'])).toBeLessThanOrEqual(1);
  });
  it('goes from nothing to very strong', () => expect([strengthOf(''), strengthOf('a'), strengthOf('x7#Kq9!vLp2z')]).toEqual([0, 0, 4]));
  it('answers for a password of any length, and is not taken in by repetition', () => expect(strengthOf('9f$K'.repeat(5000))).toBeLessThanOrEqual(2));
});
