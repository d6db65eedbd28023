/** The groups of texts that each element speaks at a clinic: what the server tells a page it holds, and what an element loaded later brings along. */
import type { ElementName } from '@balie/contracts';
import { asksNumber } from '@balie/contracts/numbers';
import type { Namespace } from './types.ts';

type Group = Exclude<Namespace, 'mail'>;
/** An element, or a part of one that is loaded when it is needed. */
export type Part = ElementName | 'log-in-code' | 'activation' | 'family' | 'own-appointments' | 'econsult-files' | 'econsult-thread' | 'econsult-move' | 'behind' | 'recall';
const own: Readonly<Record<Part, readonly Group[]>> = {
  'log-in-code': ['code'], activation: ['register', 'joining'], family: ['guardians'], 'own-appointments': ['agenda'], 'econsult-files': ['asking'], 'econsult-thread': ['asking'], 'econsult-move': ['asking'], behind: ['behind'], recall: ['recall'],
  'patient-login': [], 'register-form': ['register'], 'session-code-prompt': ['code'],
  'prescription-request': ['code', 'prescriptions'], 'book-appointment': ['code', 'appointments'], 'econsult-form': ['code', 'econsults'],
  'password-reset': ['register', 'reset'], 'guardian-accounts': ['register', 'number', 'guardians'], 'contact-confirm': ['register', 'contact'],
  'portal-menu': ['menu'], 'portal-help': ['menu'], 'patient-account': ['code', 'account', 'passkey', 'register'], 'second-factor-setup': ['code', 'joining'], 'medical-record': ['code', 'record'],
};
type Clinic = Parameters<typeof asksNumber>[0] & { eid: unknown };

/** Besides `base`. Every element may have to show the log-in form, so what that says at this clinic is always among them. */
export const textGroupsOf = (element: Part, clinic: Clinic): readonly Group[] => [...new Set<Group>([...(clinic.eid ? ['eid' as const] : []), ...(asksNumber(clinic) ? ['number' as const, 'register' as const] : []), ...own[element]])];
