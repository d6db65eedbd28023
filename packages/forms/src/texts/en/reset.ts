import type nl from '../nl/reset.ts';
import type { Translation } from '../types.ts';

export default {
  'reset.title': 'Reset your password',
  'reset.lead': 'Fill in the e-mail address you log in with. We send you a link to choose a new password.',
  'reset.leadNumber': 'Fill in your CPR number and the e-mail address that belongs to your user. We send you a link to choose a new password.',
  'reset.email': 'E-mail',
  'reset.submit': 'Send me a link',
  'reset.stuck': 'No longer have that e-mail address? Call {phone}.',
  'reset.sentTitle': 'Look in your e-mail',
  'reset.sent': 'If the portal knows these details, you get an e-mail with a link within a few minutes. The link works for one hour.',
  'reset.sentSpam': 'No e-mail? Look in the junk folder (spam), or check what you filled in.',
  'reset.again': 'Ask for a new link',
  'reset.pasteHere': 'Have you got the e-mail, and does the link not work? Choose your new password here.',
  'reset.newTitle': 'Choose a new password',
  'reset.new': 'New password',
  'reset.newAgain': 'Confirm the new password',
  'reset.differs': 'The two passwords are not the same.',
  'reset.save': 'Save my password',
  'reset.doneTitle': 'Your password has been changed',
  'reset.done': 'You have been logged out everywhere. Log in with your new password.',
  'reset.reloaded': 'This page was loaded again. For your safety it does not keep the link of the e-mail: open that link again. Was it used already, or is it too old? Ask for a new one below.',
  'reset.dead': 'The link has been used already, there is a newer one, or more than an hour has passed. Ask for a new one.',
} as const satisfies Translation<typeof nl>;
