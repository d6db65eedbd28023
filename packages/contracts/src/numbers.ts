/** Where personal numbers and guardians come in. Apart from the other lists: a log-in with an e-mail address needs none of it. */
import type { RegistrationWay } from './lists.ts';

/** Whether somewhere a personal number is typed. */
export const asksNumber = ({ logIn, registration: { ways } }: { logIn: { userName: string }; registration: { ways: readonly RegistrationWay[] } }): boolean => logIn.userName === 'cpr' || ways.includes('number') || ways.includes('child');

/** Whether `register-form` asks a personal number instead of mailing a link. */
export const registersByNumber = (clinic: { logIn: { userName: string }; registration: { ways: readonly RegistrationWay[] } }): boolean => asksNumber(clinic) && !clinic.registration.ways.includes('email');

/** Who acts for a child: its guardians alone, both, or the patient alone (rules: ages). */
export const rights = ['guardian', 'shared', 'own'] as const;
export type Rights = (typeof rights)[number];
