import { PortalError } from '@balie/portal-client';
import { textsOf } from '@balie/forms/all';
import type { Locale } from '@balie/contracts';
import { listed, toCheck } from '../book-appointment/book-appointment.fixtures.ts';
import { fixtureId, inTurn, pressSend, until } from '../shared/acts.ts';
import { fixtureNow } from '../shared/fake-portal.ts';
import { settled, type Fixture } from '../shared/fixture.ts';
import { send as sendQuestion } from '../econsult-form/econsult-form.fixtures.ts';
import { send as sendMedicine } from '../prescription-request/prescription-request.fixtures.ts';
import { activations, answeredThread, checkedAccount, emptyQueue, fakeDesk, guardianAsks, members, newAccount, owner, patient, preview, queue, setup, staff, thread, type FakeDeskOptions } from './fake-desk.ts';
import type { PracticeDesk } from './practice-desk.ts';

export const typeIn = (element: HTMLElement, name: string, value: string) => {
  const input = element.querySelector<HTMLInputElement | HTMLTextAreaElement>(`[name="${name}"]`)!;
  input.value = value;
  input.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
};
/** Clicks the button or tab of those words, in whatever language the desk speaks now. */
export const press = async (element: HTMLElement, label: string) => {
  const button = [...element.querySelectorAll<HTMLElement>('button')].find((one) => one.textContent.trim().startsWith(label) && !one.closest('[hidden]'));
  if (!button) throw new Error(`no button ${label}`);
  button.click();
  await settled(element);
};
type Step = (desk: PracticeDesk, t: NonNullable<PracticeDesk['texts']>) => void | Promise<void>;

/** The desk takes its client and texts as properties, so a fixture sets them first. */
const shown = (title: string, options: FakeDeskOptions = {}, step?: Step, invitation: string | null = null): Fixture<PracticeDesk> => ({
  title,
  async act(element) {
    const lang = (element.closest<HTMLElement>('[lang]')?.lang ?? 'nl') as Locale;
    Object.assign(element, { now: () => fixtureNow, invitation, desk: fakeDesk(options), texts: textsOf(lang) });
    await settled(element);
    await step?.(element, element.texts!);
    await settled(element);
  },
});
const fails = (code: ConstructorParameters<typeof PortalError>[0], more = {}) => () => Promise.reject(new PortalError(code, more));
const out = (why: null | 'patient' | 'idle' | 'ended' = null) => ({ session: { state: 'out' as const, why } });
const submit = async (desk: PracticeDesk, within: string) => { desk.querySelector<HTMLFormElement>(`${within} form`)!.requestSubmit(); await settled(desk); };
const logIn: Step = async (desk) => { typeIn(desk, 'username', 's.bakker@de-linde.example'); typeIn(desk, 'password', 'een lang wachtwoord'); await submit(desk, 'desk-log-in'); };
const wrongCode: Step = async (desk, t) => { await logIn(desk, t); typeIn(desk, 'code', '123456'); await submit(desk, 'desk-log-in'); };
const tab = (name: 'prescriptions' | 'appointments' | 'agenda' | 'econsults' | 'patients' | 'accounts' | 'templates' | 'preview' | 'members' | 'own'): Step => async (desk, t) => { await press(desk, t(`desk.tab.${name}`)); if (name === 'templates' || name === 'preview') { await (name === 'preview' ? import('./desk-preview.ts') : import('./later.ts')); await settled(desk); } };
const then = (...steps: Step[]): Step => async (desk, t) => { for (const step of steps) await step(desk, t); };
const search: Step = async (desk, t) => { await press(desk, t('desk.links.check')); await submit(desk, 'desk-link'); };
const compare: Step = async (desk, t) => {
  await search(desk, t);
  desk.querySelector<HTMLInputElement>('desk-link [name=patient]')!.click();
  const form = desk.querySelectorAll<HTMLFormElement>('desk-link form')[1]!;
  typeIn(form, 'birthDate', '12-03-1964');
  typeIn(form, 'bsn', '123456782');
  form.querySelector<HTMLInputElement>('[name=how]')!.click();
  form.requestSubmit();
  await settled(desk);
};

