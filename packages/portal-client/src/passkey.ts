/** The browser's side of a passkey (WebAuthn), by `@simplewebauthn/browser`. In a chunk of its own, loaded at the first passkey. */
import { browserSupportsWebAuthn, startAuthentication, startRegistration, type PublicKeyCredentialCreationOptionsJSON, type PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/browser';
import { toPortalError, type Answer } from './http.ts';
import type { BaseSession } from './session.ts';
import { PortalError, type PasskeyOutcome } from './types.ts';

/** How the browser names what did not come about (WebAuthn level 3 §5.1). A frame that may not do it is told apart by nobody from a patient who did not want to. */
const outcomes: Readonly<Record<string, PasskeyOutcome>> = { NotAllowedError: 'cancelled', AbortError: 'cancelled', TimeoutError: 'cancelled', InvalidStateError: 'exists', NotSupportedError: 'unsupported', SecurityError: 'unsupported', ConstraintError: 'unsupported' };

async function ceremony<T>(act: () => Promise<T>): Promise<T | PasskeyOutcome> {
  if (!browserSupportsWebAuthn()) return 'unsupported';
  try { return await act(); } catch (thrown) {
    const outcome = thrown instanceof Error ? outcomes[thrown.name] : undefined;
    if (outcome) return outcome;
    throw new PortalError('server_error');
  }
}

/** Makes one; `keep` sends what was made. */
export async function createPasskey(options: Record<string, unknown>, keep: (response: object) => Promise<void>): Promise<PasskeyOutcome> {
  const made = await ceremony(() => startRegistration({ optionsJSON: options as unknown as PublicKeyCredentialCreationOptionsJSON }));
  if (typeof made === 'string') return made;
  await keep(made);
  return 'done';
}

/** Logs in under the device key, without a user name; then `known` reads who it is. */
export async function logInByPasskey(base: BaseSession, known: () => Promise<void>): Promise<PasskeyOutcome> {
  const outcome = await answerChallenge(base.client.id, { passkey: '1' }, await base.beginLogIn());
  if (outcome === 'done') await known();
  return outcome;
}

/** A challenge that asks for a passkey: `step` posts its fields and answers what is refused, or null when it let in. `first`: of the first request. */
export async function answerChallenge(client: string, first: Record<string, string>, step: (fields: Record<string, string>) => Promise<Answer | null>): Promise<PasskeyOutcome> {
  if (!browserSupportsWebAuthn()) return 'unsupported';
  const asked = await step(first);
  // The log-in was proof enough.
  if (!asked) return 'done';
  const { auth_session: session, next } = asked.body as { auth_session?: unknown; next?: { type?: unknown; options?: unknown } };
  if (typeof session !== 'string' || next?.type !== 'passkey') throw toPortalError(asked);
  const signed = await ceremony(() => startAuthentication({ optionsJSON: next.options as PublicKeyCredentialRequestOptionsJSON }));
  if (typeof signed === 'string') return signed;
  const refused = await step({ client_id: client, auth_session: session, assertion: JSON.stringify(signed) });
  if (refused) throw toPortalError(refused);
  return 'done';
}
