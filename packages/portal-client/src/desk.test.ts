import { expect } from '@open-wc/testing';
import { FakeService, refuse, secret, until, type Seen } from '../test/fake-service.ts';
import { createDesk, type Desk } from './desk.ts';
import { deviceStore } from './storage.ts';
import type { PortalError } from './index.ts';

const failure = async (act: Promise<unknown>): Promise<PortalError> => act.then(() => { throw new Error('should have failed'); }, (thrown: unknown) => thrown as PortalError);
const me = { id: crypto.randomUUID(), clinic: 'de-linde', clinic_name: 'De Linde', name: 'A. Assistente', roles: ['assistant'], locale: 'nl', may: { checkIdentity: true, link: false, accounts: true, care: true, members: false, letters: false, templates: false, preview: false, activate: null }, recovery_codes: 10, draft_key: secret() };

describe('desk client', () => {
  let service: FakeService;
  let first: Record<string, string>;
  beforeEach(async () => {
    await deviceStore('balie:desk').clear();
    service = new FakeService();
    service.override['/staff/me'] = () => ({ status: 200, body: me });
    service.override['/authorize-challenge'] = (seen: Seen) => {
      const { form } = seen;
      if (form['username']) {
        first = form;
        return form['password'] === 'goed' ? refuse('insufficient_authorization', { auth_session: secret(), next: { type: 'totp' } }) : refuse('wrong_credentials', { auth_session: secret(), next: { type: 'password' } });
      }
      if (form['code'] !== '287082') return refuse('wrong_code', { auth_session: secret(), next: { type: 'totp' } });
      return service.challenge({ ...seen, form: { ...first } });
    };
  });
  afterEach(() => { service.restore(); });

  const open = async (): Promise<Desk> => {
    const desk = createDesk({ origin: service.issuer, issuer: service.issuer });
    await until(() => desk.session.value.state !== 'unknown');
    return desk;
  };

  it('logs in with password and then six digits, every time (S3-11)', async () => {
    const desk = await open();
    expect(await desk.logIn('a@example.org', 'goed')).to.equal('totp');
    expect(desk.session.value.state).to.equal('out');
    expect((await failure(desk.verify('111 111'))).code).to.equal('wrong_code');
    await desk.verify('287 082');
    expect(desk.session.value).to.deep.equal({ state: 'in', me });
    expect(first['client_id']).to.equal('desk');
    expect(first['scope']).to.equal('desk');
    await desk.logOut();
    expect(desk.session.value).to.deep.equal({ state: 'out', why: 'patient' });
    expect(await desk.logIn('a@example.org', 'goed')).to.equal('totp');
  });

  it('does the work that is asked of it in a storm, then goes on to the six digits (T14)', async () => {
    const plain = service.override['/authorize-challenge']!;
    const asked = secret();
    service.override['/authorize-challenge'] = (seen) => (seen.form['work'] === undefined && seen.form['username'] ? refuse('insufficient_authorization', { auth_session: asked, next: { type: 'work', bits: 8 } }) : plain(seen));
    const desk = await open();
    expect(await desk.logIn('a@example.org', 'goed')).to.equal('totp');
    expect([service.last('/authorize-challenge').form['auth_session'], service.count('/authorize-challenge')]).to.deep.equal([asked, 2]);
    expect((await failure(desk.logIn('a@example.org', 'fout'))).code).to.equal('wrong_credentials');
  });

  it('six digits without a password before them are refused here already', async () => {
    const desk = await open();
    expect((await failure(desk.verify('287082'))).code).to.equal('invalid_session');
    expect((await failure(desk.logIn('a@example.org', 'fout'))).code).to.equal('wrong_credentials');
    expect((await failure(desk.verify('287082'))).code).to.equal('invalid_session');
    expect(service.seen.filter((one) => one.form['code'])).to.have.length(0);
  });

  it('a network drop at the second step keeps it', async () => {
    const desk = await open();
    await desk.logIn('a@example.org', 'goed');
    service.down = true;
    expect((await failure(desk.verify('287082'))).code).to.equal('offline');
    service.down = false;
    await desk.verify('287082');
    expect(desk.session.value.state).to.equal('in');
  });

  it('never puts a personal number into an address (T25)', async () => {
    const desk = await open();
    await desk.logIn('a@example.org', 'goed');
    await desk.verify('287082');
    service.override['/staff/patients/search'] = () => ({ status: 200, body: { patients: [], more: 0 } });
    expect(await desk.search({ number: '123456782' })).to.deep.equal({ patients: [], more: 0 });
    expect(service.last('/staff/patients/search').json).to.deep.equal({ number: '123456782' });
    expect(service.seen.map((one) => one.path).join()).not.to.contain('123456782');
  });

  it('a session that ended at the server is told as ended, and a half-written answer is still there', async () => {
    const desk = await open();
    await desk.logIn('a@example.org', 'goed');
    await desk.verify('287082');
    await desk.drafts.save('answer', 'half');
    service.endAll();
    service.override['/staff/me'] = () => refuse('invalid_token', {}, 401);
    await failure(desk.refresh());
    expect(desk.session.value).to.deep.equal({ state: 'out', why: 'ended' });
    expect(await desk.drafts.load('answer')).to.equal('half');
  });

  it('reads an invitation and sets its password (S3-10)', async () => {
    const desk = await open();
    const invitation = { email: 'a@example.org', name: 'A.', clinic: 'de-linde', clinic_name: 'De Linde', locale: 'nl', password: { minLength: 10, composition: false } };
    service.override['/staff/invitation'] = () => ({ status: 200, body: invitation });
    service.override['/staff/invitation/accept'] = () => ({ status: 204, body: {} });
    expect(await desk.invitation(secret())).to.deep.equal(invitation);
    await desk.acceptInvitation(secret(), 'een lang wachtwoord');
    expect(Object.keys(service.last('/staff/invitation/accept').json)).to.deep.equal(['secret', 'password']);
  });

  it('the first log-in gets what goes into the app; a wrong code keeps the set-up, a right one logs in (S3-12, S3-19)', async () => {
    const desk = await open();
    const setUp = { type: 'totp_setup', secret: 'JBSWY3DPEHPK3PXP', uri: 'otpauth://totp/x?secret=JBSWY3DPEHPK3PXP', app: { name: 'Een app', reason: null } };
    const challenge = service.override['/authorize-challenge']!;
    service.override['/authorize-challenge'] = async (seen: Seen) => { const reply = await challenge(seen); return reply.body['next'] ? { ...reply, body: { ...reply.body, next: setUp } } : reply; };
    expect(await desk.logIn('a@example.org', 'goed')).to.deep.equal(setUp);
    expect((await failure(desk.verify('111111'))).code).to.equal('wrong_code');
    await desk.verify('287082');
    expect(desk.session.value.state).to.equal('in');
    service.override['/staff/recovery-codes'] = () => ({ status: 200, body: { codes: ['K7M4P-9QXRT'] } });
    expect(await desk.recoveryCodes()).to.deep.equal(['K7M4P-9QXRT']);
  });
});
