/** A client is one clinic's frames, or the desk. Both are public: what proves them is the key of their DPoP proofs. */
import { deskClientId, PublicError, type ClinicConfig, type Scope, type Service } from '@balie/contracts';
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

export function serviceOfClinic(clinic: ClinicConfig, service: Service) {
  const config = clinic.services[service];
  if (!config) throw new PublicError('invalid_scope');
  return config;
}
