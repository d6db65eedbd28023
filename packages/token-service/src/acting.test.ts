import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PageScope, TokenAnswer } from '@balie/contracts';
import { appendAudit, desc, eq, schema } from '@balie/database';
import { danish, people, session, user } from '../test/danish.ts';
import { bodyOf, harness, issuer, openPrompt, type Device, type Harness } from '../test/harness.ts';
import { accessLog } from './access-log.ts';

/** Services open by the log-in's own proof, so that one test shows one thing. */
const open = { title: { da: 'Recepter' }, minAcr: 'urn:balie:acr:password', maxAge: 28_800 };
const ahorn = danish('ahorn', { registration: { admission: 'automatic' }, services: { prescriptions: open } }), birk = danish('birk', { services: { prescriptions: open } });
let h: Harness, device: Device, guardian: string, child: string, guardianship: string, tokens: TokenAnswer;
/** Gitte becomes 15 on 5 May 2025, by the calendar of Copenhagen: at 22:00 UTC of the day before. */
const lastSecond = new Date('2025-05-04T21:59:59Z'), midnight = new Date('2025-05-04T22:00:00Z');
beforeAll(async () => {
  h = await harness({ clinics: [ahorn, birk] });
  h.time.now = new Date('2025-05-04T21:30:00Z');
  ({ device, account: guardian } = await user(h, ahorn, { number: people.kirsten }));
  ({ account: child } = await user(h, ahorn, { number: people.gitte, guardian: people.kirsten, email: 'barnet@patient.example' }));
  tokens = await session(device, people.kirsten, 'ahorn');
  guardianship = (await bodyOf(await device.get('/guardians', tokens.access_token)) as { children: { id: string }[] }).children[0]!.id;
});
afterAll(() => h.close());

const page = (more: Record<string, unknown> = { for: guardianship }, service: PageScope = 'prescriptions') => openPrompt(h, { device, tokens, client: 'ahorn' }, service, more);
const care = `${issuer}/care/medication`;
async function ask(key: Device, token: string) {
  const request = new Request(care, { headers: { authorization: `DPoP ${token}`, dpop: await key.proof(care, { method: 'GET', accessToken: token }) } });
  return h.service.guard.patient(request, 'prescriptions').then((access) => ({ access, error: null }), (error: { code: string; status: number }) => ({ access: null, error: `${error.status} ${error.code}` }));
}

describe('a guardian acts for a child (N8, T32)', () => {
  it('is told for whom a service can be opened: an account that the clinic linked, of a child', async () => {
    expect(await bodyOf(await device.get('/guardians', tokens.access_token))).toMatchObject({ children: [{ id: guardianship, open: true, rights: 'guardian' }] });
    h.links.set(`${child}/ahorn`, 'requested');
    expect(await bodyOf(await device.get('/guardians', tokens.access_token))).toMatchObject({ children: [{ open: false }] });
    await expect(page()).rejects.toThrow('no page: not_linked');
    h.links.set(`${child}/ahorn`, 'linked');
  });
  it('opens a page about the child: the token names the child, and who acts (RFC 8693); the record is the child\'s, the actor the guardian', async () => {
    const own = await page({}), theirs = await page();
    const [mine, about] = [await own.open(), await theirs.open()];
    expect(decodeJwt(about.access_token)).toMatchObject({ act: { sub: decodeJwt(mine.access_token).sub } });
    expect(decodeJwt(about.access_token).sub).not.toBe(decodeJwt(mine.access_token).sub);
    expect(decodeJwt(mine.access_token)).not.toHaveProperty('act');
    expect((await ask(theirs.page, about.access_token)).access).toMatchObject({ account: guardian, patient: `patient-of-${child}`, guardian: expect.stringContaining('Berggren') as string });
    expect((await ask(own.page, mine.access_token)).access).toMatchObject({ account: guardian, patient: `patient-of-${guardian}`, guardian: null });
  });
  it('not for whom one is no guardian of, at another clinic, or into the child\'s own account', async () => {
    const { device: other } = await user(h, ahorn, { number: people.einer, email: 'einer@patient.example' });
    const theirs = await session(other, people.einer, 'ahorn');
    await expect(openPrompt(h, { device: other, tokens: theirs, client: 'ahorn' }, 'prescriptions', { for: guardianship })).rejects.toThrow('no page: access_denied');
    await expect(page({ for: crypto.randomUUID() })).rejects.toThrow('no page: access_denied');
    await expect(page({ for: guardianship }, 'account')).rejects.toThrow('no page: invalid_scope');
    h.links.set(`${guardian}/birk`, 'linked').set(`${child}/birk`, 'linked');
    await expect(openPrompt(h, { device, tokens: await session(device, people.kirsten, 'birk'), client: 'birk' }, 'prescriptions', { for: guardianship })).rejects.toThrow('no page: access_denied');
  });
  it('the child reads in its own log that a guardian was there, the guardian that it was themselves', async () => {
    await h.db.transaction(async (tx) => { await appendAudit(tx, { at: h.time.now, clinic: 'ahorn', actorKind: 'patient', actor: guardian, action: 'medication.list', objectKind: null, object: null, patient: `patient-of-${child}`, outcome: 'done' }); });
    expect((await accessLog(h.context, child, { limit: 5 })).entries).toContainEqual(expect.objectContaining({ who: 'guardian', did: 'medication.list' }));
    expect((await accessLog(h.context, guardian, { limit: 5 })).entries).toContainEqual(expect.objectContaining({ who: 'you', did: 'medication.list' }));
  });
  it('a page that is opened says in the audit for whom', async () => {
    const theirs = await page();
    await theirs.open();
    const [row] = await h.db.select().from(schema.audit).where(eq(schema.audit.action, 'page-start')).orderBy(desc(schema.audit.sequence)).limit(1);
    expect(row).toMatchObject({ actor: guardian, patient: `patient-of-${child}`, object: theirs.made.page, outcome: 'acts-for' });
  });
  it('one that stands open ends by itself at midnight of the birthday, without anything having run (T32); so does asking for another', async () => {
    h.time.now = new Date('2025-05-04T21:58:00Z');
    tokens = await session(device, people.kirsten, 'ahorn');
    const theirs = await page();
    const { access_token: token } = await theirs.open();
    h.time.now = lastSecond;
    expect((await ask(theirs.page, token)).error).toBe(null);
    const reads = (account: string, of: string, clinic = 'ahorn') => h.service.accounts.reads(account, clinic, `patient-of-${of}`);
    expect([await reads(guardian, child), await reads(child, child), await reads(child, guardian), await reads(guardian, child, 'birk')]).toEqual([true, true, false, false]);
    h.time.now = midnight;
    // What they sent for the child is the child's alone from here on: nobody tells them what becomes of it.
    expect([await reads(guardian, child), await reads(guardian, guardian)]).toEqual([false, true]);
    expect((await ask(theirs.page, token)).error).toBe('403 guardian_ended');
    await expect(page()).rejects.toThrow('no page: guardian_ended');
    expect(await bodyOf(await device.get('/guardians', tokens.access_token))).toMatchObject({ children: [] });
  });
  it('a guardianship that was ended counts no more at the next request, whatever the page says', async () => {
    h.time.now = new Date('2025-05-04T21:40:00Z');
    tokens = await session(device, people.kirsten, 'ahorn');
    const theirs = await page();
    const { access_token: token } = await theirs.open();
    await h.db.update(schema.guardianships).set({ endedAt: h.time.now }).where(eq(schema.guardianships.id, guardianship));
    expect((await ask(theirs.page, token)).error).toBe('403 access_denied');
  });
});
