/** The token service with the demo's broker beside it, and a patient's browser between them: cookies, redirects, choices on the log-in page. No real browser. */
import { request as httpRequest } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair } from 'jose';
import { createLinking } from '@balie/care-service';
import type { Brokers, ClinicConfig, EidPurpose, Linking, TokenAnswer } from '@balie/contracts';
import { exampleClinic, exampleFile } from '@balie/contracts/testing';
import { numberHmac, schema, type Transaction } from '@balie/database';
import { startBroker } from '../../demo-site/eid/broker.ts';
import { harness, issuer, pkce, type Device } from '../../packages/token-service/test/harness.ts';

const freePort = () => new Promise<number>((resolve, reject) => {
  const server = createServer().once('error', reject).listen(0, '127.0.0.1', () => { const { port } = server.address() as AddressInfo; server.close(() => resolve(port)); });
});
const pages = (id: string) => ({ origins: [`http://${id}.localhost:4401`, `http://www.${id}.localhost:4401`], pages: { register: `http://${id}.localhost:4401/r`, portal: `http://${id}.localhost:4401/p`, prescriptions: `http://${id}.localhost:4401/rx` } });
export const dutch = exampleClinic({ ...exampleFile, preset: 'nl-digid', id: 'de-eik', ...pages('de-eik') });
export const otherDutch = exampleClinic({ ...exampleFile, preset: 'nl-digid', id: 'de-wilg', ...pages('de-wilg') });
export const danish = exampleClinic({
  id: 'havet', name: 'Lægerne ved havet', preset: 'dk-mitid', ...pages('havet'), phones: { practice: '+4512345678', outOfHours: '+4570110031', emergency: '112' }, openingHours: exampleFile.openingHours, mail: { from: 'a@havet.example', notify: ['team@havet.example'] },
  registration: { ways: ['eid', 'number', 'child'], admission: 'automatic', terms: 'none' }, services: exampleFile.services, country: 'DK', timeZone: 'Europe/Copenhagen', locales: ['da', 'en'],
} as never);

export type World = Awaited<ReturnType<typeof openWorld>>;
export async function openWorld(clinics: ClinicConfig[] = [dutch, otherDutch, danish]) {
  const port = await freePort();
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  const at = `http://eid.localhost:${port}`;
  const broker = await startBroker({ issuer: at, port, client: { id: 'balie', publicKey: { ...await exportJWK(publicKey), kid: 'k', alg: 'ES256' }, redirectUri: `${issuer}/eid/callback` } });
  const one = { issuer: at, client_id: 'balie', private_key: { ...await exportJWK(privateKey), kid: 'k' } as never };
  const brokers: Brokers = { digid: { ...one, acr_values: 'idp:digid' }, mitid: { ...one, acr_values: 'idp:mitid', cpr_match: `${at}/cpr-match` } };
  const linking = {} as Linking<Transaction>;
  const h = await harness({ clinics, brokers, linking });
  Object.assign(linking, createLinking({ db: h.db, keyring: h.keyring, clock: () => new Date(h.time.now), clinics: new Map(clinics.map((clinic) => [clinic.id, clinic])), log: () => undefined }));
  let serial = 0;

  return {
    ...h, brokers, broker: at, linking,
    /** A record at the practice. */
    async record(number: string, more: Partial<typeof schema.patients.$inferInsert> = {}, clinic = dutch): Promise<string> {
      const [row] = await h.db.insert(schema.patients).values({ clinic: clinic.id, sourceId: `s${serial += 1}`, given: 'Testje', family: 'Proef', birthDate: '1980-05-17', numberHmac: numberHmac(h.keyring, clinic.country, number), verified: true, ...more }).returning({ id: schema.patients.id });
      return row!.id;
    },
    begin: (device: Device, wish: Wish = {}) => begin(h, device, wish),
    async close() { await broker.stop(); await h.close(); },
  };
}

export interface Wish { clinic?: ClinicConfig; purpose?: EidPurpose; accessToken?: string | undefined; redirectUri?: string; registration?: string; fields?: Record<string, string> }
type Service = Awaited<ReturnType<typeof harness>>;

