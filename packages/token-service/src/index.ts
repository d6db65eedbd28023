/** Who you are: registration, log-in, session codes, pages and tokens. docs/protocol.md is the agreement, contracts the wording. */
import { Hono } from 'hono';
import { routePath } from 'hono/route';
import { socketAddress, toErrorResponse, type Accounts, type ConfirmRequest, type ForgotRequest, type Guard, type Guardians, type Members, type RegisterRequest, type ResetRequest } from '@balie/contracts';
import type { Transaction } from '@balie/database';
import { createAccounts } from './account-help.ts';
import { verifyContact } from './contact.ts';
import type { Context, TokenServiceDeps } from './context.ts';
import { nonceNow } from './dpop.ts';
import { createGuard } from './guard.ts';
import { createGuardians } from './guardian-requests.ts';
import { createSigningKeys } from './keys.ts';
import { forgotPassword, resetPassword } from './password-reset.ts';
import { createHasher } from './passwords.ts';
import { systemRandom } from './random.ts';
import { confirm, register } from './registration.ts';
import { ownAccountRoutes } from './routes/account.ts';
import { accountRoutes } from './routes/accounts.ts';
import { giveNumber, type Leaving } from './eid/trips.ts';
import { createEdge } from './routes/edge.ts';
import { eidRoutes } from './routes/eid.ts';
import { joiningRoutes } from './routes/joining.ts';
import { oauthRoutes } from './routes/oauth.ts';
import { pageRoutes } from './routes/pages.ts';
import { selfRoutes } from './routes/self.ts';
import { createMembers, inviteStaff, removeStaff, seedStaff, type NewStaff } from './staff.ts';
import { sweep } from './sweep.ts';

export type { Random, TokenServiceDeps } from './context.ts';
export { createHasher, type Hasher } from './passwords.ts';
export type { NewStaff } from './staff.ts';

export interface TokenService {
  /** Every route, described for `generateSpecs` of hono-openapi; mount it at the root of both hosts and hand it the server's `env`, where the caller's address is. */
  app: Hono;
  guard: Guard;
  accounts: Accounts<Transaction>;
  members: Members<Transaction>;
  guardians: Guardians<Transaction>;
  inviteStaff(wish: NewStaff): Promise<void>;
  /** Ends the member's sessions too; may be invited again. Throws PublicError not_found. */
  removeStaff(wish: { clinic: string; email: string }): Promise<void>;
  /** A member who can log in at once. `totpSecret`: base32. Answers the member's id. */
  seedStaff(wish: NewStaff & { password: string; totpSecret: string }): Promise<string>;
  /** For the hosted forms without script, which come without a key; the caller has checked where the form came from. They throw like the routes. */
  withoutScript: {
    register(request: RegisterRequest, address: string): Promise<void>;
    confirm(request: ConfirmRequest): Promise<'password_needed' | 'confirmed'>;
    forgot(request: ForgotRequest, address: string): Promise<void>;
    reset(request: ResetRequest): Promise<void>;
    verifyContact(request: { clinic: string; secret: string }): Promise<void>;
    /** The personal number asked after a MitID log-in, whose cookies these are: where to go on, or `again`. */
    eidNumber(clinic: string, trip: string, typed: string, cookies: Readonly<Record<string, string>>): Promise<Leaving | 'again'>;
  };
  /** For answers of other services to calls that carried a proof; with 2xx only. */
  nonce(): string;
  sweep(now?: Date): Promise<void>;
}

export function createTokenService(deps: TokenServiceDeps): TokenService {
  const ctx: Context = { random: systemRandom, hasher: createHasher(), addressOf: socketAddress, brokers: {}, ...deps };
  const keys = createSigningKeys(ctx);
  const guard = createGuard(ctx, keys);
  const edge = createEdge(ctx);
  const app = new Hono()
    .route('/', oauthRoutes(ctx, keys, edge))
    .route('/', eidRoutes(ctx, guard, edge))
    .route('/', pageRoutes(ctx, guard, edge))
    .route('/', accountRoutes(ctx, keys, guard, edge))
    .route('/', ownAccountRoutes(ctx, guard, edge))
    .route('/', selfRoutes(ctx, guard, edge))
    .route('/', joiningRoutes(ctx, keys, guard, edge));
  app.onError((thrown, c) => toErrorResponse(thrown, ctx.log, { route: routePath(c, -1), method: c.req.method }));
  return {
    app, guard, accounts: createAccounts(ctx), members: createMembers(ctx), guardians: createGuardians(ctx),
    inviteStaff: (wish) => inviteStaff(ctx, wish),
    removeStaff: (wish) => removeStaff(ctx, wish),
    seedStaff: (wish) => seedStaff(ctx, wish),
    withoutScript: {
      register: async (request, address) => { await register(ctx, request, { jkt: null, address }); },
      confirm: async (request) => (await confirm(ctx, keys, request, null)).state,
      forgot: (request, address) => forgotPassword(ctx, request, address),
      reset: (request) => resetPassword(ctx, request),
      verifyContact: (request) => verifyContact(ctx, request),
      eidNumber: (clinic, trip, typed, cookies) => giveNumber(ctx, clinic, trip, typed, cookies),
    },
    nonce: () => nonceNow(ctx),
    sweep: (now) => sweep(ctx, keys, now),
  };
}
