/** An authenticator that tests hold in their hands: makes real attestation objects and signatures (WebAuthn level 3, CTAP2 CBOR), and may be told to do it wrong. */
import { createHash, createSign, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';
import { isoCBOR } from '@simplewebauthn/server/helpers';

interface Said { origin?: string; topOrigin?: string; challenge?: string; rpId?: string; type?: string; userVerified?: boolean; counter?: number; key?: KeyObject }
const sha256 = (data: Uint8Array | string) => createHash('sha256').update(data).digest();
const b64 = (data: Uint8Array | string) => Buffer.from(data).toString('base64url');

export function createAuthenticator(origin: string) {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const id = randomBytes(32);
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  // COSE_Key (RFC 9052 §7): EC2, ES256, P-256.
  const cose = isoCBOR.encode(new Map<number, number | Uint8Array<ArrayBuffer>>([[1, 2], [3, -7], [-1, 1], [-2, new Uint8Array(Buffer.from(x, 'base64url'))], [-3, new Uint8Array(Buffer.from(y, 'base64url'))]]));
  let counter = 0;
  const clientData = (type: string, challenge: string, said: Said) => JSON.stringify({ type: said.type ?? type, challenge: said.challenge ?? challenge, origin: said.origin ?? origin, crossOrigin: said.topOrigin !== undefined, ...(said.topOrigin ? { topOrigin: said.topOrigin } : {}) });
  /** Flags: user present 1, verified 4, attested data 64. */
  const data = (rpId: string, flags: number, count: number, attested: Uint8Array = new Uint8Array()) => { const head = Buffer.alloc(5); head[0] = flags; head.writeUInt32BE(count, 1); return Buffer.concat([sha256(rpId), head, attested]); };
  return {
    id: b64(id), get counter() { return counter; },
    /** As `navigator.credentials.create` answers these options. */
    create(options: Record<string, unknown>, said: Said = {}) {
      const rpId = said.rpId ?? (options['rp'] as { id: string }).id;
      const length = Buffer.alloc(2); length.writeUInt16BE(id.length);
      const authData = data(rpId, said.userVerified === false ? 65 : 69, said.counter ?? counter, Buffer.concat([Buffer.alloc(16), length, id, cose]));
      const attestation = isoCBOR.encode(new Map<string, string | Uint8Array<ArrayBuffer> | Map<string, never>>([['fmt', 'none'], ['attStmt', new Map<string, never>()], ['authData', new Uint8Array(authData)]]));
      return { id: b64(id), rawId: b64(id), type: 'public-key', clientExtensionResults: {}, response: { clientDataJSON: b64(clientData('webauthn.create', String(options['challenge']), said)), attestationObject: b64(attestation), transports: ['internal'] } };
    },
    /** As `navigator.credentials.get` answers these options. */
    get(options: Record<string, unknown>, said: Said = {}) {
      counter += 1;
      const authData = data(said.rpId ?? String(options['rpId']), said.userVerified === false ? 1 : 5, said.counter ?? counter);
      const client = clientData('webauthn.get', String(options['challenge']), said);
      const signature = createSign('sha256').update(Buffer.concat([authData, sha256(client)])).sign(said.key ?? privateKey);
      return { id: b64(id), rawId: b64(id), type: 'public-key', clientExtensionResults: {}, response: { clientDataJSON: b64(client), authenticatorData: b64(authData), signature: b64(signature) } };
    },
  };
}
export type Authenticator = ReturnType<typeof createAuthenticator>;
