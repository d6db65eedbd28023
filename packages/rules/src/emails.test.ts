import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emailKey, maskEmail } from './emails.ts';

describe('masked e-mail address', () => {
  it.each([
    ['jan@gmail.nl', 'j***@g***.nl'], ['j@g.nl', 'j***@g***.nl'], ['a.lauridsen@mail.praksis.dk', 'a***@m***.dk'], ['Å@øl.dk', 'Å***@ø***.dk'], ['😀x@example.org', '😀***@e***.org'],
  ])('%s is shown as %s', (address, masked) => expect(maskEmail(address)).toBe(masked));
  it('shows the same for what is no address', () => expect([maskEmail(''), maskEmail('jan'), maskEmail('jan@localhost')]).toEqual(['***@***', '***@j***', 'j***@l***']));
  it('never shows more than first letters and the last label', () => fc.assert(fc.property(fc.emailAddress(), (address) => {
    expect([...maskEmail(address)].length).toBeLessThanOrEqual(9 + 1 + address.slice(address.lastIndexOf('.') + 1).length);
  })));
});

it('one address is one account however it is typed (S0-03)', () => {
  expect(emailKey(' Jan@Example.NL ')).toBe('jan@example.nl');
  expect(emailKey('a\u030a@x.dk')).toBe(emailKey('Å@x.dk'));
});
