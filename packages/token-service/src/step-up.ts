import { PublicError } from '@balie/contracts';

/** RFC 9470: what would open it. */
export const stepUp = (acr: string, scope: string): PublicError => new PublicError('insufficient_user_authentication', { acr_values: acr, scope }, { 'www-authenticate': `DPoP error="insufficient_user_authentication", acr_values="${acr}", scope="${scope}"` });
