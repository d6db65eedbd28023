/** The form in which an address identifies an account: one address, one account, however it was typed (S0-03). */
export const emailKey = (address: string): string => address.trim().normalize('NFKC').toLowerCase();

/** `j***@g***.nl`: enough to recognise one's own address, too little to learn another's. Always three stars, so that no length shows. */
export function maskEmail(address: string): string {
  const at = address.lastIndexOf('@');
  const local = address.slice(0, Math.max(at, 0));
  const domain = address.slice(at + 1);
  const dot = domain.lastIndexOf('.');
  const masked = (text: string) => `${[...text][0] ?? ''}***`;
  return `${masked(local)}@${masked(dot > 0 ? domain.slice(0, dot) : domain)}${dot > 0 ? domain.slice(dot) : ''}`;
}
