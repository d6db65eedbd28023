import type { Groups } from '../load.ts';

export const groups: Groups = {
  base: () => import('./base.ts'),
  code: () => import('./code.ts'),
  register: () => import('./register.ts'),
  prescriptions: () => import('./prescriptions.ts'),
  appointments: () => import('./appointments.ts'),
  econsults: () => import('./econsults.ts'),
  menu: () => import('./menu.ts'),
  account: () => import('./account.ts'),
  passkey: () => import('./passkey.ts'),
  desk: () => import('./desk.ts'),
};
