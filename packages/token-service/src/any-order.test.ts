/**
 * Stories of two patients at three clinics, told at random: logging in with and without a code, pages, re-sends, guesses, reloads, closing, logging out, waiting. A
 * small model says what must come of each step; it never looks at the tables. A failure prints the seed and the shortest story it found.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { acrAtLeast, type Acr, type MailRequest, type Service, type TokenAnswer } from '@balie/contracts';
import { schema } from '@balie/database';
import { clinic, harness, logIn, openPrompt, type Device, type Harness } from '../test/harness.ts';

/** What each clinic asks: a code for each page (S0), one by mail at the log-in and then none (S4), one by SMS (S2). */
const places = {
  plain: { code: null, minAcr: 'urn:balie:acr:email-code', maxAge: 0 }, mailed: { code: 'email', minAcr: 'urn:balie:acr:email-code', maxAge: 1_200 }, texted: { code: 'sms', minAcr: 'urn:balie:acr:sms-code', maxAge: 1_200 },
} as const;
type Place = keyof typeof places;
const at = Object.keys(places) as Place[];
const services: Service[] = ['prescriptions', 'econsults'];

let h: Harness, serial = 0;
beforeAll(async () => { h = await harness({ clinics: at.map((id) => clinic(id, { logIn: { code: places[id].code }, services: Object.fromEntries(services.map((service) => [service, { title: { nl: service }, minAcr: places[id].minAcr, maxAge: places[id].maxAge }])) })) }); });
afterAll(() => h.close());

interface Patient {
  id: string; email: string; phone: string | null; messages: number;
  /** The one code that may open anything, and whose it is. */
  live: { of: Prompt; code: string; sent: number; guesses: number } | null;
  guesses: number;
}
/** Something that waits for a code: a log-in or a page. */
interface Prompt { who: Patient; say(fields: Record<string, string>): Promise<Said>; codes: string[]; answered: number; over: boolean; page: Page | null; done(code: string): Promise<void> }
interface Said { status: number; body: { error?: string; authorization_code?: string } }
interface Session { who: Patient; clinic: Place; device: Device; tokens: TokenAnswer; acr: Acr; since: number; fresh: number; out: boolean }
interface Page { session: Session; service: Service; closed: boolean; opened: number | null; close(): Promise<Response>; works(): Promise<boolean> }

const codeLife = 600_000, waits = 1_200_000, tokenLife = 300_000;
const now = () => h.time.now.getTime();
const wrong = (right: string) => String((Number(right) + 1) % 1_000_000).padStart(6, '0');

/** Everything one story knows. */
function tell() {
  const prompts: Prompt[] = [], sessions: Session[] = [], pages: Page[] = [];

  /** Whatever was sent just now became the account's one code. */
  async function look(prompt: Prompt): Promise<void> {
    const { who } = prompt;
    const codes = [
      ...(await h.mails()).filter((mail): mail is MailRequest & { template: 'session-code' | 'log-in-code' } => ['session-code', 'log-in-code'].includes(mail.template) && mail.to === who.email).map(({ data }) => data.code),
      ...(await h.texts()).filter((sms) => sms.to === who.phone).map(({ data }) => data.code),
    ];
    expect(codes.length - who.messages).toBeLessThanOrEqual(1);
    if (codes.length === who.messages) return;
    who.messages = codes.length;
    // Mails and texts are two lists: the new one is what no prompt has yet.
    const code = codes.find((one) => !prompts.concat(prompt).some((other) => other.codes.includes(one)))!;
    prompt.codes.push(code);
    who.live = { of: prompt, code, sent: now(), guesses: 0 };
  }

  async function enter(who: Patient, clinicId: Place): Promise<void> {
    const device = await h.device();
    const begun = await logIn(device, who.email, { client: clinicId });
    const by = who.phone ? 'sms' : places[clinicId].code ? 'email' : null;
    const session = async (code: string, acr: Acr) => { const answer = await begun.redeem({ code }); expect(answer.status).toBe(200); sessions.push({ who, clinic: clinicId, device, tokens: await answer.json() as TokenAnswer, acr, since: now(), fresh: now(), out: false }); };
    if (!by) { expect(begun.status).toBe(200); return session(begun.body['authorization_code']!, 'urn:balie:acr:password'); }
    // A right password alone is never enough here.
    expect(begun.status).not.toBe(200);
    if (!begun.state.session) return;
    const prompt: Prompt = { who, say: (fields) => begun.again(fields), codes: [], answered: now(), over: false, page: null, done: (code) => session(code, `urn:balie:acr:${by}-code`) };
    await look(prompt);
    prompts.push(prompt);
  }

  /** The session as a frame keeps it: refreshed when it is needed. False once it is no more. */
  async function alive(session: Session): Promise<boolean> {
    if (!session.out && now() - session.fresh >= tokenLife - 10_000) {
      const answer = await session.device.token({ grant_type: 'refresh_token', client_id: session.clinic, refresh_token: session.tokens.refresh_token! });
      expect(answer.status === 200, 'refresh').toBe(now() - session.fresh < 1_800_000);
      if (answer.status !== 200) { session.out = true; return false; }
      Object.assign(session, { tokens: await answer.json() as TokenAnswer, fresh: now() });
    }
    expect((await session.device.get('/me', session.tokens.access_token)).status === 200, 'session').toBe(!session.out);
    return !session.out;
  }

  async function open(session: Session, service: Service): Promise<void> {
    if (!await alive(session)) return;
    const { minAcr, maxAge } = places[session.clinic];
    const askable: Acr = session.who.phone ? 'urn:balie:acr:sms-code' : 'urn:balie:acr:email-code';
    const made = await openPrompt(h, { device: session.device, tokens: session.tokens, client: session.clinic }, service).catch((thrown: Error) => { expect(thrown.message).toContain('insufficient_user_authentication'); return null; });
    expect(made !== null, 'may be asked for').toBe(acrAtLeast(askable, minAcr) || acrAtLeast(session.acr, minAcr));
    if (!made) return;
    let token = '';
    const page: Page = {
      session, service, closed: false, opened: null, close: () => made.close(),
      works: async () => (await made.page.post('/page/lease', token)).status === 200,
    };
    const done = async (code: string) => { const answer = await made.redeem(code); expect(answer.status).toBe(200); token = (await answer.json() as TokenAnswer).access_token; page.opened = now(); };
    pages.push(page);
    const strong = acrAtLeast(session.acr, minAcr) && maxAge > 0 && now() - session.since <= maxAge * 1000;
    expect(made.asked.status === 200, 'opens at once').toBe(strong);
    if (strong) return done(String(made.asked.body['authorization_code']));
    if (!made.state.session) return;
    const prompt: Prompt = { who: session.who, say: (fields) => made.again(fields), codes: [], answered: now(), over: false, page, done };
    await look(prompt);
    prompts.push(prompt);
  }

  async function close(page: Page): Promise<void> {
    expect((await page.close()).status).toBe(204);
    page.closed = true;
    if (page.session.who.live?.of.page === page) page.session.who.live = null;
  }

  async function say(prompt: Prompt, fields: Record<string, string>): Promise<void> {
    if (prompt.over) return;
    const { who } = prompt;
    const stands = now() - prompt.answered < waits && !prompt.page?.closed;
    const mine = stands && who.live?.of === prompt && now() - who.live.sent < codeLife ? who.live : null;
    if (fields['code'] !== undefined && mine && ++mine.guesses <= 5) who.guesses++;
    const may = mine !== null && fields['code'] === mine.code && mine.guesses <= 5 && who.guesses <= 10;
    const { status, body } = await prompt.say(fields);
    expect(status === 200, `${JSON.stringify(fields)} ${body.error ?? ''}`).toBe(may);
    if (!stands) { expect(['page_closed', 'invalid_session']).toContain(body.error); return; }
    if (status !== 429) prompt.answered = now();
    await look(prompt);
    if (!may) return;
    who.guesses--;
    who.live = null;
    prompt.over = true;
    await prompt.done(body.authorization_code!);
  }

  async function leave(session: Session): Promise<void> {
    if (!await alive(session)) return;
    expect((await session.device.post('/logout', session.tokens.access_token)).status).toBe(204);
    session.out = true;
    for (const page of pages) if (page.session === session) page.closed = true;
    await alive(session);
  }

  /** Every page that was ever opened works while it stands, and no longer. Its token lives five minutes, so later ones tell nothing. */
  async function check(): Promise<void> {
    for (const page of pages) if (page.opened !== null && now() - page.opened < tokenLife - 10_000) expect(await page.works(), 'page').toBe(!page.closed);
  }
  return { prompts, sessions, pages, enter, open, close, say, leave, check };
}

