import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { CannotOpen, createKeyring, hashSecret } from './keyring.ts';

const secret = Buffer.from('000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f', 'hex');
const keyring = createKeyring(secret);

describe('keyring', () => {
  it('opens what it sealed, and no two seals are the same', () => {
    const [first, second] = [keyring.seal('patient', 'Zoë 123456782'), keyring.seal('patient', 'Zoë 123456782')];
    expect(first).not.toBe(second);
    expect(keyring.open('patient', first)).toBe('Zoë 123456782');
    expect(keyring.open('patient', keyring.seal('patient', ''))).toBe('');
    expect(Buffer.from(first, 'base64url').includes('123456782')).toBe(false);
  });

  it('refuses a seal with any one byte changed, cut off, of another label or of another secret', () => {
    const sealed = Buffer.from(keyring.seal('patient', 'x'), 'base64url');
    for (let at = 0; at < sealed.length; at++) {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => keyring.open('patient', changed.toString('base64url'))).toThrow(CannotOpen);
    }
    for (const length of [0, 1, 12, 28, sealed.length - 1]) expect(() => keyring.open('patient', sealed.subarray(0, length).toString('base64url'))).toThrow(CannotOpen);
    expect(() => keyring.open('staff', sealed.toString('base64url'))).toThrow(CannotOpen);
    expect(() => createKeyring(randomBytes(32)).open('patient', sealed.toString('base64url'))).toThrow(CannotOpen);
  });

  it('says nothing of the value when it cannot open it (T26)', () => {
    expect(() => keyring.open('bsn', '999911120')).toThrow(/^A sealed value \(bsn\) cannot be opened with this secret\.$/);
  });

  it('makes keyed hashes that differ by label, by secret and by where the parts are cut (T25)', () => {
    const made = [keyring.hmac('bsn', 'a', 'bc'), keyring.hmac('bsn', 'ab', 'c'), keyring.hmac('bsn', 'abc'), keyring.hmac('email', 'abc'), createKeyring(randomBytes(32)).hmac('bsn', 'abc')];
    expect(new Set(made).size).toBe(made.length);
    expect(keyring.hmac('bsn', 'abc')).toBe(createKeyring(secret).hmac('bsn', 'abc'));
  });

  it('derives by HKDF-SHA-256 as RFC 5869 has it, so that another program can find the same keys', () => {
    const framed = (...parts: string[]) => Buffer.concat(parts.map((part) => Buffer.concat([Buffer.from([0, 0, 0, part.length]), Buffer.from(part)])));
    expect(Buffer.from(keyring.derive('draft', 'x'))).toEqual(Buffer.from(hkdfSync('sha256', secret, '', framed('balie', 'derive', 'draft', 'x'), 32)));
    const key = Buffer.from(hkdfSync('sha256', secret, '', framed('balie', 'hmac', 'bsn'), 32));
    expect(keyring.hmac('bsn', '1')).toBe(createHmac('sha256', key).update(framed('1')).digest('base64url'));
  });

  it('takes a secret of 32 bytes and no other', () => {
    expect(() => createKeyring(randomBytes(16))).toThrow('32 bytes');
    expect(hashSecret('abc')).toBe('ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0');
  });
});
