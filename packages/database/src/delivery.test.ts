import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import type { LogRecord, MailRequest } from '@balie/contracts';
import { eq, sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { SmsRefused, startDelivery } from './delivery.ts';
import type { SendMail, SendSms } from './delivery.ts';
import { createKeyring } from './keyring.ts';
import { queueMail, queueSms, sweepMail } from './outbox.ts';
import { outbox } from './schema.ts';
import { testDatabase } from './testing.ts';
import type { TestDatabase } from './testing.ts';

let test: TestDatabase;
let delivery: { stop(): Promise<void> } | undefined;
const lines: LogRecord[] = [];
beforeAll(async () => { test = await testDatabase(); });
afterEach(async () => {
  await delivery?.stop();
  delivery = undefined;
  lines.length = 0;
  await test.db.execute(sql`truncate outbox`);
  await test.db.execute(sql`delete from pgboss.job`);
});
afterAll(() => test.close());

const now = new Date('2026-01-01T12:00:00Z');
const mail = (to: string): MailRequest => ({ template: 'answer-ready', to, locale: 'nl', clinic: 'de-linde', data: { service: 'econsults' } });
const queue = (to: string, expiresAt?: Date) => test.db.transaction((tx) => queueMail(tx, test.keyring, mail(to), now, expiresAt));
const deliver = async (send: SendMail, clock = () => now) => { delivery = await startDelivery({ url: test.url, db: test.db, keyring: test.keyring, clock, log: (line) => lines.push(line), send }); };
const rows = () => test.db.select().from(outbox).orderBy(outbox.createdAt);
const waitUntil = (check: () => unknown, timeout = 15_000) => vi.waitFor(async () => { if (!await check()) throw new Error('not yet'); }, { timeout, interval: 50 });
const smtpError = (responseCode: number, command: string) => Object.assign(new Error(`${responseCode} <jan@voorbeeld.test>: no`), { responseCode, command, code: 'EENVELOPE' });

describe('text messages', { timeout: 90_000 }, () => {
  const text = (to: string) => test.db.transaction((tx) => queueSms(tx, test.keyring, { template: 'code', to, locale: 'nl', clinic: 'de-linde', data: { code: '123456', mark: 'K7' } }, now));
  const both = async (sendSms: SendSms | null, send: SendMail = () => Promise.resolve()) => { delivery = await startDelivery({ url: test.url, db: test.db, keyring: test.keyring, clock: () => now, log: (line) => lines.push(line), send, sendSms }); };

  it('have a queue of their own: while the gateway is down they wait and mail goes; then they arrive once', async () => {
    let up = false;
    const sent: string[] = [];
    await both((sms) => { if (!up) return Promise.reject(Object.assign(new Error('+31612345678'), { code: '503' })); sent.push(sms.to); return Promise.resolve(); });
    await text('+31612345678');
    await queue('jan@voorbeeld.test');
    await waitUntil(async () => (await rows()).some((row) => row.template === 'answer-ready' && row.sentAt) && lines.some((line) => line.event === 'sms-waits'));
    expect((await rows()).find((row) => row.template === 'sms-code')).toMatchObject({ sentAt: null, failedAt: null });
    up = true;
    await waitUntil(async () => (await rows()).every((row) => row.sentAt));
    expect(sent).toEqual(['+31612345678']);
    expect(JSON.stringify([await rows(), lines])).not.toContain('612345678');
  });
  it('that the gateway refuses are not tried again, and without a gateway they wait', async () => {
    const send = vi.fn<SendSms>(() => Promise.reject(new SmsRefused()));
    await both(send);
    await text('+31612345678');
    await waitUntil(async () => (await rows())[0]?.failedAt);
    expect((await rows())[0]).toMatchObject({ sentAt: null, mailSealed: null, attempts: 1 });
    expect(lines).toContainEqual(expect.objectContaining({ event: 'sms-refused', template: 'sms-code' }));
    await delivery?.stop();
    await both(null);
    await text('+31687654321');
    await queue('jan@voorbeeld.test');
    await waitUntil(async () => (await rows()).some((row) => row.template === 'answer-ready' && row.sentAt));
    expect((await rows()).filter((row) => row.template === 'sms-code' && row.mailSealed !== null)).toHaveLength(1);
  });
});

describe('mail', { timeout: 90_000 }, () => {
  it('goes once, and leaves proof without content', async () => {
    const sent: string[] = [];
    await deliver((one) => { sent.push(one.to); return Promise.resolve(); });
    await Promise.all(Array.from({ length: 20 }, (_, index) => queue(`p${index}@voorbeeld.test`)));
    await waitUntil(async () => (await rows()).every((row) => row.sentAt));
    expect([...sent].sort()).toEqual(Array.from({ length: 20 }, (_, index) => `p${index}@voorbeeld.test`).sort());
    expect((await rows()).every((row) => row.mailSealed === null && row.attempts === 1)).toBe(true);
  });

  it('is not there when the act was rolled back: neither row nor job', async () => {
    await expect(test.db.transaction(async (tx) => { await queueMail(tx, test.keyring, mail('x@voorbeeld.test'), now); throw new Error('no'); })).rejects.toThrow('no');
    expect(await rows()).toEqual([]);
    const { rows: jobs } = await test.db.execute(sql`select 1 from pgboss.job where name = 'mail' and state in ('created', 'retry')`);
    expect(jobs).toEqual([]);
  });

  it('that never went is forgotten after thirty days: the row stays and says that it failed', async () => {
    await queue('a@voorbeeld.test');
    const after = (days: number) => new Date(now.getTime() + days * 86_400_000);
    await sweepMail(test.db, after(30));
    expect(await rows()).toMatchObject([{ mailSealed: expect.any(String) as string, failedAt: null }]);
    await sweepMail(test.db, new Date(after(30).getTime() + 1));
    expect(await rows()).toMatchObject([{ mailSealed: null, sentAt: null, failedAt: new Date(after(30).getTime() + 1) }]);
    // A job that is still there finds nothing to send.
    const sent: string[] = [];
    await deliver((one) => { sent.push(one.to); return Promise.resolve(); }, () => after(31));
    await waitUntil(async () => (await test.db.execute(sql`select 1 from pgboss.job where name = 'mail' and state in ('created', 'retry', 'active')`)).rows.length === 0);
    expect(sent).toEqual([]);
  });

  it('waits while the mail server is down, and arrives once when it is back', async () => {
    let up = false;
    const sent: { to: string; id: string }[] = [];
    await deliver((one, { id }) => {
      if (!up) return Promise.reject(Object.assign(new Error('connect ECONNREFUSED jan@voorbeeld.test'), { code: 'ECONNREFUSED' }));
      sent.push({ to: one.to, id });
      return Promise.resolve();
    });
    await queue('jan@voorbeeld.test');
    await waitUntil(async () => ((await rows())[0]?.attempts ?? 0) >= 2);
    expect((await rows())[0]).toMatchObject({ sentAt: null, failedAt: null });
    up = true;
    await waitUntil(async () => (await rows())[0]?.sentAt);
    await new Promise((done) => setTimeout(done, 1500));
    expect(sent).toEqual([{ to: 'jan@voorbeeld.test', id: (await rows())[0]?.id }]);
  });

  it('is never sent again once its row says sent, even if its job comes back', async () => {
    await queue('jan@voorbeeld.test');
    await test.db.update(outbox).set({ sentAt: now });
    const send = vi.fn<SendMail>(() => Promise.resolve());
    await deliver(send);
    await waitUntil(async () => (await test.db.execute(sql`select 1 from pgboss.job where name = 'mail' and state <> 'completed'`)).rows.length === 0);
    expect(send).not.toHaveBeenCalled();
  });

  it.each([[550, 'RCPT TO', true], [554, 'DATA', true], [451, 'RCPT TO', false], [535, 'AUTH LOGIN', false], [553, 'MAIL FROM', false]])('%i at %s: refused for good is %s', async (code, command, forGood) => {
    await deliver(() => Promise.reject(smtpError(code, command)));
    await queue('jan@voorbeeld.test');
    await waitUntil(async () => ((await rows())[0]?.attempts ?? 0) >= 1);
    expect((await rows())[0]).toMatchObject(forGood ? { failedAt: now, sentAt: null, mailSealed: null } : { failedAt: null, sentAt: null });
  });

  it('is dropped, not sent, when its code has expired', async () => {
    const send = vi.fn<SendMail>(() => Promise.resolve());
    await queue('jan@voorbeeld.test', new Date(now.getTime() + 600_000));
    await deliver(send, () => new Date(now.getTime() + 600_000));
    await waitUntil(async () => (await rows())[0]?.failedAt);
    expect(send).not.toHaveBeenCalled();
    expect((await rows())[0]).toMatchObject({ sentAt: null, mailSealed: null });
    expect(lines).toContainEqual(expect.objectContaining({ event: 'mail-expired', template: 'answer-ready' }));
  });

  it('leaves no address in the outbox, the job table or the log (T25, T26)', async () => {
    await deliver(() => Promise.reject(smtpError(451, 'RCPT TO')));
    await queue('canary@voorbeeld.test');
    await waitUntil(async () => lines.some((line) => line.event === 'mail-waits'));
    await waitUntil(async () => (await test.db.execute(sql`select 1 from pgboss.job where name = 'mail' and state = 'retry' and output is not null`)).rows.length > 0);
    const jobs = await test.db.execute(sql`select * from pgboss.job`);
    expect(JSON.stringify([await rows(), jobs.rows, lines])).not.toMatch(/canary|voorbeeld|jan@/);
  });

  it('that left just before a crash comes again under the same id, so that the receiver keeps one; and then never again', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'balie-delivery-'));
    const secret = randomBytes(32), keyring = createKeyring(secret), left = join(folder, 'left');
    await writeFile(left, '');
    await test.db.transaction((tx) => queueMail(tx, keyring, mail('jan@voorbeeld.test'), now));
    const script = `
      import { appendFileSync } from 'node:fs';
      import { createKeyring, openDatabase, startDelivery } from ${JSON.stringify(new URL('./index.ts', import.meta.url).href)};
      const { url, secret, left } = JSON.parse(process.env.TASK);
      await startDelivery({ url, db: openDatabase({ url }).db, keyring: createKeyring(Buffer.from(secret, 'base64')), clock: () => new Date(), log: () => {},
        send: async (mail, { id }) => { appendFileSync(left, id); process.kill(process.pid, 'SIGKILL'); } });`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], { env: { ...process.env, TASK: JSON.stringify({ url: test.url, secret: secret.toString('base64'), left }) }, stdio: 'inherit' });
    const [, signal] = await once(child, 'exit') as [number | null, string | null];
    expect(signal).toBe('SIGKILL');
    expect((await rows())[0]).toMatchObject({ sentAt: null, attempts: 0 });

    const again: string[] = [];
    delivery = await startDelivery({ url: test.url, db: test.db, keyring, clock: () => now, log: () => {}, send: (_, { id }) => { again.push(id); return Promise.resolve(); } });
    await waitUntil(async () => (await rows())[0]?.sentAt, 60_000);
    expect(again).toEqual([await readFile(left, 'utf8')]);
    expect(again).toEqual([(await test.db.select().from(outbox).where(eq(outbox.template, 'answer-ready')))[0]?.id]);
    await rm(folder, { recursive: true });
  });
});
