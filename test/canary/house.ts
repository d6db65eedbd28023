/** The whole server on a port of its own, with its log, its mail and every answer it gave written down. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer, request as httpRequest } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair } from 'jose';
import pg from 'pg';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { sql } from '@balie/database';
import { testDatabase } from '@balie/database/testing';
import { compose, createLog, readSettings } from '@balie/server';
import { startBroker } from '../../demo-site/eid/broker.ts';
import { createDevice, issuer } from '../../packages/token-service/test/harness.ts';

const root = join(import.meta.dirname, '../..');
export interface Given { method: string; path: string; status: number; headers: string; body: string }
export interface Received { to: string[]; text: string; everything: string }
const freePort = () => new Promise<number>((resolve, reject) => {
  const server = createServer().once('error', reject).listen(0, '127.0.0.1', () => { const { port } = server.address() as AddressInfo; server.close(() => resolve(port)); });
});

export type WatchedHouse = Awaited<ReturnType<typeof openHouse>>;
export async function openHouse() {
  const database = await testDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'balie-canary-'));
  const mails: Received[] = [];
  /** What does not work just now; the broker of eIDs from the beginning. */
  const down = { smtp: false, sms: false };
  // Its refusals repeat the address, as those of real mail servers do.
  const smtp = new SMTPServer({
    authOptional: true, disabledCommands: ['STARTTLS', 'AUTH'],
    onConnect(_session, done) { done(down.smtp ? Object.assign(new Error('not now'), { responseCode: 421 }) : null); },
    onRcptTo({ address }, _session, done) { done(address.startsWith('bounce') ? Object.assign(new Error(`<${address}>: no such person`), { responseCode: 550 }) : address.startsWith('defer') ? Object.assign(new Error(`<${address}>: later`), { responseCode: 451 }) : null); },
    onData(stream, session, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part)).on('end', () => {
        PostalMime.parse(Buffer.concat(parts)).then((mail) => {
          mails.push({ to: session.envelope.rcptTo.map(({ address }) => address), text: mail.text ?? '', everything: [mail.subject, mail.text, mail.html, ...mail.headers.filter(({ key }) => key !== 'to').map(({ value }) => value)].join('\n') });
          done();
        }, done);
      });
    },
  });
  const texts: { to: string; text: string }[] = [];
  // A gateway whose refusals repeat the number, as those of real ones do.
  const gateway = createHttpServer((request, answer) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part)).on('end', () => {
      const sms = JSON.parse(Buffer.concat(parts).toString()) as { to: string; text: string };
      if (down.sms) { answer.writeHead(503).end(`${sms.to}: ${sms.text}`); return; }
      if (sms.to.endsWith('00')) { answer.writeHead(422).end(`${sms.to} is no number`); return; }
      texts.push(sms);
      answer.writeHead(202).end();
    });
  });
  const [port, smtpPort, smsPort, eidPort] = [await freePort(), await freePort(), await freePort(), await freePort()];
  const keys = await generateKeyPair('ES256', { extractable: true });
  const eid = `http://eid.localhost:${String(eidPort)}`;
  const one = { issuer: eid, client_id: 'balie', private_key: { ...await exportJWK(keys.privateKey), kid: 'k' } };
  writeFileSync(join(folder, 'brokers.json'), JSON.stringify({ digid: { ...one, acr_values: 'idp:digid' }, mitid: { ...one, acr_values: 'idp:mitid', cpr_match: `${eid}/cpr-match` } }));
  let broker: { stop(): Promise<void> } | null = null;
  await new Promise<void>((ready) => { gateway.listen(smsPort, '127.0.0.1', ready); });
  await new Promise<void>((ready) => { smtp.listen(smtpPort, '127.0.0.1', ready); });

  const log: string[] = [];
  const settings = readSettings({ BALIE_PORT: String(port), BALIE_FOLDER: folder, BALIE_CLINICS: join(root, 'demo-site/clinics'), BALIE_SECRET: randomBytes(32).toString('base64url'), DATABASE_URL: database.url, SMTP_URL: `smtp://127.0.0.1:${smtpPort}`, SMS_GATEWAY: 'signed', SMS_KEY: randomBytes(32).toString('base64url'), SMS_URL: `http://127.0.0.1:${smsPort}/` });
  const house = await compose(settings, createLog({ write: (line) => { log.push(line); } }));
  await house.listen();

  const given: Given[] = [];
  /** One request as the network sees it; the answer is kept. `url` names the host, the port is where the process really is. */
  const send = (url: string, init: RequestInit = {}) => new Promise<Response>((resolve, reject) => {
    const { host } = new URL(url);
    const method = init.method ?? 'GET';
    const path = url.slice(url.indexOf('/', 8));
    const sent = httpRequest({ host: '127.0.0.1', port, method, path, headers: { ...(init.headers as Record<string, string>), host }, agent: false }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part)).once('error', reject).once('end', () => {
        const body = Buffer.concat(parts);
        given.push({ method, path, status: answer.statusCode ?? 0, headers: JSON.stringify(answer.headers), body: body.toString('utf8') });
        resolve(new Response(body.length ? body : null, { status: answer.statusCode ?? 0, headers: Object.entries(answer.headers).map(([name, value]) => [name, String(value)] as [string, string]) }));
      });
    });
    sent.once('error', reject).end(init.body ?? undefined);
  });
  // Large bodies may be answered and cut off before they were sent.
  const service = { app: { request: send }, nonce: () => house.tokens.nonce() };

  return {
    ...house, send, given, log, mails, texts, down,
    async brokerUp() { broker = await startBroker({ issuer: eid, port: eidPort, client: { id: 'balie', publicKey: { ...await exportJWK(keys.publicKey), kid: 'k', alg: 'ES256' }, redirectUri: `${issuer}/eid/callback` } }); },
    /** Meanwhile nobody can reach the database; connections that were open are cut. */
    async withoutDatabase(act: () => Promise<void>): Promise<void> {
      const { pathname } = new URL(database.url);
      const name = pathname.slice(1);
      const admin = new pg.Client({ connectionString: database.url.replace(pathname, '/postgres') });
      await admin.connect();
      await admin.query(`alter database ${name} with allow_connections false`);
      await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
      try { await act(); } finally { await admin.query(`alter database ${name} with allow_connections true`); await admin.end(); }
    },
    device: () => createDevice(service, () => new Date()),
    /** Waits for the newest mail to an address, or for the one that `about` picks. */
    async mail(to: string, about = /./): Promise<Received> {
      for (const end = Date.now() + 30_000; Date.now() < end; await new Promise((next) => { setTimeout(next, 50); })) {
        const found = mails.findLast((mail) => mail.to.includes(to) && about.test(mail.text));
        if (found) return found;
      }
      throw new Error('no such mail within 30 s');
    },
    /** Every row of every table as text, by table. */
    async tables(): Promise<Map<string, string>> {
      const { rows } = await database.db.execute<{ name: string }>(sql`select format('%I.%I', table_schema, table_name) as name from information_schema.tables where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`);
      const dumped = new Map<string, string>();
      for (const { name } of rows) dumped.set(name, (await database.db.execute<{ row: string }>(sql`select row_to_json(t)::text as row from ${sql.raw(name)} t`)).rows.map(({ row }) => row).join('\n'));
      return dumped;
    },
    async close(): Promise<void> {
      await house.stop();
      await broker?.stop();
      await new Promise<void>((closed) => { gateway.close(() => closed()); gateway.closeAllConnections(); });
      await new Promise<void>((closed) => { smtp.close(() => closed()); });
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
