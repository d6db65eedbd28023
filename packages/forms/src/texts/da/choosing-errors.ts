import type nl from '../nl/choosing-errors.ts';
import type { Translation } from '../types.ts';

export default {
  'errors.weak_password': 'Adgangskoden er for let at gætte. Vælg en anden adgangskode.',
  'errors.link_invalid': 'Linket virker ikke længere. Bed om et nyt, eller ring til os på {phone}.',
} as const satisfies Translation<typeof nl>;
