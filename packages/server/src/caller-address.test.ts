import { describe, expect, test } from 'vitest';
import { callerAddress } from './caller-address.ts';

const from = (remoteAddress: string) => ({ incoming: { socket: { remoteAddress } } });
const ask = (forwarded?: string) => new Request('http://balie.localhost:4400/', forwarded ? { headers: { 'x-forwarded-for': forwarded } } : {});

describe('whose request it is (T13, T14)', () => {
  test('without a trusted proxy the header is never read', () => { expect(callerAddress([])(ask('198.51.100.7'), from('203.0.113.9'))).toBe('203.0.113.9'); });
  test('a trusted proxy is believed, but only what it added itself', () => {
    const addressOf = callerAddress(['10.0.0.1', '10.0.0.2']);
    expect(addressOf(ask('1.2.3.4, 198.51.100.7, 10.0.0.2'), from('::ffff:10.0.0.1'))).toBe('198.51.100.7');
    expect(addressOf(ask('198.51.100.7'), from('203.0.113.9'))).toBe('203.0.113.9');
    expect(addressOf(ask(), from('10.0.0.1'))).toBe('10.0.0.1');
  });
});
