import type nl from '../nl/care-errors.ts';
import type { Translation } from '../types.ts';

export default {
  'errors.page_closed': 'For your privacy this service was closed. Ask for a new session code to go on.',
  'errors.slot_taken': 'Someone else has just chosen this time. Choose another time.',
  'errors.hold_expired': 'The time you had chosen is free again for others. Choose a time again. The rest has been kept.',
  'errors.hold_limit': 'You are already holding two times. Let one go, or wait a few minutes.',
  'errors.too_late': 'This cannot be done here any more: it is too shortly before. Call the practice: {phone}.',
  'errors.medication_not_renewable': 'One of these medicines cannot be repeated online. Call {phone}.',
  'errors.econsults_closed': 'A question cannot be sent right now. What you wrote has been kept. If it cannot wait, call {phone}.',
  'errors.file_refused': 'This file cannot be sent. Send a photo (JPEG, PNG or WebP) or a PDF.',
  'errors.already_handled': 'This has been handled already. Reload the page to see how it stands.',
  'errors.idempotency_mismatch': 'This was sent before, with other content. Look in your overview what was received, or call {phone}.',
  'errors.too_large': 'This is too much at once. Make it shorter, or do it in parts.',
  'errors.not_found': 'This no longer exists. Reload the page or call {phone}.',
  'errors.conflict': 'Something has changed in the meantime. Please check and try again.',
} as const satisfies Translation<typeof nl>;
