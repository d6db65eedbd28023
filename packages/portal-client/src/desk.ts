/** The client of the practice desk: a client of its own on an origin of its own, with a second factor at every log-in. */
import {
  accountSearchAnswer, deskAccount, deskAppointment, deskEconsultThread, deskLink, deskMedication, deskMedicationAnswer, deskPrescription, fileAnswer, linkCheckAnswer, membersAnswer, patientSearchAnswer, recoveryCodesAnswer,
} from '@balie/contracts/care';
import { bundleAnswer, deskLogAnswer, deskQueue, invitationAnswer, patientGuardians, patientServicesAnswer, staffMe, type StaffMe, templatesAnswer, workAnswer } from '@balie/contracts/desk';
import { nextStep } from '@balie/contracts/identity';
import { deskClientId } from '@balie/contracts/ids';
import { activationLetter, deskActivation, deskActivations } from '@balie/contracts/joining';
import { reader } from './contract-reader.ts';
import type { Desk, TotpSetup } from './desk-types.ts';
import { OwnDrafts } from './drafts.ts';
import { lazily } from './lazily.ts';
import { Http, notNow, toPortalError, type Answer } from './http.ts';
import { BaseSession } from './session.ts';
import { PortalError } from './types.ts';
import { follow } from './who.ts';
import { finishWork } from './work.ts';

export * from './desk-types.ts';

const read = {
  queue: reader(deskQueue), work: reader(workAnswer), templates: reader(templatesAnswer), services: reader(patientServicesAnswer), guardians: reader(patientGuardians), log: reader(deskLogAnswer), found: reader(patientSearchAnswer), checked: reader(linkCheckAnswer), link: reader(deskLink), prescription: reader(deskPrescription), medication: reader(deskMedicationAnswer), medicine: reader(deskMedication),
  appointment: reader(deskAppointment), thread: reader(deskEconsultThread), file: reader(fileAnswer), bundle: reader(bundleAnswer), invitation: reader(invitationAnswer), me: reader(staffMe), next: reader(nextStep),
  accounts: reader(accountSearchAnswer), account: reader(deskAccount), members: reader(membersAnswer), codes: reader(recoveryCodesAnswer), activations: reader(deskActivations), activation: reader(deskActivation), letter: reader(activationLetter),
};

