import type { Translation } from '../types.ts';
import type nl from '../nl/passkey.ts';

export default {
  'passkey.cancelled': 'Logging in with a passkey was not finished. Try again, or choose another way.',
  'passkey.addCancelled': 'No passkey was made. Try again.',
  'passkey.unsupported': 'This browser or device cannot use a passkey here. Choose another way.',
  'passkey.unknown': 'We do not know this passkey, or no longer. Log in with your password. Then you can make a new passkey under “My account”.',
  'passkey.none': 'There is no passkey with your account yet, or it does not work on this device. Ask for a session code.',
  'passkey.exists': 'This device already has a passkey for your account.',
  'passkey.hosted': 'Does it not work here? Try it on a page of its own',
  'passkey.add': 'Make a passkey on this device',
  'passkey.addHint': 'With a passkey you log in with your finger, your face or the PIN of your device, without a password and without a code.',
  'passkey.added': 'The passkey was made. From now on you can log in with it.',
} as const satisfies Translation<typeof nl>;
