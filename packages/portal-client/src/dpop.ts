/** Keys and proofs of possession (RFC 9449), by WebCrypto alone. Private keys are never extractable (T02). */

/** Of a call of `crypto.subtle`; named here so that nobody reads it as a pair of strings. */
export type KeyPair = CryptoKeyPair;

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
export const createKey = (): Promise<KeyPair> => crypto.subtle.generateKey(algorithm, false, ['sign', 'verify']);

export const utf8 = (value: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(value);
export const base64url = (bytes: ArrayBuffer | Uint8Array): string => btoa(Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join('')).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '');
export const fromBase64url = (value: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(value.replace(/-/g, '+').replace(/_/g, '/')), (char) => char.charCodeAt(0));
const sha256 = async (value: string): Promise<string> => base64url(await crypto.subtle.digest('SHA-256', utf8(value)));

/** Members in the order RFC 7638 §3.2 hashes them. */
async function publicJwk(key: KeyPair) {
  const { crv, kty, x, y } = await crypto.subtle.exportKey('jwk', key.publicKey);
  return { crv, kty, x, y };
}
export const thumbprint = async (key: KeyPair): Promise<string> => sha256(JSON.stringify(await publicJwk(key)));

/** `url` without query and fragment (RFC 9449 §4.2). `token`: the access token the proof goes with. */
export async function proof(key: KeyPair, call: { method: string; url: string; token?: string | undefined; nonce?: string | null }): Promise<string> {
  const part = (value: unknown) => base64url(utf8(JSON.stringify(value)));
  const head = part({ alg: 'ES256', typ: 'dpop+jwt', jwk: await publicJwk(key) });
  const claims = part({
    jti: crypto.randomUUID(), htm: call.method, htu: call.url.replace(/[?#].*$/, ''), iat: Math.floor(Date.now() / 1000),
    ...(call.token ? { ath: await sha256(call.token) } : {}), ...(call.nonce ? { nonce: call.nonce } : {}),
  });
  return `${head}.${claims}.${base64url(await crypto.subtle.sign(algorithm, key.privateKey, utf8(`${head}.${claims}`)))}`;
}
