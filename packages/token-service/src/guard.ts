/** Who calls: access token, DPoP proof, session or page row, record link. All of it holds, or nothing is done. */
import { acrAtLeast, deskClientId, pageScopes, type AccessClaims, type Acr, type Guard, type Locale, type PageScope, type StaffRole } from '@balie/contracts';
import { PublicError } from '@balie/contracts';
import { and, eq, isNull, schema } from '@balie/database';
import { invalidToken, verifyAccessToken } from './access-tokens.ts';
import { accountById, openContact } from './accounts.ts';
import { serviceOfClinic, type Client } from './clients.ts';
import type { Context } from './context.ts';
import { verifyProof } from './dpop.ts';
import { childOf, nameHere } from './guardians.ts';
import { demandNotOutgrown } from './rights.ts';
import { familyById, isAlive, type Family } from './families.ts';
import type { SigningKeys } from './keys.ts';
import { openedPage, type Page } from './pages.ts';
import { stepUp } from './step-up.ts';

/** A base session: patient or desk, logged in and nothing more. */
export interface BaseAccess { client: Client; subject: string; family: Family }
/** A page that is open, whoever's record it may see. */
export interface ServiceAccess { client: Client; account: string; acr: Acr; page: Page & { leaseUntil: Date; endsAt: Date } }
export interface Gate extends Guard {
  base(request: Request): Promise<BaseAccess>;
  /** The page that the token was made for, open; its record link is not asked for. */
  page(request: Request): Promise<ServiceAccess>;
  /** The page of one's own account. */
  account(request: Request): Promise<ServiceAccess>;
}

export function createGuard(ctx: Context, keys: SigningKeys): Gate {
  /** Token and proof of this request. */
  async function proven(request: Request): Promise<{ claims: AccessClaims; client: Client }> {
    const [, token] = /^DPoP ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(request.headers.get('authorization') ?? '') ?? [];
    if (!token || token.length > 4000) throw invalidToken();
    const { claims, client } = await verifyAccessToken(ctx, keys, token);
    const { jkt } = await verifyProof(ctx, { proof: request.headers.get('dpop'), method: request.method, urls: [`${client.origin}${new URL(request.url).pathname}`], accessToken: token, at: 'resource' });
    if (jkt !== claims.cnf.jkt) throw invalidToken();
    return { claims, client };
  }

  async function base(request: Request): Promise<BaseAccess> {
    const { claims, client } = await proven(request);
    const family = claims.fam ? await familyById(ctx.db, claims.fam) : null;
    if (!family || claims.page || claims.scope !== client.baseScope || !isAlive(family, ctx.clock())) throw invalidToken();
    if (client.clinic) await demandNotOutgrown(ctx.db, ctx, family.subject);
    return { client, subject: family.subject, family };
  }

  async function page(request: Request, wanted?: PageScope): Promise<ServiceAccess> {
    const { claims, client } = await proven(request);
    const scope = wanted ?? pageScopes.find((service) => service === claims.scope);
    if (!scope || claims.scope !== scope || !claims.page) throw stepUpFor(client, wanted);
    const open = await openedPage(ctx.db, claims.page, ctx.clock());
    if (!open || open.jkt !== claims.cnf.jkt || open.service !== scope || open.clinic !== client.clinic?.id) throw new PublicError('page_closed', {}, { 'www-authenticate': 'DPoP error="invalid_token", algs="ES256"' });
    await demandNotOutgrown(ctx.db, ctx, open.account);
    return { client, account: open.account, acr: claims.acr, page: open };
  }

  return {
    base, page,
    account: (request) => page(request, 'account'),
    async patient(request, service) {
      const access = await page(request, service);
      const clinic = access.client.clinic!;
      const { minAcr } = serviceOfClinic(clinic, service);
      if (!acrAtLeast(access.acr, minAcr)) throw stepUp(minAcr, service);
      // Whose record: a guardian's right is asked of the calendar at each request (T32).
      const { actsFor } = access.page;
      const whose = actsFor === null ? access.account : await childOf(ctx.db, ctx, clinic, access.account, { child: actsFor });
      const patient = (await ctx.linking.state(whose, clinic.id))?.[actsFor === null ? 'own' : 'patient'];
      if (!patient) throw new PublicError('not_linked');
      const account = await accountById(ctx.db, access.account);
      if (!account) throw invalidToken();
      return { kind: 'patient', account: account.id, clinic: clinic.id, service, page: access.page.id, patient, guardian: actsFor === null ? null : openContact(ctx, account).name ?? await nameHere(ctx.db, ctx, clinic.id, account.id, actsFor) ?? '', acr: access.acr, locale: account.locale as Locale };
    },
    async staff(request) {
      const access = await base(request);
      if (access.client.id !== deskClientId) throw new PublicError('access_denied');
      const [member] = await ctx.db.select().from(schema.staff).where(and(eq(schema.staff.id, access.subject), isNull(schema.staff.removedAt)));
      if (!member || !acrAtLeast(access.family.acr as Acr, 'urn:balie:acr:totp')) throw invalidToken();
      return { kind: 'staff', staff: member.id, clinic: member.clinic, name: member.name, roles: member.roles as StaffRole[], locale: member.locale as Locale };
    },
  };
}

/** RFC 9470: what would open it. A token of another service is no closer than none. */
function stepUpFor(client: Client, service: PageScope | undefined): PublicError {
  if (!client.clinic || !service) return client.clinic ? invalidToken() : new PublicError('access_denied');
  return stepUp(serviceOfClinic(client.clinic, service).minAcr, service);
}
