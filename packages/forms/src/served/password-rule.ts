import type { PublicClinic } from '@balie/contracts';
import type { Texts } from '../texts/types.ts';

/** What the clinic asks of a new password, beside its field (S4-30). */
export const passwordRule = (t: Texts, { registration: { password: { composition, minLength } } }: Pick<PublicClinic, 'registration'>): string =>
  t(composition ? 'register.passwordRuleComposition' : 'register.passwordRule', { count: minLength });
