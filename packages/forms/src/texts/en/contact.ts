import type nl from '../nl/contact.ts';
import type { Translation } from '../types.ts';

export default {
  'contact.title': 'Are your details right?',
  'contact.lead': 'What the portal has of you differs from what the clinic has. Check both, and mend what is wrong.',
  'contact.leadAny': 'Check both, and mend what is wrong.',
  'contact.email': 'E-mail',
  'contact.phone': 'Mobile',
  'contact.confirm': 'Confirm',
  'contact.done': 'Thank you. Your details are confirmed.',
  'contact.mailed': 'We have sent a link to {email}. Click it within 24 hours. Until then we send everything to your old address.',
  'contact.codeFirst': 'Another e-mail address? First open “My account” with a code, so that we know it is you.',
  'contact.right': 'All is right. You need not do anything.',
  'contact.verifying': 'We are confirming your e-mail address…',
  'contact.verified': 'Your e-mail address is confirmed. We use it from now on.',
  'contact.dead': 'This link no longer works. Log in and fill in your e-mail address once more.',
  'contact.reloaded': 'This page was loaded again. For your safety it does not keep the link of the e-mail. Did it say here that your e-mail address is confirmed? Then you need not do anything. Otherwise open the link again.',
  'contact.verifyTitle': 'Confirm your e-mail address',
} as const satisfies Translation<typeof nl>;
