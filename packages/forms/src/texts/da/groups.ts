/** How each group is loaded, `base` apart: that one comes at once. */
export const groups = {
  code: () => import('./code.ts'),
  register: () => import('./register.ts'),
  prescriptions: () => import('./prescriptions.ts'),
  appointments: () => import('./appointments.ts'),
  econsults: () => import('./econsults.ts'),
  desk: () => import('./desk.ts'),
  number: () => import('./number.ts'),
  reset: () => import('./reset.ts'),
  contact: () => import('./contact.ts'),
  guardians: () => import('./guardians.ts'),
} as const;
