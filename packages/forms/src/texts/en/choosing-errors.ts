import type nl from '../nl/choosing-errors.ts';
import type { Translation } from '../types.ts';

export default {
  'errors.weak_password': 'This password is too easy to guess. Choose another password.',
  'errors.link_invalid': 'This link no longer works. Ask for a new one or call {phone}.',
} as const satisfies Translation<typeof nl>;
