import { PortalError, type PageState } from '@balie/portal-client';
import type { FakeOptions } from '../shared/fake-portal.ts';
import { fakeClinic, fixtureNow, sentCode } from '../shared/fake-portal.ts';
import type { Fixtures } from '../shared/fixture.ts';
import { press, submit, typeIn } from '../shared/acts.ts';
import { danishClinic } from '../shared/danish.fixtures.ts';
import { settled } from '../shared/fixture.ts';
import type { SessionCodePrompt } from './session-code-prompt.ts';

type CodeState = Extract<PageState, { step: 'code' }>;
const sent = sentCode();
/** The econsult service in that state of its code. */
const inState = (state: PageState, more: FakeOptions = {}): FakeOptions => ({ me: {}, pages: { econsults: state }, ...more });
const open = async (element: SessionCodePrompt) => { press(element, 'eConsult'); await settled(element); };
const withCode = (more: Partial<CodeState>) => inState({ ...sent, ...more });

export const fixtures = {
  services: { title: 'The services of the practice', portal: { me: {} } },
  'logged-out': { title: 'Not logged in: the services can be seen' },
  'chosen-logged-out': { title: 'A service was chosen: log in first', act: open },
  'not-linked': { title: 'Logged in, not linked yet', portal: { me: { link: 'requested', record_name: null } } },
  'not-here': { title: 'One log-in for many clinics, and this one was not asked yet (S4-21)', portal: { clinic: danishClinic, me: { link: null, record_name: null } } },
  offline: { title: 'No internet', portal: { me: {}, online: false } },
  ask: { title: 'The service asks for a code', portal: inState({ step: 'closed', why: 'new' }), act: open },
  sending: { title: 'A code is being sent', portal: inState({ step: 'sending' }), act: open },
  sent: { title: 'The code was mailed', portal: inState(sent), act: open },
  'sent-by-sms': { title: 'The code went by SMS', portal: withCode({ by: 'sms', to: '*** 78' }), act: open },
  'sent-after-log-in': { title: 'By SMS, where the log-in asks a code too (S2)', portal: { ...withCode({ by: 'sms', to: '*** 78' }), clinic: { logIn: { ...fakeClinic.logIn, code: 'sms' } } }, act: open },
  resend: { title: 'A new code can be asked for', portal: withCode({ resendAt: fixtureNow - 1, expiresAt: fixtureNow + 45_000 }), act: open },
  'not-six-digits': { title: 'Not six digits', portal: inState(sent), act: async (element) => { await open(element); typeIn(element, 'code', '12 34'); submit(element); } },
  checking: { title: 'The code is being checked', portal: withCode({ checking: true }), act: open },
  wrong: { title: 'Wrong code, with the guesses that are left', portal: withCode({ problem: 'wrong_code', guessesLeft: 3 }), act: open },
  'wrong-last': { title: 'Wrong code, one guess left', portal: withCode({ problem: 'wrong_code', guessesLeft: 1 }), act: open },
  used: { title: 'The code was used already', portal: withCode({ problem: 'code_used', resendAt: fixtureNow }), act: open },
  replaced: { title: 'A newer code was sent', portal: withCode({ problem: 'code_replaced', resendAt: fixtureNow }), act: open },
  expired: { title: 'The code is too old', portal: withCode({ expiresAt: fixtureNow - 1, resendAt: fixtureNow - 1 }), act: open },
  spent: { title: 'Too many wrong codes', portal: withCode({ problem: 'code_guesses_spent' }), act: open },
  'too-many': { title: 'Too many codes asked for', portal: withCode({ problem: 'too_many_requests', resendAt: fixtureNow + 240_000 }), act: open },
  'code-unavailable': { title: 'The portal out of reach while checking', portal: withCode({ problem: 'temporarily_unavailable' }), act: open },
  'code-offline': { title: 'No internet while checking', portal: withCode({ problem: 'offline' }), act: open },
  left: { title: 'The page was left and came back', portal: inState({ step: 'closed', why: 'left' }), act: open },
  idle: { title: 'Nothing was done for a while', portal: inState({ step: 'closed', why: 'idle' }), act: open },
  ended: { title: 'An hour has passed', portal: inState({ step: 'closed', why: 'ended' }), act: open },
  failed: { title: 'Opening failed', portal: inState({ step: 'failed', error: new PortalError('temporarily_unavailable', { id: 'K3T9-P2WX' }) }), act: open },
} as const satisfies Fixtures<SessionCodePrompt>;