/** POST /par as a frame does it; `authorize` is what the frame then leads the browser to. */
async function begin(h: Service, device: Device, { clinic = dutch, purpose = 'log-in', accessToken, redirectUri = clinic.pages.portal, registration, fields = {} }: Wish) {
  const { verifier, challenge } = pkce();
  const state = pkce().verifier;
  const answer = await device.form('/par', { client_id: clinic.id, response_type: 'code', scope: 'portal', redirect_uri: redirectUri, state, code_challenge: challenge, code_challenge_method: 'S256', purpose, ...(registration ? { registration } : {}), ...fields }, accessToken ? { accessToken } : {});
  const body = await answer.json() as { request_uri?: string; error?: string };
  const authorize = `/authorize?${new URLSearchParams({ client_id: clinic.id, request_uri: body.request_uri ?? '' })}`;
  const browser = createBrowser(h);
  const redeem = (code: string, more: Record<string, string> = {}, by: Device = device) => by.token({ grant_type: 'authorization_code', client_id: clinic.id, code, code_verifier: verifier, redirect_uri: redirectUri, ...more });
  return {
    status: answer.status, body, authorize, state, browser, redeem,
    /** All of it, up to the fragment of the clinic's page. */
    async walk(choice: Choice = {}): Promise<Fragment> { return fragmentOf(await browser.callback(await browser.leave(authorize), choice)); },
    async logIn(choice: Choice = {}): Promise<TokenAnswer & { account?: string }> {
      const { code, ...rest } = await this.walk(choice);
      if (!code) throw new Error(`no code: ${JSON.stringify(rest)}`);
      return await (await redeem(code)).json() as TokenAnswer;
    },
  };
}

export interface Fragment { at: string; state: string; code?: string; error?: string; result?: string; iss?: string }
export function fragmentOf(location: string): Fragment {
  const [at = '', fragment = ''] = location.split('#');
  const { 'balie-eid': state = '', ...rest } = Object.fromEntries(new URLSearchParams(fragment));
  return { at, state, ...rest };
}

export interface Choice { number?: string; level?: string; happens?: string; cancel?: boolean }
/** As much of a browser as a trip needs: our cookies and the broker's. */
export function createBrowser(h: Service) {
  const ours = new Map<string, string>();
  const theirs = new Map<string, string>();
  const keep = (jar: Map<string, string>, lines: readonly string[]) => { for (const line of lines) { const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []; if (/max-age=0/i.test(line) || value === '') jar.delete(name); else jar.set(name, value); } };
  const cookie = (jar: Map<string, string>) => [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
  const go = async (path: string, headers: Record<string, string>): Promise<Response> => {
    const answer = await h.send(path, { headers: { cookie: cookie(ours), ...headers } });
    keep(ours, answer.headers.getSetCookie());
    return answer;
  };
  const broker = (url: string, body?: string) => new Promise<{ status: number; location: string | null; text: string }>((resolve, reject) => {
    const { host, port, pathname, search } = new URL(url);
    const sent = httpRequest({ host: '127.0.0.1', port, path: pathname + search, method: body === undefined ? 'GET' : 'POST', headers: { host, cookie: cookie(theirs), ...(body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }) } }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part)).once('end', () => {
        keep(theirs, answer.headers['set-cookie'] ?? []);
        resolve({ status: answer.statusCode ?? 0, location: answer.headers.location ? new URL(answer.headers.location, url).href : null, text: Buffer.concat(parts).toString('utf8') });
      });
    });
    sent.once('error', reject).end(body);
  });
  return {
    cookies: ours,
    go,
    /** GET /authorize as our own frame leads it there; answers the broker's address. */
    async leave(path: string, headers: Record<string, string> = {}): Promise<string> { return (await go(path, { 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document', ...headers })).headers.get('location') ?? ''; },
    /** At the broker, up to where it sends the browser back to us. */
    async atBroker(url: string, { number = '999911120', level = 'substantial', happens = 'well', cancel = false }: Choice = {}): Promise<string> {
      let at = url;
      for (let step = 0; step < 10; step += 1) {
        if (at.startsWith(`${issuer}/`)) return at;
        const answer = at.includes('/log-in/') ? await broker(at, new URLSearchParams({ person: number, level, happens, ...(cancel ? { cancel: '1' } : {}) }).toString()) : await broker(at);
        if (!answer.location) throw new Error(`the broker answered ${answer.status}: ${answer.text.slice(0, 200)}`);
        at = answer.location;
      }
      throw new Error('the broker leads nowhere');
    },
    /** Comes back to us, and on to where we send the browser. */
    async arrive(url: string): Promise<string> { return (await go(url.slice(issuer.length), {})).headers.get('location') ?? ''; },
    async callback(brokerUrl: string, choice: Choice = {}): Promise<string> { return this.arrive(await this.atBroker(brokerUrl, choice)); },
  };
}
