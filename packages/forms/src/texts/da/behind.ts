import type nl from '../nl/behind.ts';
import type { Translation } from '../types.ts';

/** While the practice’s own system cannot be reached: nobody else loads these words. */
export default {
  'behind.title': 'Vi kan ikke få fat i klinikkens system lige nu',
  'behind.since': 'Det, du ser her, er fra {when}.',
  'behind.never': 'Vi kunne ikke hente dine oplysninger endnu.',
  'behind.sending': 'Du kan sende som du plejer: vi gemmer det og sender det videre, så snart det kan lade sig gøre.',
} satisfies Translation<typeof nl>;