const one: FakeDeskOptions = { does: { search: async () => ({ patients: [{ ...checkedAccount.checkedPatient!, linked: false }], more: 0 }) } };
/** For the one patient that was found; `element`: what is then opened. */
const call = (element?: 'prescription-request' | 'book-appointment' | 'econsult-form'): Step => async (desk, t) => {
  await press(desk, t('desk.tab.patients'));
  await found(desk);
  await import('./desk-caller.ts');
  await press(desk, t('desk.caller.begin'));
  await until(() => desk.querySelector('desk-caller :is(.chips, .notice)'));
  if (!element) return;
  desk.querySelectorAll<HTMLButtonElement>('desk-caller .chips button')[['prescription-request', 'book-appointment', 'econsult-form'].indexOf(element)]!.click();
  await until(() => desk.querySelector(`${element} form`));
  await settled(desk);
};
const openPart = (part: 'services' | 'log' | 'guardians'): Step => async (desk, t) => {
  await press(desk, t('desk.tab.patients'));
  await found(desk);
  await import('./later.ts');
  await press(desk, t(`desk.${part}.show`));
  await until(() => desk.querySelector(`desk-${part} :is(.line, .log, .notice, p:not(.soft, [role=status]))`));
};
const asks: FakeDeskOptions = { queue: { ...queue, guardians: [guardianAsks, { ...guardianAsks, id: fixtureId(99), name: null, patient: null, phone: null, acting: [], requestedAt: '2026-11-22T08:05:00Z' }, { ...guardianAsks, id: fixtureId(94), waits: true, acting: [], before: { at: '2026-10-05T08:05:00Z', reason: 'Dom van 1 oktober' } }] } };
/** The first who asks to act for a child. */
const asked = (label: 'approve' | 'refuse'): Step => async (desk, t) => { await until(() => desk.querySelector('desk-guardian h3')); await press(desk, t(`desk.guardians.${label}`)); };
const mayGuardians: FakeDeskOptions = { ...one, me: { may: { ...staff.may, guardians: true } } };
const addGuardian: Step = async (desk, t) => { await openPart('guardians')(desk, t); await press(desk, t('desk.guardians.add')); await submit(desk, 'desk-guardians'); };
/** A first page that says there is more, and the page that follows it. */
const manyLinks = (): FakeDeskOptions => ({ does: { queue: async (query) => (query?.after ? { ...emptyQueue, links: [{ ...newAccount, id: fixtureId(29), name: 'D. Later' }] } : { ...queue, more: { ...queue.more, links: 12 }, next: { ...queue.next, links: '0.1.x' } }) } });
const first: FakeDeskOptions = { ...out(), does: { logIn: async () => setup } };
const next: Step = (desk, t) => press(desk, t('common.next'));
const toApp: Step = async (desk, t) => { await logIn(desk, t); await next(desk, t); await press(desk, t('desk.setup.activate')); };
const toScan: Step = async (desk, t) => { await toApp(desk, t); await next(desk, t); await import('@balie/forms/qr'); await settled(desk); };
const toCode: Step = async (desk, t) => { await toScan(desk, t); await next(desk, t); };
const activate: Step = async (desk) => { typeIn(desk, 'code', '123456'); await submit(desk, 'desk-second-factor'); };
const findAccount: Step = async (desk) => { typeIn(desk.querySelector<HTMLElement>('desk-accounts')!, 'name', 'Test'); await submit(desk, 'desk-accounts'); };
const ofMember = (n: number, label: 'change' | 'reset' | 'remove' | 'resend'): Step => (desk, t) => press(desk.querySelectorAll<HTMLElement>('desk-member')[n]!, t(`desk.members.${label}`));
const letters: FakeDeskOptions = { me: { may: { ...staff.may, letters: true }, sms: true } };
const mailed = { ...activations[0]!, by: 'practice' as const, step: 'mailed' as const };
const byMail: FakeDeskOptions = { me: { may: { ...staff.may, activate: 'eid' }, country: 'DK', time_zone: 'Europe/Copenhagen' }, does: { activations: async () => [mailed], beginActivation: async () => ({ activation: mailed, pin: null }) } };
const found = async (desk: PracticeDesk) => { typeIn(desk.querySelector<HTMLElement>('desk-patients > div > .stack > form')!.parentElement!, 'name', 'Voorbeeld'); desk.querySelector<HTMLFormElement>('desk-patients > div > .stack > form')!.requestSubmit(); await settled(desk); };

