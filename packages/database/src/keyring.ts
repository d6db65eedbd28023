/** Every key the product uses, from one 32-byte secret: a label a purpose, so that no key serves two and a value sealed for one place opens at no other. */
import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';

export interface Keyring {
  /** HMAC-SHA-256 for look-up, base64url. The parts are told apart: ('a', 'bc') is not ('ab', 'c'). */
  hmac(label: string, ...parts: readonly string[]): string;
  /** AES-256-GCM with the label as additional data. Two seals of one text differ. */
  seal(label: string, plaintext: string): string;
  /** @throws CannotOpen when changed, sealed under another label, or by another secret. */
  open(label: string, sealed: string): string;
  /** A key of 32 bytes that may leave the keyring, e.g. to a patient's own device. */
  derive(label: string, ...parts: readonly string[]): Uint8Array;
}

/** Says nothing about the value. */
export class CannotOpen extends Error {
  constructor(label: string) { super(`A sealed value (${label}) cannot be opened with this secret.`); this.name = 'CannotOpen'; }
}

/** First byte of a sealed value; another way of sealing gets another number. */
const version = 1;
const ivBytes = 12, tagBytes = 16;

/** @param secret exactly 32 random bytes. Losing it loses every sealed value. */
export function createKeyring(secret: Uint8Array): Keyring {
  if (secret.length !== 32) throw new Error('The secret of the keyring must be 32 bytes.');
  const root = Buffer.from(secret);
  const keys = new Map<string, Buffer>();
  const key = (purpose: 'hmac' | 'seal', label: string): Buffer => {
    const name = `${purpose}/${label}`;
    const known = keys.get(name) ?? expand(root, purpose, [label]);
    keys.set(name, known);
    return known;
  };
  return {
    hmac: (label, ...parts) => createHmac('sha256', key('hmac', label)).update(frame(parts)).digest('base64url'),
    seal(label, plaintext) {
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv('aes-256-gcm', key('seal', label), iv).setAAD(Buffer.from(label));
      const body = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]);
      return Buffer.concat([Buffer.of(version), iv, cipher.getAuthTag(), body]).toString('base64url');
    },
    open(label, sealed) {
      const bytes = Buffer.from(sealed, 'base64url');
      if (bytes[0] !== version || bytes.length < 1 + ivBytes + tagBytes) throw new CannotOpen(label);
      const [iv, tag, body] = [bytes.subarray(1, 1 + ivBytes), bytes.subarray(1 + ivBytes, 1 + ivBytes + tagBytes), bytes.subarray(1 + ivBytes + tagBytes)];
      try {
        const decipher = createDecipheriv('aes-256-gcm', key('seal', label), iv, { authTagLength: tagBytes }).setAAD(Buffer.from(label)).setAuthTag(tag);
        return decipher.update(body, undefined, 'utf8') + decipher.final('utf8');
      } catch { throw new CannotOpen(label); }
    },
    derive: (label, ...parts) => new Uint8Array(expand(root, 'derive', [label, ...parts])),
  };
}

/** HKDF-SHA-256 (RFC 5869); the info names the purpose and its parts unambiguously. */
const expand = (root: Buffer, purpose: string, parts: readonly string[]): Buffer =>
  Buffer.from(hkdfSync('sha256', root, Buffer.alloc(0), frame(['balie', purpose, ...parts]), 32));

/** Each part with its length before it. */
function frame(parts: readonly string[]): Buffer {
  return Buffer.concat(parts.flatMap((part) => {
    const bytes = Buffer.from(part, 'utf8');
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return [length, bytes];
  }));
}

/** For secrets of 256 random bits only; anything a person chose needs a password hash. 43 characters. */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('base64url');
