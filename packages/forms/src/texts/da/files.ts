import type nl from '../nl/files.ts';
import type { Translation } from '../types.ts';

export default {
  'econsults.file.agree': 'Jeg vil dele billeder eller dokumenter med klinikken. De bliver en del af mit spørgsmål.',
  'econsults.file.choose': 'Vælg et billede eller en PDF',
  'econsults.file.hint': { one: '1 fil mere: et billede (JPEG, PNG, WebP) eller en PDF.', other: '{count} filer mere: billeder (JPEG, PNG, WebP) eller PDF.' },
  'econsults.file.busy': 'Vi sender filen…',
  'econsults.file.full': 'Der kan ikke tilføjes flere filer.',
  'econsults.file.remove': 'Fjern',
  'econsults.file.empty': 'Filen er tom. Vælg en anden.',
  'econsults.file.size': 'Filen er større end {count} MB. Tag et mindre billede, eller send færre sider.',
  'econsults.file.type': 'Det er ikke et billede eller en PDF. Send en JPEG, PNG, WebP eller PDF.',
  'econsults.file.heic': 'Billedet er i et format, der ikke virker overalt (HEIC). Tag et skærmbillede af det, og send det.',
  'econsults.file.damaged': 'Filen kan ikke læses ordentligt. Tag et nyt billede, eller gem PDF’en igen.',
  'econsults.file.pixels': 'Billedet har for mange billedpunkter. Tag et mindre billede.',
  'econsults.file.unpacks': 'PDF’en er for stor at læse. Send færre sider, eller et billede.',
  'econsults.file.active': 'PDF’en indeholder noget, der selv kan gøre noget, eller en anden fil. Udskriv den til en ny PDF, eller send et billede.',
  'econsults.file.encrypted': 'PDF’en er låst. Gem den uden adgangskode.',
} as const satisfies Translation<typeof nl>;