/** The agenda comes with its code when it is looked at. */
const agenda: Step = async (desk, t) => { await tab('agenda')(desk, t); await until(() => desk.querySelector('.agenda')); await settled(desk); };
const within = (desk: HTMLElement, selector: string) => desk.querySelector<HTMLElement>(selector)!;
const choosePatient = async (desk: HTMLElement, t: NonNullable<PracticeDesk['texts']>) => {
  typeIn(within(desk, 'desk-agenda-place'), 'name', 'Voorbeeld');
  within(desk, 'desk-agenda-place').querySelector('form')!.requestSubmit();
  await settled(desk);
  await press(within(desk, 'desk-agenda-place'), t('desk.diary.choose'));
};
const blockIt: Step = async (desk, t) => {
  await press(desk, t('desk.diary.block'));
  const form = within(desk, 'desk-agenda-block');
  typeIn(form, 'from', '14:00');
  typeIn(form, 'until', '14:30');
  await submit(desk, 'desk-agenda-block');
};

export const fixtures = {
  agenda: shown('The agenda of a day: free, held, booked, blocked, taken elsewhere, and a break', {}, agenda),
  'agenda-week': shown('The week of one practitioner', {}, then(agenda, (desk, t) => press(desk, t('desk.diary.week')), settled)),
  'agenda-unread': shown('The agenda cannot be read', { agenda: { read: fails('offline') } }, async (desk, t) => { await tab('agenda')(desk, t); await until(() => desk.querySelector('desk-agenda [role=alert]')); }),
  'agenda-book': shown('Booking somebody into a free time: looking the patient up', {}, then(agenda, (desk, t) => press(desk, t('desk.diary.book')))),
  'agenda-book-type': shown('Booking somebody: the kind of appointment', {}, then(agenda, (desk, t) => press(desk, t('desk.diary.book')), choosePatient)),
  'agenda-book-taken': shown('The time was taken meanwhile', { agenda: { book: fails('slot_taken') } }, then(agenda, (desk, t) => press(desk, t('desk.diary.book')), choosePatient, (desk) => submit(desk, 'desk-agenda-place'))),
  'agenda-booked': shown('Booked', {}, then(agenda, (desk, t) => press(desk, t('desk.diary.book')), choosePatient, (desk) => submit(desk, 'desk-agenda-place'))),
  'agenda-book-nurse': shown('Booking somebody with the nurse: the nurse’s kind stands ready', {}, then(agenda, async (desk) => { within(desk, '[data-slot$="108"] button').click(); await settled(desk); }, choosePatient)),
  'agenda-extra': shown('An extra appointment, sent without filling in', {}, then(agenda, (desk, t) => press(desk, t('desk.diary.extra')), choosePatient, (desk) => submit(desk, 'desk-agenda-place'))),
  'agenda-moving': shown('Moving: the free times take it', {}, then(agenda, (desk, t) => press(desk, t('desk.diary.move')))),
  'agenda-moved': shown('Moved, and somebody has to tell the patient', {}, then(agenda, (desk, t) => press(desk, t('desk.diary.move')), (desk, t) => press(desk, t('desk.diary.moveHere')))),
  'agenda-cancel': shown('Cancelling asks why', {}, then(agenda, (desk, t) => press(within(desk, 'desk-agenda'), t('desk.agenda.cancel')))),
  'agenda-block': shown('Blocking time, sent without filling in', {}, then(agenda, (desk, t) => press(desk, t('desk.diary.block')), (desk) => submit(desk, 'desk-agenda-block'))),
  'agenda-blocked': shown('Blocked; nobody was in it', {}, then(agenda, blockIt)),
  'agenda-way': shown('Who is booked in what is blocked', {}, then(agenda, (desk, t) => press(desk, t('desk.diary.way')))),
  'agenda-way-cancelled': shown('Cancelled, and whom to call', { agenda: { cancelMany: async (ids) => ({ cancelled: [...ids], untold: [queue.appointments[0]!] }) } }, then(agenda, (desk, t) => press(desk, t('desk.diary.way')), async (desk) => { within(desk, 'desk-agenda-way [name=which]').click(); typeIn(within(desk, 'desk-agenda-way'), 'reason', 'De arts is ziek'); await submit(desk, 'desk-agenda-way'); })),
  'agenda-close': shown('Closing the practice', {}, then(agenda, (desk, t) => press(desk, t('desk.diary.close')))),
  'agenda-close-now': shown('Closing at once, sent without a time', {}, then(agenda, (desk, t) => press(desk, t('desk.diary.close')), async (desk) => { within(desk, 'desk-agenda-closings [value=now]').click(); await settled(desk); await submit(desk, 'desk-agenda-closings'); })),
  'agenda-schedules': shown('Schedules', {}, then(agenda, (desk, t) => press(desk, t('desk.diary.schedules')))),
  'agenda-schedule': shown('Laying out a week, sent without dates', {}, then(agenda, (desk, t) => press(desk, t('desk.diary.schedules')), (desk, t) => press(desk, t('desk.diary.newSchedule')), (desk) => submit(desk, 'desk-agenda-schedules'))),
  'agenda-schedule-laid': shown('What became of a changed schedule', {}, then(agenda, (desk, t) => press(desk, t('desk.diary.schedules')), (desk, t) => press(desk, t('desk.diary.change')), (desk) => submit(desk, 'desk-agenda-schedules'))),
  'log-in': shown('Not logged in', out()),
  'log-in-empty': shown('Sent without filling in', out(), (desk) => submit(desk, 'desk-log-in')),
  'log-in-wrong': shown('User name and password do not belong together', { ...out(), does: { logIn: fails('wrong_credentials') } }, logIn),
  'log-in-too-many': shown('Too many attempts', { ...out(), does: { logIn: fails('too_many_requests', { retryAfter: 300 }) } }, logIn),
  'log-in-code': shown('The second step', out(), logIn),
  'log-in-code-wrong': shown('Wrong six digits', { ...out(), does: { verify: fails('wrong_code') } }, wrongCode),
  'ended-idle': shown('Session ended after doing nothing', out('idle')),
  'ended-elsewhere': shown('Session ended', out('ended')),
  'logged-out': shown('Logged out', out('patient')),
  'storage-refused': shown('The browser keeps nothing', { ...out(), storage: false }),
  loading: shown('Before the session is known', { session: { state: 'unknown' } }),
  'loading-offline': shown('No internet at the start', { session: { state: 'unknown' }, online: false }),
  invitation: shown('An invitation', out(), undefined, 'A'.repeat(43)),
  'invitation-errors': shown('An invitation, not filled in well', out(), async (desk) => { typeIn(desk, 'password', 'kort'); typeIn(desk, 'again', 'anders'); await submit(desk, 'desk-invitation'); }, 'A'.repeat(43)),
  'invitation-dead': shown('An invitation that no longer works', { ...out(), does: { invitation: fails('link_invalid') } }, undefined, 'A'.repeat(43)),
  'invitation-reloaded': shown('The page of an invitation was loaded again', out(), async (desk) => { desk.reloaded = true; await settled(desk); }),
  'invitation-accepted': shown('Access is made', out(), async (desk) => { for (const [name, value] of [['password', 'zeven paarse fietsen'], ['again', 'zeven paarse fietsen']] as const) typeIn(desk, name, value); await submit(desk, 'desk-invitation'); }, 'A'.repeat(43)),
  'setup-notice': shown('First log-in: why a second factor (S3-12)', first, logIn),
  'setup-choose': shown('Which second factor (S3-13)', first, then(logIn, next)),
  'setup-app': shown('Step 1: the app, with the one recommended (S3-14)', first, toApp),
  'setup-app-none': shown('Step 1: nothing recommended', { ...out(), does: { logIn: async () => ({ ...setup, app: null }) } }, toApp),
  'setup-scan': shown('Step 2: the QR code (S3-16)', first, toScan),
  'setup-code': shown('Step 3: the six digits (S3-18)', first, toCode),
  'setup-code-wrong': shown('Step 3: a wrong code', { ...out(), does: { logIn: async () => setup, verify: fails('wrong_code') } }, then(toCode, activate)),
  'setup-expired': shown('Setting up took too long', { ...out(), does: { logIn: async () => setup, verify: fails('invalid_session') } }, then(toCode, activate)),
  'recovery-first': shown('Recovery codes, right after setting up', first, then(toCode, activate)),
  'recovery-failed': shown('Recovery codes could not be made', { ...out(), does: { logIn: async () => setup, recoveryCodes: fails('offline') } }, then(toCode, activate)),
  own: shown('One\'s own access', {}, tab('own')),
  'own-few': shown('Few recovery codes left', { me: { recovery_codes: 1 } }, tab('own')),
  'own-made': shown('New recovery codes', {}, then(tab('own'), (desk, t) => press(desk, t('desk.recovery.make')))),
  'account-search': shown('Finding an account', {}, tab('accounts')),
  'account-found': shown('Accounts found', {}, then(tab('accounts'), findAccount)),
  'account-none': shown('No account found', { does: { accounts: async () => ({ accounts: [], more: 0 }) } }, then(tab('accounts'), findAccount)),
  'account-revoke': shown('Taking an account apart asks why', {}, then(tab('accounts'), findAccount, (desk, t) => press(desk, t('desk.accounts.revoke')))),
  'account-number': shown('Taking the number of a lost telephone away says what follows', {}, then(tab('accounts'), findAccount, (desk, t) => press(desk, t('desk.accounts.number')))),
  'account-check': shown('Checking who an account is after all', {}, then(tab('accounts'), findAccount, (desk, t) => press(desk.querySelector<HTMLElement>('desk-accounts')!, t('desk.links.check')))),
  'account-reopened': shown('Codes allowed again', {}, then(tab('accounts'), findAccount, (desk, t) => press(desk, t('desk.accounts.reopen')))),
  preview: shown('The site as somebody else would see it', { me: owner }, tab('preview')),
  'preview-shown': shown('For a child on a Sunday', { me: owner }, then(tab('preview'), (desk) => submit(desk, 'desk-preview'))),
  'preview-unlinked': shown('For somebody who is not linked', { me: owner, does: { preview: async () => ({ ...preview, services: preview.services.map((one) => ({ ...one, shut: 'not-linked' as const, opens: [] })) }) } }, then(tab('preview'), (desk) => submit(desk, 'desk-preview'))),
  caller: shown('Filling in for somebody on the telephone', one, call()),
  'caller-alone': shown('Somebody without an account', { ...one, does: { ...one.does, caller: async () => ({ ...await fakeDesk().caller(''), told: false }) } }, call()),
  'caller-medicine': shown('Their medicines', one, call('prescription-request')),
  'caller-sent': shown('Their request was received', one, then(call('prescription-request'), async (desk) => { await sendMedicine(desk.querySelector('prescription-request')!); await settled(desk); })),
  'caller-appointment': shown('Their appointments', one, then(call('book-appointment'), async (desk) => listed(desk.querySelector('book-appointment')!))),
  'caller-booked': shown('Their appointment was made', one, then(call('book-appointment'), async (desk) => { const element = desk.querySelector<HTMLElement>('book-appointment')!; await toCheck(element); await inTurn(element, pressSend); })),
  'caller-question': shown('Their question', one, call('econsult-form')),
  'caller-asked': shown('A question was asked for somebody without an account', { ...one, does: { ...one.does, caller: async () => ({ ...await fakeDesk().caller(''), told: false }) } }, then(call('econsult-form'), async (desk) => { await sendQuestion(desk.querySelector('econsult-form')!); await settled(desk); })),
  'caller-failed': shown('Filling in cannot begin', { ...one, does: { ...one.does, caller: fails('temporarily_unavailable') } }, call()),
  'guardians-ask': shown('Somebody asks to act for a child that has its account; one without a record, and one whose child waits too', asks, async (desk) => { await until(() => desk.querySelector('desk-guardian h3')); }),
  'guardian-approve': shown('Before a guardian is let in', asks, asked('approve')),
  'guardian-refuse': shown('Refusing a guardian asks why', asks, asked('refuse')),
  'patient-guardians': shown('Who acts for a patient', mayGuardians, openPart('guardians')),
  'patient-guardian-add': shown('Adding a guardian at the counter, sent without filling in', mayGuardians, addGuardian),
  'patient-guardian-end': shown('Ending one guardian\'s access asks why', mayGuardians, then(openPart('guardians'), (desk, t) => press(desk.querySelector<HTMLElement>('desk-guardians')!, t('desk.guardians.end')))),
  'patient-services': shown('What a patient may do online', one, openPart('services')),
  'patient-services-off': shown('Switching a service off asks why', one, then(openPart('services'), (desk, t) => press(desk.querySelector<HTMLElement>('desk-services')!, t('desk.services.off')), (desk) => submit(desk, 'desk-services'))),
  'patient-services-failed': shown('Services cannot be read', { ...one, does: { ...one.does, services: fails('temporarily_unavailable') } }, openPart('services')),
  'patient-log': shown('Who did what with a patient\'s data', one, openPart('log')),
  'patient-log-none': shown('Nothing was done yet', { ...one, does: { ...one.does, log: async () => ({ entries: [], next: null }) } }, openPart('log')),
  'patient-log-failed': shown('The list cannot be read', { ...one, does: { ...one.does, log: fails('temporarily_unavailable') } }, openPart('log')),
  templates: shown('The practice\'s standard texts', { me: owner }, tab('templates')),
  'templates-none': shown('No standard texts yet', { me: owner, does: { templates: async () => [] } }, tab('templates')),
  'templates-failed': shown('Standard texts cannot be read', { me: owner, does: { templates: fails('temporarily_unavailable') } }, tab('templates')),
  'template-add': shown('A new standard text, not filled in well', { me: owner }, then(tab('templates'), (desk, t) => press(desk, t('desk.templates.add')), async (desk) => { typeIn(desk, 'text', 'Beste {name}'); await submit(desk, 'desk-templates'); })),
  'template-change': shown('Changing a standard text', { me: owner }, then(tab('templates'), (desk, t) => press(desk, t('desk.templates.change')))),
  'template-remove': shown('Before removing a standard text', { me: owner }, then(tab('templates'), (desk, t) => press(desk, t('desk.templates.remove')))),
  'template-choose': shown('Choosing a standard text for an answer', {}, then(tab('econsults'), (desk, t) => press(desk, t('desk.econsult.read')), (desk, t) => press(desk, t('desk.template.show')))),
  'template-choose-none': shown('No standard text for a cancellation', { does: { templates: async () => [] } }, then(tab('appointments'), (desk, t) => press(desk, t('desk.agenda.cancel')), (desk, t) => press(desk, t('desk.template.show')))),
  members: shown('Members', { me: owner }, tab('members')),
  'members-admin': shown('Members, as an admin sees them', { me: { ...owner, roles: ['admin'] }, does: { members: async () => ({ members: members.members.map((one, at) => ({ ...one, mine: at > 1 })), give: ['assistant', 'gp'] }) } }, tab('members')),
  'members-failed': shown('Members cannot be read', { me: owner, does: { members: fails('temporarily_unavailable') } }, tab('members')),
  'members-only': shown('Administration alone: no patients', { me: { roles: ['admin'], may: { checkIdentity: false, link: false, accounts: false, care: false, members: true, letters: false, templates: false, preview: false, activate: null } } }),
  'member-invite': shown('Inviting a member', { me: owner }, then(tab('members'), (desk, t) => press(desk, t('desk.members.invite')), (desk) => submit(desk, 'desk-members'))),
  'member-taken': shown('The address is a member\'s already', { me: owner, does: { invite: fails('conflict') } }, then(tab('members'), (desk, t) => press(desk, t('desk.members.invite')), async (desk) => { const form = desk.querySelector<HTMLElement>('desk-members')!; typeIn(form, 'name', 'A. Balie'); typeIn(form, 'email', 'a@b.example'); form.querySelector<HTMLInputElement>('[value=assistant]')!.click(); await submit(desk, 'desk-members'); })),
  'member-roles': shown('Other roles', { me: owner }, then(tab('members'), ofMember(1, 'change'))),
  'member-reset': shown('Before resetting a second factor', { me: owner }, then(tab('members'), ofMember(1, 'reset'))),
  'member-remove': shown('Before removing a member', { me: owner }, then(tab('members'), ofMember(1, 'remove'))),
  'member-last-owner': shown('The last owner stays', { me: owner, does: { removeMember: fails('conflict') } }, then(tab('members'), ofMember(0, 'remove'), async (desk, t) => press(desk.querySelector<HTMLElement>('desk-member')!, t('desk.members.doRemove')))),
  accounts: shown('New accounts to call'),
  'accounts-empty': shown('Nothing to do', { queue: emptyQueue }),
  'accounts-more': shown('More than one screen', manyLinks()),
  'accounts-further': shown('The next page after it', manyLinks(), (desk, t) => press(desk, t('desk.showMore'))),
  'work-mine': shown('Only what is one\'s own', { does: { queue: async (query) => (query?.whose === 'mine' ? { ...emptyQueue, econsults: queue.econsults, assigned: { [queue.econsults[0]!.id]: { id: staff.id, name: staff.name } } } : queue) } }, then(tab('econsults'), (desk, t) => press(desk, t('desk.whose.mine')))),
  'work-none': shown('Nothing is one\'s own', { does: { queue: async (query) => (query?.whose ? emptyQueue : queue) } }, (desk, t) => press(desk, t('desk.whose.mine'))),
  'work-taken': shown('Taken, and a colleague\'s', { queue: { ...queue, assigned: { [checkedAccount.id]: { id: fixtureId(62), name: 'T. Visser' } } } }, (desk, t) => press(desk, t('desk.work.take'))),
  'work-give': shown('Giving work to a colleague', {}, (desk, t) => press(desk, t('desk.work.give'))),
  'work-conflict': shown('A colleague took it a moment before', { does: { assign: fails('conflict') } }, (desk, t) => press(desk, t('desk.work.take'))),
  'accounts-assistant': shown('An assistant checks, the GP links (S0-34)', { me: { roles: ['assistant'], may: { ...staff.may, link: false } } }),
  'accounts-gp': shown('A GP who only links (S0-34)', { me: { roles: ['gp'], may: { ...staff.may, checkIdentity: false } } }),
  'accounts-failed': shown('The queue cannot be read', { does: { queue: fails('server_error', { id: 'K3T9P2WX4H' }) } }),
  offline: shown('No internet', { online: false }),
  'check-find': shown('Identity check: find the record', {}, (desk, t) => press(desk, t('desk.links.check'))),
  'check-compare': shown('Identity check: compare', {}, search),
  'check-none': shown('No record found', { does: { search: async () => ({ patients: [], more: 0 }) } }, search),
  'check-mismatch': shown('What the patient says differs from the record', { does: { check: async () => ({ matched: false, birthDate: true, number: false, link: null }) } }, compare),
  'check-matched': shown('Identity recorded', {}, compare),
  'link-sure': shown('Before linking', { queue: { ...emptyQueue, links: [checkedAccount] } }, (desk, t) => press(desk, t('desk.links.link'))),
  'link-conflict': shown('Another account has this record', { queue: { ...emptyQueue, links: [checkedAccount] }, does: { link: fails('conflict') } }, async (desk, t) => { await press(desk, t('desk.links.link')); await press(desk, t('desk.links.link')); }),
  'link-refused': shown('An account that was not linked can still be checked', { queue: { ...emptyQueue, links: [newAccount, { ...newAccount, id: '00000000-0000-4000-8000-000000000022', name: 'B. Afgewezen', state: 'refused' }] } }),
  'link-refuse': shown('Refusing to link asks why', {}, async (desk, t) => { await press(desk, t('desk.links.refuse')); await submit(desk, 'desk-link'); }),
  prescriptions: shown('Repeat prescriptions', {}, tab('prescriptions')),
  'prescriptions-refuse': shown('Refusing a medicine asks why', {}, then(tab('prescriptions'), async (desk) => { desk.querySelector<HTMLInputElement>('desk-prescription [value=refused]')!.click(); await settled(desk); await submit(desk, 'desk-prescription'); })),
  medicines: shown('The medication list of a patient', {}, then(tab('prescriptions'), (desk, t) => press(desk, t('desk.medicines.show')), settled)),
  'medicines-rule': shown('What the practice says of one prescription', {}, then(tab('prescriptions'), (desk, t) => press(desk, t('desk.medicines.show')), settled, async (desk) => { desk.querySelectorAll<HTMLButtonElement>('desk-medicines .line button')[1]!.click(); await settled(desk); })),
  'by-guardian': shown('Medicine and an appointment that a guardian asked for a child (N8)', { queue: { ...queue, prescriptions: [{ ...queue.prescriptions[0]!, guardian: 'Kirsten Berggren' }], appointments: [{ ...queue.appointments[0]!, guardian: '' }] } }, tab('prescriptions')),
  'prescriptions-taken': shown('A colleague was first', { does: { decide: fails('already_handled') } }, then(tab('prescriptions'), (desk, t) => press(desk, t('desk.rx.approveAll')), (desk) => submit(desk, 'desk-prescription'))),
  'system-out': shown('The practice’s own system cannot be reached, and refused something', { queue: { ...queue, appointments: [{ ...queue.appointments[0]!, state: 'cancelled', cancelledBy: 'system', changeBy: null }], system: { failingSince: '2026-11-23T08:12:00Z', waiting: 3, refused: [{ id: queue.econsults[0]!.id, number: 'E-3W8K-7T', patient: 'T. Proef', at: '2026-11-23T07:40:00Z', reason: 'http-422' }] } } }, tab('appointments')),
  'prescriptions-empty': shown('No requests', { queue: emptyQueue }, tab('prescriptions')),
  appointments: shown('New appointments', {}, tab('appointments')),
  'appointments-cancel': shown('Cancelling asks why', {}, then(tab('appointments'), (desk, t) => press(desk, t('desk.agenda.cancel')))),
  'appointments-seen': shown('Off the list', {}, then(tab('appointments'), (desk, t) => press(desk, t('desk.agenda.seen')))),
  econsults: shown('Questions', {}, tab('econsults')),
  'econsult-account-phone': shown('A question of somebody whose record has no telephone number', { queue: { ...queue, econsults: [{ ...queue.econsults[0]!, patient: { ...queue.econsults[0]!.patient, phone: null }, accountPhone: '+31687654321' }] } }, tab('econsults')),
  'econsult-reading': shown('Reading a question', {}, then(tab('econsults'), (desk, t) => press(desk, t('desk.econsult.read')))),
  'econsult-draft': shown('An answer begun before', { drafts: { [`answer:${queue.econsults[0]!.id}`]: 'Goedemorgen, de uitslag is goed.' } }, then(tab('econsults'), (desk, t) => press(desk, t('desk.econsult.read')))),
  'econsult-answered': shown('An answered question, read or not', { does: { queue: async () => ({ ...queue, econsults: [answeredThread, { ...answeredThread, id: fixtureId(53), unread: 0 }, { ...queue.econsults[0]!, id: fixtureId(54), promise: { date: '2026-11-20', from: null } }] }), econsult: async () => answeredThread } }, then(tab('econsults'), (desk, t) => press(desk, t('desk.econsult.readAgain')))),
  'econsult-written-meanwhile': shown('A colleague answered meanwhile', { get does() { let reads = 0; return { answer: fails('already_handled'), econsult: async () => (reads++ ? answeredThread : thread) }; } }, then(tab('econsults'), (desk, t) => press(desk, t('desk.econsult.read')), async (desk) => { typeIn(desk, 'text', 'Wij bellen u.'); await submit(desk, 'desk-econsult'); })),
  'econsult-unheard': shown('An answer that nobody is told of', { does: { answer: async () => ({ ...answeredThread, told: false }) } }, then(tab('econsults'), (desk, t) => press(desk, t('desk.econsult.read')), async (desk) => { typeIn(desk, 'text', 'De uitslag is goed.'); await submit(desk, 'desk-econsult'); })),
  'econsult-unsent': shown('Sending fails', { does: { answer: fails('offline') } }, then(tab('econsults'), (desk, t) => press(desk, t('desk.econsult.read')), async (desk) => { typeIn(desk, 'text', 'De uitslag is goed.'); await submit(desk, 'desk-econsult'); })),
  'letters': shown('Accounts by letter, not finished yet', letters, tab('patients')),
  'letters-blocked': shown('Five wrong PINs: a new letter is due', { ...letters, does: { activations: async () => [{ ...activations[0]!, step: 'blocked' as const }] } }, tab('patients')),
  'letters-none': shown('No accounts by letter', { ...letters, does: { activations: async () => [] } }, tab('patients')),
  'letters-begin': shown('Beginning an account for a patient', letters, then(tab('patients'), found, (desk, t) => press(desk, t('desk.letters.begin')))),
  'letters-linked': shown('Of two patients one has an account already', { ...letters, does: { search: async () => ({ patients: [{ ...patient, linked: true }, { ...patient, id: fixtureId(12), name: 'K. Voorbeeld', linked: false }], more: 0 }) } }, then(tab('patients'), found)),
  'letters-wrong': shown('Beginning one without an address', letters, then(tab('patients'), found, (desk, t) => press(desk, t('desk.letters.begin')), async (desk) => { typeIn(desk, 'email', 'geen adres'); await submit(desk, 'desk-letters'); })),
  'letters-taken': shown('The patient has an account already', { ...letters, does: { beginActivation: fails('conflict') } }, then(tab('patients'), found, (desk, t) => press(desk, t('desk.letters.begin')), (desk) => submit(desk, 'desk-letters'))),
  'activation-begin': shown('Beginning an account by its mail alone, with the box for who cannot use MitID', byMail, then(tab('patients'), found, (desk, t) => press(desk, t('desk.letters.begin')))),
  'activation-mailed': shown('The activation mail is on its way', byMail, then(tab('patients'), found, (desk, t) => press(desk, t('desk.letters.begin')), (desk) => submit(desk, 'desk-letters'))),
  'letters-print': shown('The letter with its PIN, once', letters, then(tab('patients'), found, (desk, t) => press(desk, t('desk.letters.begin')), (desk) => submit(desk, 'desk-letters'))),
  patients: shown('Finding a patient', {}, tab('patients')),
  'patients-found': shown('Patients found', { does: { search: async () => ({ patients: [{ ...checkedAccount.checkedPatient!, linked: true }], more: 3 }) } }, then(tab('patients'), async (desk) => { const form = desk.querySelector<HTMLElement>('desk-patients')!; typeIn(form, 'name', 'Test'); await submit(desk, 'desk-patients'); })),
} as const satisfies Record<string, Fixture<PracticeDesk>>;
