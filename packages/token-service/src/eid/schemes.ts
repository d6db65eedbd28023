/** What brokers say of who logged in, read for each scheme; claims as hubs shape them (developer.signicat.com: DigiD and MitID attributes). Anything unexpected is no proof. */
import { eidLevels, PublicError, type EidLevel, type EidScheme } from '@balie/contracts';
import { readPersonalNumber, type PersonalNumber } from '@balie/rules';

export type Claims = Readonly<Record<string, unknown>>;
export interface Read {
  level: EidLevel;
  /** Null where the broker does not hand it out, and only compares (MitID). */
  number: PersonalNumber | null;
  /** The person at this broker, the same at every log-in. */
  subject: string;
  birthDate: string | null;
  /** Whole years, as the scheme says; null where it does not. */
  age: number | null;
}

export const defaultScope: Readonly<Record<EidScheme, string>> = { digid: 'openid nin idp-id acting-nin loa', mitid: 'openid profile idp-id loa mitid-extra' };

/** The number of the citizen service register; `s00000001` would be a social security number of someone without one. */
const bsnSector = 's00000000';
const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' && value.length <= 400 ? value : null);

/** `low`, `SUBSTANTIAL`, `http://eidas.europa.eu/LoA/high`, `https://data.gov.dk/concept/core/nsis/Substantial`; nothing known is the lowest. */
const levelOf = (...said: unknown[]): EidLevel => eidLevels.find((level) => said.some((value) => text(value)?.split('/').at(-1)?.toLowerCase() === level)) ?? 'low';
export const levelAtLeast = (have: EidLevel, need: EidLevel): boolean => eidLevels.indexOf(have) >= eidLevels.indexOf(need);

/** @throws PublicError eid_no_number, eid_on_behalf, eid_failed */
export function readClaims(scheme: EidScheme, claims: Claims): Read {
  const subject = text(claims['sub']);
  if (!subject) throw new PublicError('eid_failed');
  return scheme === 'digid' ? readDigid(claims, subject) : readMitid(claims, subject);
}

function readDigid(claims: Claims, subject: string): Read {
  // DigiD Machtigen: somebody acts for the one whose number this is. That is another right than one's own.
  if (claims['acting_nin'] !== undefined) throw new PublicError('eid_on_behalf');
  const [, sector, behind] = /^([sS]\d{8}):(\d{8,9})$/.exec(text(claims['idp_id']) ?? '') ?? [];
  if (sector?.toLowerCase() !== bsnSector || !behind) throw new PublicError('eid_no_number');
  const number = readPersonalNumber('NL', behind);
  const nin = claims['nin'] === undefined ? number : readPersonalNumber('NL', text(claims['nin']) ?? '');
  if (!number.ok || !nin.ok || nin.value.number !== number.value.number) throw new PublicError('eid_no_number');
  return { level: levelOf(claims['loa']), number: number.value, subject, birthDate: null, age: null };
}

function readMitid(claims: Claims, subject: string): Read {
  // A person without a CPR number cannot be compared with one.
  if (claims['mitid_has_cpr'] === false) throw new PublicError('eid_no_number');
  const handed = claims['nin'] === undefined ? null : readPersonalNumber('DK', text(claims['nin']) ?? '');
  if (handed && !handed.ok) throw new PublicError('eid_no_number');
  const birthDate = text(claims['birthdate']);
  const age = Number(claims['mitid_age']);
  return {
    level: levelOf(claims['mitid_loa'], claims['loa']), number: handed?.ok ? handed.value : null, subject,
    birthDate: birthDate && /^\d{4}-\d{2}-\d{2}$/.test(birthDate) ? birthDate : null, age: Number.isInteger(age) && claims['mitid_age'] !== undefined ? age : null,
  };
}
