import { numberKinds, type Country } from '@balie/rules';
import type { Keyring } from './keyring.ts';

/** Look-up key of a BSN or CPR number that was read by `readPersonalNumber`: the same for a record, for what an eID proved, and for what a patient typed. */
export const numberHmac = (keyring: Keyring, country: Country, number: string): string => keyring.hmac(numberKinds[country], number);
