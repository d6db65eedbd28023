import type nl from '../nl/recall.ts';
import type { Translation } from '../types.ts';

/** When the form that registers is loaded again: nobody else loads these words. `recall.address` stands in `register.sent` for the address, which is not kept. */
export default {
  'recall.typed': 'Det, du havde skrevet, står her igen. Din adgangskode skal du skrive igen: den gemmer vi aldrig på en enhed.',
  'recall.address': 'den adresse, du skrev',
} satisfies Translation<typeof nl>;
