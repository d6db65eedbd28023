import careErrors from './care-errors.ts';
import type nl from '../nl/sending.ts';
import type { Translation } from '../types.ts';

export default {
  ...careErrors,
  'sending.notYet': 'Nothing has been sent yet. Is everything right? Then send it.',
  'sending.busy': 'Sending…',
  'sending.again': 'Send again',
  'sending.unsentTitle': 'Not sent yet',
  'sending.unsent.offline': 'We got no answer. What you filled in has been kept. Send it again as soon as you have internet. It never counts twice.',
  'sending.unsent.closed': 'The service was closed before this was sent. What you filled in has been kept. Send it again.',
  'sending.arrivedTitle': 'What you sent before did arrive',
  'sending.arrived': 'You see it in the overview on this page. What you changed after that has not been sent. Only send this if you want to send it as well.',
  'sending.restored': 'What you filled in before is still here.',
  'sending.keepNumber': 'Mention this number if you call us about it.',
  'sending.received': 'Received on {when}',
  'sending.late': 'This is taking longer than we promised. Call {phone}.',
  'sending.worse': 'Is it getting worse, or can it not wait?',
  'sending.older': 'Show earlier ones',
  'sending.until': '{date} from {time}',
  'sending.tooLong': { one: 'Make the text 1 character shorter.', other: 'Make the text {count} characters shorter.' },
} as const satisfies Translation<typeof nl>;
