/** A client is one clinic's frames, or the desk. Both are public: what proves them is the key of their DPoP proofs. */
import { deskClientId, PublicError, type ClinicConfig, type PageScope, type Scope, type ServiceConfig } from '@balie/contracts';
import type { Context } from './context.ts';

export interface Client {
  id: string;
  kind: 'patient' | 'desk';
  /** The only Origin its calls may carry, and the base of every `htu`. */
  origin: string;
  /** `aud` of its tokens: never valid at another clinic (T24). */
  audience: string;
  redirectUri: string;
  /** Null for the desk, which serves the staff of every clinic. */
  clinic: ClinicConfig | null;
  /** The scope of its base session. */
  baseScope: Scope;
}

export function clientOf(ctx: Context, id: string): Client {
  if (id === deskClientId) return { id, kind: 'desk', origin: ctx.deskOrigin, audience: ctx.deskOrigin, redirectUri: `${ctx.deskOrigin}/return/${id}`, clinic: null, baseScope: 'desk' };
  return clinicClient(ctx, clinicOf(ctx, id, 'invalid_client'));
}

const clinicClient = (ctx: Context, clinic: ClinicConfig): Client => ({
  id: clinic.id, kind: 'patient', origin: ctx.issuer, audience: `${ctx.issuer}/clinic/${clinic.id}`, redirectUri: `${ctx.issuer}/return/${clinic.id}`, clinic, baseScope: 'portal',
});

export function clinicOf(ctx: Context, id: string, otherwise: 'invalid_client' | 'invalid_request'): ClinicConfig {
  const clinic = ctx.clinics.get(id);
  if (!clinic) throw new PublicError(otherwise, otherwise === 'invalid_request' ? { fields: ['clinic'] } : {});
  return clinic;
}

/** One's own account opens like a service: by a code, or at once within fifteen minutes of something as strong. */
const accountPage = { minAcr: 'urn:balie:acr:email-code', maxAge: 900 } as const;

export function serviceOfClinic(clinic: ClinicConfig, service: PageScope): Pick<ServiceConfig, 'minAcr' | 'maxAge'> {
  if (service === 'account') return accountPage;
  const config = clinic.services[service];
  if (!config) throw new PublicError('invalid_scope');
  return config;
}
