/** How one gets in and what opens a service, as far as a clinic's settings decide it: the token service asks here, and so does the desk's preview (N10). */
import { acrAtLeast, type Acr } from './acrs.ts';
import type { ClinicConfig, ServiceConfig } from './clinic.ts';
import type { LinkState } from './ids.ts';

type Need = Pick<ServiceConfig, 'minAcr' | 'maxAge'>;
type CodeWay = 'email' | 'sms';

/** A telephone number that was activated is asked for at every log-in by password (S2-14); until there is one, a clinic that asks for a code has it mailed. */
export const codeAtLogIn = (clinic: Pick<ClinicConfig, 'logIn'> | null, hasNumber: boolean): CodeWay | null => (hasNumber ? 'sms' : clinic?.logIn.code ? 'email' : null);

/** A code is the strongest that can be asked for by itself, by SMS where a number is known; records may want more (T12). */
export const canOpen = ({ minAcr }: Need, loggedIn: Acr, hasNumber: boolean): boolean => acrAtLeast(hasNumber ? 'urn:balie:acr:sms-code' : 'urn:balie:acr:email-code', minAcr) || acrAtLeast(loggedIn, minAcr);

/** Where the log-in is proof enough and fresh enough. Of an eID and of a passkey the clinic may take windows of their own (S1-31). */
export function opensAtOnce({ eid, logIn }: Pick<ClinicConfig, 'eid' | 'logIn'>, { minAcr, maxAge }: Need, loggedIn: { acr: Acr; /** Since then. */ ms: number }): boolean {
  const window = Math.max(maxAge, loggedIn.acr === 'urn:balie:acr:eid' ? eid?.maxAge ?? 0 : loggedIn.acr === 'urn:balie:acr:passkey' ? logIn.passkeyMaxAge : 0);
  return acrAtLeast(loggedIn.acr, minAcr) && window > 0 && loggedIn.ms <= window * 1000;
}
export const codeToOpen = ({ minAcr }: Need): CodeWay => (acrAtLeast('urn:balie:acr:email-code', minAcr) ? 'email' : 'sms');

/** S4-11, S4-52 */
export const oldEnoughForEid = ({ eid }: Pick<ClinicConfig, 'eid'>, age: number): boolean => age >= (eid?.fromAge ?? 0);

/** S4-33. Where a clinic was never asked (null), one may log in: to ask. */
export const admission = ({ registration }: Pick<ClinicConfig, 'registration'>, link: LinkState | null): 'in' | 'pending' | 'refused' =>
  (registration.admission !== 'approve' || link === null || link === 'linked' ? 'in' : link === 'refused' || link === 'revoked' ? 'refused' : 'pending');
