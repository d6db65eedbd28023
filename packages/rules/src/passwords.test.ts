import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkPassword, normalisePassword, type PasswordPolicy } from './passwords.ts';

const s4: PasswordPolicy = { minLength: 8, composition: true };
const lengthOnly: PasswordPolicy = { minLength: 10, composition: false };

describe('password rule (S4-30, S0-41)', () => {
  it('demands eight characters, lower and upper case and a digit where a preset says so', () => {
    expect(checkPassword('Kort7', s4)).toEqual(['too-short']);
    expect(checkPassword('grønstol77', s4)).toEqual(['needs-upper']);
    expect(checkPassword('GRØNSTOL77', s4)).toEqual(['needs-lower']);
    expect(checkPassword('GrønStolSyv', s4)).toEqual(['needs-digit']);
    expect(checkPassword('', s4)).toEqual(['too-short', 'needs-lower', 'needs-upper', 'needs-digit']);
    expect(checkPassword('GrønStol77', s4)).toEqual([]);
  });
  it('counts Æ, Ø and Å as letters', () => {
    expect(checkPassword('æøåæøå77Ø', s4)).toEqual([]);
    expect(checkPassword('ÆØÅÆØÅ77', s4)).toEqual(['needs-lower']);
    expect(checkPassword('æøåæøå77', s4)).toEqual(['needs-upper']);
  });
  it('takes a long phrase where only length counts, and refuses it where S4-30 rules', () => {
    expect(checkPassword('correct horse battery staple', lengthOnly)).toEqual([]);
    expect(checkPassword('correct horse battery staple', s4)).toEqual(['needs-upper', 'needs-digit']);
  });
  it('counts characters, not bytes, up to 128', () => {
    expect(checkPassword('🙂🙃🙂🙃🙂🙃🙂', { minLength: 8, composition: false })).toEqual(['too-short']);
    expect(checkPassword('ø1Q'.repeat(42) + 'xy', lengthOnly)).toEqual([]);
    expect(checkPassword('ø1Q'.repeat(43), lengthOnly)).toEqual(['too-long']);
  });
  it('is the same password when Å comes as two characters', () => {
    expect(normalisePassword('gra\u030a')).toBe('grå');
    expect(checkPassword('A\u030a234567', { minLength: 8, composition: false })).toEqual(['too-short']);
  });
});

describe('blocklist: wins over a weaker rule', () => {
  it.each(['Welkom01', 'Wachtwoord1', 'Velkommen1', 'Adgangskode2026', 'Zomer2026!', 'Sommer2026', 'Huisarts1!', 'Lægehuset1', 'W@chtw00rd!', 'P@ssw0rd123', 'Qwerty123', 'Welkom-Welkom1', '1Welkom!', 'Feyenoord1908', 'Patiëntenportaal1'])('refuses %s', (password) => expect(checkPassword(password, s4)).toEqual(['too-common']));
  it.each(['1234567890', '0987654321', 'aaaaaaaaaa', 'abababababab', 'qwertyuiop', 'poiuytrewq', 'asdfghjklæø', '1q2w3e4r5t6y', '01-01-1980', '1980-01-01', '!!!!!!!!!!', 'abcdefghij'])('refuses %s', (password) => {
    expect(checkPassword(password, { minLength: 8, composition: false })).toContain('too-common');
  });
  it("refuses the patient's own address and name and the clinic's", () => {
    const personal = ['jan.lauridsen@example.nl', 'Jan Lauridsen', 'Huisartsenpraktijk De Linde'];
    for (const password of ['Lauridsen1', 'JanLauridsen1', 'jan.lauridsen@example.nl', 'DeLinde2026!', 'Linde-Linde-1']) expect(checkPassword(password, { minLength: 8, composition: false }, personal)).toContain('too-personal');
  });
  it.each(['paard-stapel-accu-juist', 'x7#Kq9!vLp2z', 'GrønStol77', 'Welkomstboeket uit Assen', 'mijn fiets heeft 2 bellen'])('leaves %s alone', (password) => {
    expect(checkPassword(password, { minLength: 8, composition: false }, ['jan@example.nl', 'De Linde'])).toEqual([]);
  });
  it('answers at once for any input', () => fc.assert(fc.property(fc.string({ maxLength: 400, unit: 'binary' }), (password) => { checkPassword(password, s4, [password]); })));
});