it('whatever happens in whatever order: a page or log-in opens only by the newest code sent for it, unexpired, once, while it stands; what was closed or logged out opens nothing (T09, T10)', async () => {
  const events = fc.constantFrom('enter', 'ask', 'ask', 'resend', 'type', 'type', 'type-old', 'type-other', 'wrong', 'close', 'reload', 'leave', 'minute', 'ten-minutes');
  const story = fc.array(fc.tuple(events, fc.nat(11), fc.nat(2)), { minLength: 8, maxLength: 18, size: 'max' });
  await fc.assert(fc.asyncProperty(story, async (steps) => {
    await h.db.delete(schema.outbox);
    const patients: Patient[] = [];
    for (const phone of [null, `+316${String(10_000_000 + serial)}`]) {
      const email = `orde${serial++}@patient.example`;
      const { id } = await h.account(email, { at: 'plain' });
      for (const one of at) h.links.set(`${id}/${one}`, 'linked');
      if (phone) await h.db.insert(schema.factors).values({ owner: id, kind: 'sms', secretSealed: h.keyring.seal('factor', JSON.stringify({ phone })), createdAt: h.time.now, activatedAt: h.time.now });
      patients.push({ id, email, phone, messages: 0, live: null, guesses: 0 });
    }
    const { prompts, sessions, pages, enter, open, close, say, leave, check } = tell();
    await enter(patients[0]!, 'plain');
    const pick = <T>(of: readonly T[], which: number): T | undefined => of[which % Math.max(1, of.length)];
    for (const [event, which, place] of steps) {
      // The newest prompt more often than not: older ones are mostly over.
      const prompt = prompts.at(which < 8 ? -1 : -1 - (which % Math.max(1, prompts.length))), session = pick(sessions, which), page = pick(pages, which);
      switch (event) {
        case 'minute': h.pass(60); break;
        case 'ten-minutes': h.pass(600); break;
        case 'enter': await enter(patients[which % 2]!, at[place]!); break;
        case 'ask': if (session) await open(session, services[which % 2]!); break;
        case 'leave': if (session) await leave(session); break;
        case 'close': if (page) await close(page); break;
        case 'reload': if (page) { await close(page); await open(page.session, page.service); } break;
        case 'resend': if (prompt) await say(prompt, { resend: '1' }); break;
        default: {
          const own = prompt?.codes.at(-1);
          const typed = event === 'type' ? own : event === 'type-old' ? prompt?.codes.at(-2) : event === 'type-other' ? prompts.filter((one) => one !== prompt).at(-1)?.codes.at(-1) : own && wrong(own);
          if (prompt && typed) await say(prompt, { code: typed });
        }
      }
      await check();
    }
    h.pass(7_200);
  }), { numRuns: 30 });
}, 120_000);
