/** Puts the house together: one process, one database, two hosts (patients' and desk), told apart before anything else happens. */
import { serve, type ServerType } from '@hono/node-server';
import { Hono } from 'hono';
import { generateSpecs } from 'hono-openapi';
import { createCareService, createLinking, createWork } from '@balie/care-service';
import { errors, traceOf, type Clock, type Log } from '@balie/contracts';
import { createKeyring, joinPostgres, migrate, openDatabase, startDelivery, startPostgres, sweepMail } from '@balie/database';
import { createTokenService } from '@balie/token-service';
import { callerAddress } from './caller-address.ts';
import { readClinics } from './clinics.ts';
import { createMailer } from './mail/send.ts';
import { createPages } from './pages/index.ts';
import type { Settings } from './settings.ts';
import { createTexter } from './sms/send.ts';

/** What the desk's host answers; everything else of the API belongs to the patients' host. */
const deskPaths = ['/', '/clinic', '/staff', '/authorize-challenge', '/token', '/revoke', '/logout', '/.well-known', '/jwks', '/assets', '/favicon.svg'];
const under = (path: string, prefixes: readonly string[]) => prefixes.some((prefix) => path === prefix || (prefix !== '/' && path.startsWith(`${prefix}/`)));

/** `beside`: a command that may run next to the service, on the same embedded database. */
export async function compose(settings: Settings, log: Log, { clock = () => new Date(), beside = false }: { clock?: Clock; beside?: boolean } = {}) {
  const clinics = readClinics(settings.clinicsFolder);
  const postgres = settings.databaseUrl ? null : await (beside ? joinPostgres : startPostgres)({ folder: settings.folder, port: settings.databasePort });
  const url = settings.databaseUrl ?? postgres!.url;
  await migrate(url);
  const database = await openDatabase({ url });
  const base = { db: database.db, keyring: createKeyring(settings.secret), clock, clinics, log };
  const linking = createLinking(base);
  const addressOf = callerAddress(settings.trustedProxies);
  const tokens = createTokenService({ ...base, issuer: settings.issuer, deskOrigin: settings.deskOrigin, linking, work: createWork(), brokers: settings.brokers, addressOf });
  const care = createCareService({ ...base, issuer: settings.issuer, deskOrigin: settings.deskOrigin, guard: tokens.guard, accounts: tokens.accounts, members: tokens.members, guardians: tokens.guardians, systemKeys: settings.systemKeys });
  const pages = createPages({ clinics, issuer: settings.issuer, deskOrigin: settings.deskOrigin, distFolder: settings.distFolder, registration: tokens.withoutScript, log, nonce: tokens.nonce, clock, addressOf, closings: care.closings });
  const mailer = createMailer({ smtpUrl: settings.smtpUrl, issuer: settings.issuer, deskOrigin: settings.deskOrigin, clinics });

  const api = new Hono().route('/', tokens.app).route('/', care.app);
  const specification = generateSpecs(api, { documentation: { info: { title: 'Balie', version: '0.1.0', description: 'Token service and care service of the Balie front desk.' }, servers: [{ url: settings.issuer }, { url: settings.deskOrigin }] } });
  const app = new Hono()
    .get('/healthz', async (c) => database.pool.query('select 1').then(() => c.text('ok'), () => c.text('database unreachable', 503)))
    .get('/openapi.json', async (c) => c.json(await specification))
    .route('/', api)
    .route('/', pages);
  const hosts = new Map([[new URL(settings.issuer).host, 'patients'], [new URL(settings.deskOrigin).host, 'desk']]);

  /** Host first: /staff is unknown on the patients' host, patients' routes on the desk's, everything on any other (DNS rebinding). */
  const fetch = async (request: Request, /** From the HTTP server: holds the socket, whose address the limits count. */ env?: object): Promise<Response> => {
    const { pathname } = new URL(request.url);
    const side = pathname === '/healthz' ? 'any' : hosts.get(request.headers.get('host') ?? '');
    const known = side === 'any' || (side === 'desk' ? under(pathname, deskPaths) : side === 'patients' && !under(pathname, ['/staff']));
    if (!known) return Response.json({ error: 'not_found' }, { status: errors.not_found });
    const response = await app.fetch(request, env);
    response.headers.set('x-content-type-options', 'nosniff');
    // The token service's routes see to their own; with 2xx alone, for a client library hides our error when a refusal carries one.
    if (response.ok && request.headers.has('dpop') && under(pathname, ['/care', '/staff'])) response.headers.set('dpop-nonce', tokens.nonce());
    if (settings.issuer.startsWith('https:')) response.headers.set('strict-transport-security', 'max-age=63072000');
    return response;
  };

  const sweeping = setInterval(() => { Promise.all([tokens.sweep(), care.sweep(), sweepMail(database.db, clock())]).catch((thrown: unknown) => log({ event: 'sweep-failed', level: 'error', ...traceOf(thrown) })); }, 600_000);
  sweeping.unref();
  let systems: { stop(): Promise<void> } | null = null;
  let delivery: { stop(): Promise<void> } | null = null;
  let server: ServerType | null = null;
  return {
    ...base, tokens, care, linking, fetch, url,
    async listen(): Promise<void> {
      delivery = await startDelivery({ url, db: database.db, keyring: base.keyring, clock, log, send: mailer.send, sendSms: settings.sms && createTexter({ ...settings.sms, issuer: settings.issuer, clinics, clock }) });
      systems = care.systems.start();
      if (!settings.sms) for (const clinic of clinics.values()) if (clinic.sms) log({ event: 'sms-without-gateway', level: 'warn', clinic: clinic.id });
      await new Promise<void>((ready, failed) => {
        server = serve({ fetch, port: settings.port, hostname: settings.host }, () => ready());
        server.once('error', failed);
      });
      log({ event: 'listening', port: settings.port, count: clinics.size });
    },
    async stop(): Promise<void> {
      clearInterval(sweeping);
      await new Promise<void>((closed) => { if (!server) return closed(); server.close(() => closed()); if ('closeIdleConnections' in server) server.closeIdleConnections(); setTimeout(() => { if (server && 'closeAllConnections' in server) server.closeAllConnections(); }, 3_000).unref(); });
      await within(Promise.all([delivery?.stop(), systems?.stop()]));
      mailer.close();
      await within(database.close());
      await postgres?.stop();
    },
  };
}

/** What is still under way gets so long, in ms. Then the house closes all the same: what was acknowledged is stored, and a query on a connection that died never ends. */
const patience = 5_000;
const within = (work: Promise<unknown> | undefined): Promise<unknown> => Promise.race([work, new Promise((done) => { setTimeout(done, patience).unref(); })]);
export type Composition = Awaited<ReturnType<typeof compose>>;
