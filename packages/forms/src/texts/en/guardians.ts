import type nl from '../nl/guardians.ts';
import type { Translation } from '../types.ts';

export default {
  'guardians.title': 'Who may read along',
  'guardians.none': 'Nobody else can read along or do anything for you with your account.',
  'guardians.mine': 'These people can read along and act for you:',
  'guardians.guardian': 'Parent or guardian',
  'guardians.child': 'Child',
  'guardians.since': '{name}, since {date}',
  'guardians.children': 'Children you act for:',
  'guardians.notOpen': 'Not linked here yet: you cannot open anything for this child yet.',
  'guardians.others': 'Also for this child: {names}.',
  'guardians.rights.guardian': 'A parent or guardian decides.',
  'guardians.rights.shared': 'The child and a parent or guardian decide together.',
  'guardians.rights.own': 'You decide for yourself.',
  'guardians.next.shared': 'From {date} on, child and parent or guardian decide together.',
  'guardians.next.own': 'From {date} on, the child decides alone. Reading along then ends by itself.',
  'guardians.next.guardian': 'From {date} on, a parent or guardian decides.',
  'guardians.nextMine.shared': 'From {date} on, you and your parent or guardian decide together.',
  'guardians.nextMine.own': 'From {date} on, you decide alone. Reading along then ends by itself.',
  'guardians.logIn': 'Log in to see who reads along.',
  'guardians.forWhom': 'Who is this for?',
  'guardians.myself': 'For myself',
  'guardians.notLinked': 'Your own account is not linked here yet.',
  'guardians.acting': 'You are doing this for {name}',
  'guardians.actingSeen': 'The practice sees that it is you, and so can they.',
  'guardians.readAlong': 'What you see and send here can also be read by: {names}.',
} as const satisfies Translation<typeof nl>;
