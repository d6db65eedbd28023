import type nl from '../nl/code-errors.ts';
import type { Translation } from '../types.ts';

export default {
  'errors.service_off': 'The practice does not offer you this service online. Call us: {phone}.',
  'errors.insufficient_user_authentication': 'This service needs a session code.',
  'errors.insufficient_authorization': 'One more step is needed. Fill in the code.',
  'errors.contact_missing': 'We have no e-mail address of yours to send a code to. Add one under “My account”, or call {phone}.',
  'errors.not_linked': 'Your account is not linked to your medical data yet. Questions? Call {phone}.',
  'errors.wrong_code': 'This code is not right. Look at the message with the code again.',
  'errors.code_expired': 'This code is no longer valid. Ask for a new code.',
  'errors.code_used': 'This code has been used. Ask for a new code.',
  'errors.code_replaced': 'Another page asked for a newer code. It works only there. Ask for a new code here.',
  'errors.code_guesses_spent': 'You filled in a wrong code too often. Ask for a new code or call {phone}.',
} as const satisfies Translation<typeof nl>;
