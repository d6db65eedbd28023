/**
 * A broker of national eIDs, as the practices of the demo would buy one: OpenID Connect with pushed requests and private_key_jwt. Claims are shaped as hubs
 * shape them (developer.signicat.com, DigiD and MitID attributes): DigiD hands out the BSN behind its sector code; of MitID the broker only tells whether a
 * CPR number that the client sends is the one of who logged in. Its log-in page lets one choose whom to be, and what goes wrong.
 */
import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { JWK } from 'jose';
import Provider, { type Configuration } from 'oidc-provider';
import { ageOn } from '@balie/rules';
import { eidPeople, type EidPerson, type Scheme } from './people.ts';
import { logInPage, type Choice } from './page.ts';

export interface BrokerOptions { issuer: string; port: number; client: { id: string; publicKey: JWK; redirectUri: string } }
interface LogIn extends Choice { scheme: Scheme; person: EidPerson }

const scopes = { nin: ['nin', 'nin_type', 'nin_issuing_country'], 'idp-id': ['idp_id'], 'acting-nin': ['acting_nin'], profile: ['name', 'birthdate'], loa: ['loa'], 'mitid-extra': ['mitid_has_cpr', 'mitid_loa', 'mitid_age'] };
/** MitID's own identifier of a person: the same at every log-in, and not the CPR number. */
const uuidOf = (number: string) => createHash('sha256').update(`mitid ${number}`).digest('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');

/** The person at this broker, the same at every log-in. */
const subjectOf = ({ scheme, person }: LogIn): string => (scheme === 'mitid' ? uuidOf(person.number) : createHash('sha256').update(`digid ${person.number}`).digest('base64url'));

function claimsOf(logIn: LogIn) {
  const { scheme, person, level, happens } = logIn;
  const sub = subjectOf(logIn);
  if (scheme === 'digid') {
    return {
      sub, loa: level, nin: person.number, nin_type: 'PERSON', nin_issuing_country: 'NL',
      idp_id: `${happens === 'sector' ? 's00000001' : 's00000000'}:${person.number}`, ...(happens === 'behalf' ? { acting_nin: '999990019' } : {}),
    };
  }
  return {
    sub, idp_id: sub, loa: level, name: person.name, ...(person.birthDate ? { birthdate: person.birthDate, mitid_age: ageOn(person.birthDate, new Date().toISOString().slice(0, 10)) } : {}),
    mitid_has_cpr: true, mitid_loa: level.toUpperCase(),
  };
}

export async function startBroker({ issuer, port, client }: BrokerOptions) {
  /** The last log-in of each person, by subject. */
  const logIns = new Map<string, LogIn>();
  const slow = new Set<string>();
  const configuration: Configuration = {
    clients: [{
      client_id: client.id, redirect_uris: [client.redirectUri], response_types: ['code'], grant_types: ['authorization_code'], token_endpoint_auth_method: 'private_key_jwt', token_endpoint_auth_signing_alg: 'ES256',
      jwks: { keys: [client.publicKey as never] }, require_pushed_authorization_requests: true, id_token_signed_response_alg: 'RS256',
    }],
    cookies: { keys: [randomBytes(32).toString('base64url')] },
    scopes: ['openid', ...Object.keys(scopes)], claims: { openid: ['sub'], ...scopes }, conformIdTokenClaims: false, acrValues: ['idp:digid', 'idp:mitid'],
    features: { devInteractions: { enabled: false }, pushedAuthorizationRequests: { enabled: true, requirePushedAuthorizationRequests: true } },
    pkce: { required: () => true }, responseTypes: ['code'], ttl: { Interaction: 1800, Session: 60, Grant: 600, AccessToken: 600, AuthorizationCode: 60, IdToken: 300 },
    interactions: { url: (_ctx, interaction) => `/log-in/${interaction.uid}` },
    findAccount: (_ctx, accountId) => { const logIn = logIns.get(accountId); return logIn ? { accountId, claims: () => claimsOf(logIn) as never } : undefined; },
    // Whoever logs in agrees.
    async loadExistingGrant(ctx) {
      const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client!.clientId, accountId: ctx.oidc.session!.accountId! });
      grant.addOIDCScope(['openid', ...Object.keys(scopes)].join(' '));
      await grant.save();
      return grant;
    },
  };
  const provider = new Provider(issuer, configuration);
  provider.proxy = false;
  provider.on('server_error', (_ctx, error) => { console.error('eid:', error.name); });
  const answer = provider.callback();

  const server = createServer((request, response) => { void handle(request, response).catch((thrown: unknown) => { console.error('eid:', thrown instanceof Error ? thrown.name : 'failed'); if (!response.headersSent) response.writeHead(400, { 'content-type': 'text/plain' }).end('This log-in is over. Go back to the website of your practice.'); }); });
  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', issuer);
    if (pathname.startsWith('/log-in/')) return logInAt(request, response);
    if (pathname === '/cpr-match' && request.method === 'POST') return cprMatch(request, response);
    if (pathname === '/token' && slow.size > 0) { slow.clear(); await new Promise((later) => { setTimeout(later, 8_000); }); }
    await answer(request, response);
  }

  async function logInAt(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { params, uid } = await provider.interactionDetails(request, response);
    const scheme: Scheme = String(params['acr_values']).includes('mitid') ? 'mitid' : 'digid';
    if (request.method !== 'POST') { response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-frame-options': 'DENY' }).end(await logInPage(scheme, uid, eidPeople[scheme])); return; }
    const fields = new URLSearchParams(await bodyOf(request));
    const happens = (fields.get('happens') ?? 'well') as Choice['happens'];
    if (fields.has('cancel')) return provider.interactionFinished(request, response, { error: 'access_denied', error_description: 'cancelled' });
    if (happens === 'error') return provider.interactionFinished(request, response, { error: 'server_error', error_description: 'chosen on the log-in page' });
    const number = (fields.get('person') || fields.get('number') || '').replace(/[\s-]/g, '').toUpperCase();
    const person = eidPeople[scheme].find((one) => one.number === number) ?? { name: 'Another person', number, birthDate: null };
    if (!/^[0-9A-Z]{9,10}$/.test(number)) { response.writeHead(303, { location: `/log-in/${uid}` }).end(); return; }
    const logIn: LogIn = { scheme, person, happens, level: (fields.get('level') ?? 'substantial') as Choice['level'] };
    const accountId = subjectOf(logIn);
    logIns.set(accountId, logIn);
    if (happens === 'slow') slow.add(accountId);
    return provider.interactionFinished(request, response, { login: { accountId, remember: false, acr: `idp:${scheme}` } });
  }

  /** Is this the number of who logged in? The number comes in the body, never in an address. */
  async function cprMatch(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const token = await provider.AccessToken.find(/^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '');
    const logIn = token && logIns.get(token.accountId);
    if (!logIn || logIn.scheme !== 'mitid') { response.writeHead(401).end(); return; }
    const { cpr } = JSON.parse(await bodyOf(request)) as { cpr?: unknown };
    response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' }).end(JSON.stringify({ match: cpr === logIn.person.number }));
  }

  await new Promise<void>((ready, failed) => { server.once('error', failed).listen(port, '127.0.0.1', ready); });
  return { stop: () => new Promise<void>((closed) => { server.close(() => closed()); server.closeAllConnections(); }) };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}
