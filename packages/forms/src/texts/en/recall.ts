import type nl from '../nl/recall.ts';
import type { Translation } from '../types.ts';

/** When the form that registers is loaded again: nobody else loads these words. `recall.address` stands in `register.sent` for the address, which is not kept. */
export default {
  'recall.typed': 'What you had filled in is there again. Fill in your password once more: we never keep that on a device.',
  'recall.address': 'the address you filled in',
} satisfies Translation<typeof nl>;
