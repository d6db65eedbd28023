import type nl from '../nl/errors.ts';
import type { Translation } from '../types.ts';

export default {
  'errors.invalid_request': 'Not everything is filled in correctly. Check the fields and try again. Does it not work? Call {phone}.',
  'errors.invalid_client': 'This page is not set up correctly. Call the practice: {phone}.',
  'errors.invalid_grant': 'Your session has ended. Log in again.',
  'errors.invalid_scope': 'This service is not available here. Call {phone}.',
  'errors.unsupported_grant_type': 'This does not work now. Reload the page or call {phone}.',
  'errors.invalid_token': 'Your session has ended. Log in again.',
  'errors.invalid_dpop_proof': 'The security of this page does not work properly. Is the clock of your device right? Reload the page or call {phone}.',
  'errors.use_dpop_nonce': 'This does not work now. Try again or call {phone}.',
  'errors.invalid_session': 'This took too long. Please start again. Does it not work? Call {phone}.',
  'errors.login_required': 'Log in first.',
  'errors.access_denied': 'You have no access to this. Questions? Call {phone}.',
  'errors.origin_refused': 'This page may not use the portal. Go to the website of your practice or call {phone}.',
  'errors.wrong_credentials': 'This user name and password do not belong together. Check your e-mail address and type your password again. Does it not work? Call {phone}.',
  'errors.unsupported_media_type': 'This does not work now. Reload the page or call {phone}.',
  'errors.too_many_requests': 'That was too often in a row. Try again in {wait}, or call {phone}.',
  'errors.temporarily_unavailable': 'The portal cannot be reached for a moment. What you filled in stays here. Try again in a few minutes, or call {phone}.',
  'errors.server_error': 'Something went wrong, and it is not your fault. What you filled in stays here. Try again, or call {phone}.',
  'errors.offline': 'You have no internet at the moment. What you filled in stays here. Try again as soon as you have internet.',
  'errors.quote': 'Are you calling us about this? Mention {id}.',
} as const satisfies Translation<typeof nl>;