export function createDesk({ origin, issuer }: { origin: string; issuer: string }): Desk {
  const http = new Http(origin);
  const base = new BaseSession(http, { issuer, id: deskClientId, redirectUri: `${origin}/return/${deskClientId}` }, 'desk');
  const drafts = new OwnDrafts(() => base.store);
  /** Between the two steps of a log-in. */
  let step: { send: (fields: Record<string, string>) => Promise<Answer | null>; authSession: string } | null = null;

  const { session, readMe, look } = follow<StaffMe>(base, http, drafts, async () => {
    const me = read.me(await base.call({ method: 'GET', path: '/staff/me' }));
    drafts.belongTo(me.draft_key ? { sub: me.id, draftKey: me.draft_key } : null);
    return me;
  });

  /** Null: logged in. Else the next step, or a PortalError. */
  async function go(send: NonNullable<typeof step>['send'], fields: Record<string, string>): Promise<'totp' | TotpSetup | 'in'> {
    const asked = await send(fields);
    const answer = asked && await finishWork(send, asked, { client_id: deskClientId, ...fields });
    if (!answer) {
      step = null;
      await readMe();
      return 'in';
    }
    const { error, auth_session: authSession } = answer.body;
    const next = answer.body['next'] === undefined ? null : read.next(answer.body['next']);
    const second = next?.type === 'totp' ? next.type : next?.type === 'totp_setup' ? next : null;
    step = second && typeof authSession === 'string' ? { send, authSession } : null;
    if (step && second && error === 'insufficient_authorization') return second;
    throw toPortalError(answer);
  }

  const get = (path: string) => base.call({ method: 'GET', path: `/staff${path}` });
  const post = (path: string, json: object = {}) => base.call({ method: 'POST', path: `/staff${path}`, json });
  const asQuery = (query: Readonly<Record<string, string | undefined>>) => { const text = new URLSearchParams(Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))).toString(); return text && `?${text}`; };
  const at = (kind: string, id: string, act = '') => `/${kind}/${encodeURIComponent(id)}${act}`;

  return {
    session, drafts, online: http.online,
    agenda: lazily(async () => (await import('./desk-agenda.ts')).createAgenda((call) => base.call(call))),
    get storage() { return base.storage; },
    logIn: async (username, password) => go(await base.beginLogIn(), { username, password }),
    async verify(code) {
      if (!step) throw new PortalError('invalid_session');
      const { send, authSession } = step;
      try { await go(send, { client_id: deskClientId, auth_session: authSession, code: code.replace(/[\s-]/g, '') }); }
      catch (thrown) {
        // Without an answer the same step may be tried again.
        if (thrown instanceof PortalError && notNow.includes(thrown.code)) step ??= { send, authSession };
        throw thrown;
      }
    },
    async logOut() {
      await base.tellLogOut();
      await base.end('patient');
    },
    refresh: async () => (session.value.state === 'unknown' ? look() : readMe()),
    invitation: async (secret) => read.invitation(await http.call({ method: 'POST', path: '/staff/invitation', json: { secret } })),
    acceptInvitation: async (secret, password) => { await http.call({ method: 'POST', path: '/staff/invitation/accept', json: { secret, password } }); },
    recoveryCodes: async () => { const { codes } = read.codes(await post('/recovery-codes')); void readMe().catch(() => undefined); return codes; },
    queue: async (query = {}) => read.queue(await get(`/queue${asQuery(query)}`)),
    assign: async (order) => read.work(await post('/work', order)),
    retry: async (id) => { await post(at('system', id, '/retry')); },
    search: async (query) => read.found(await post('/patients/search', query)),
    check: async (id, check) => read.checked(await post(at('links', id, '/check'), check)),
    link: async (id, patient) => read.link(await post(at('links', id, '/link'), { patient })),
    refuse: async (id, reason) => read.link(await post(at('links', id, '/refuse'), { reason })),
    approveGuardian: async (id, patient) => { await post(at('guardians', id, '/approve'), { patient }); },
    refuseGuardian: async (id, reason) => { await post(at('guardians', id, '/refuse'), { reason }); },
    guardians: async (patient) => read.guardians(await get(at('patients', patient, '/guardians'))),
    addGuardian: async (patient, order) => read.guardians(await post(at('patients', patient, '/guardians'), order)),
    endGuardian: async (patient, guardianship, reason) => read.guardians(await post(at('patients', patient, '/guardians/stop'), { guardianship, reason })),
    decide: async (id, decisions) => read.prescription(await post(at('prescriptions', id, '/decide'), { decisions })),
    medication: async (patient) => read.medication(await get(at('patients', patient, '/medication'))).items,
    override: async (id, override) => read.medicine(await post(at('medication', id, '/override'), { override })),
    preview: async (query) => (await import('./desk-preview.ts')).readPreview(await get(`/preview${asQuery(query)}`)),
    caller: async (patient) => (await import('./desk-caller.ts')).callerOf((call) => base.call(call), patient),
    seen: async (id) => read.appointment(await post(at('appointments', id, '/seen'))),
    cancel: async (id, reason) => read.appointment(await post(at('appointments', id, '/cancel'), { reason })),
    activations: async () => read.activations(await get('/activations')).activations,
    beginActivation: async (order) => read.letter(await post('/activations', order)),
    newLetter: async (id) => read.letter(await post('/activations/letter', { id })),
    mailActivation: async (id) => read.activation(await post('/activations/mail', { id })),
    voidActivation: async (id) => { await post('/activations/void', { id }); },
    econsult: async (id) => read.thread(await get(at('econsults', id))),
    econsultFile: async (id) => read.file(await get(at('econsults/files', id))),
    bundle: async (of, id) => read.bundle(await get(at(of, id, '/bundle'))).bundle,
    answer: async (id, answer) => read.thread(await post(at('econsults', id, '/answer'), answer)),
    accounts: async (query) => read.accounts(await post('/accounts/search', query)),
    revoke: async (id, reason) => read.account(await post(at('links', id, '/revoke'), { reason })),
    removeNumber: async (id) => read.account(await post(at('links', id, '/remove-number'))),
    reopenCodes: async (id) => read.account(await post(at('links', id, '/reopen-codes'))),
    services: async (patient) => read.services(await get(at('patients', patient, '/services'))).services,
    switchService: async (patient, order) => read.services(await post(at('patients', patient, '/services'), order)).services,
    log: async (patient, before) => read.log(await get(at('patients', patient, `/log${asQuery({ before: before?.toString() })}`))),
    templates: async () => read.templates(await get('/templates')).templates,
    addTemplate: async (order) => read.templates(await post('/templates', order)).templates,
    changeTemplate: async (id, order) => read.templates(await post(at('templates', id), order)).templates,
    removeTemplate: async (id) => read.templates(await post(at('templates', id, '/remove'))).templates,
    members: async () => read.members(await get('/members')),
    invite: async (member) => read.members(await post('/members', member)),
    resend: async (id) => read.members(await post(at('members', id, '/resend'))),
    setRoles: async (id, roles) => read.members(await post(at('members', id, '/roles'), { roles })),
    resetMember: async (id) => read.members(await post(at('members', id, '/reset'))),
    removeMember: async (id) => read.members(await post(at('members', id, '/remove'))),
  };
}
