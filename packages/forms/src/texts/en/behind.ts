import type nl from '../nl/behind.ts';
import type { Translation } from '../types.ts';

/** While the practice’s own system cannot be reached: nobody else loads these words. */
export default {
  'behind.title': 'Your practice’s system cannot be reached right now',
  'behind.since': 'What you see here is from {when}.',
  'behind.never': 'We could not fetch your details yet.',
  'behind.sending': 'You can send as usual: we keep it and pass it on as soon as possible.',
} satisfies Translation<typeof nl>;
