/** Each group of texts is a file of its own; which, only the page in this language knows. */
export const groups = {
  base: () => import('./base.ts'), code: () => import('./code.ts'), register: () => import('./register.ts'), recall: () => import('./recall.ts'), joining: () => import('./joining.ts'), prescriptions: () => import('./prescriptions.ts'),
  appointments: () => import('./appointments.ts'), agenda: () => import('./agenda.ts'), econsults: () => import('./econsults.ts'), asking: () => import('./asking.ts'), behind: () => import('./behind.ts'), record: () => import('./record.ts'), desk: () => import('./desk.ts'), eid: () => import('./eid.ts'),
  menu: () => import('./menu.ts'), account: () => import('./account.ts'), passkey: () => import('./passkey.ts'),
  number: () => import('./number.ts'), reset: () => import('./reset.ts'), contact: () => import('./contact.ts'), guardians: () => import('./guardians.ts'),
};
