import type { Key, Texts } from '@balie/forms';

/** What was done, in words: by the act's own name, else by the group before its dot or dash, else as "something else": new acts of the audit are never shown as codes. */
export function actInWords(t: Texts, did: string): string {
  const keys = [did, did.split(/[.-]/)[0]!].map((name) => `account.did.${name}` as Key);
  return keys.map((key) => (t as unknown as (key: Key) => string)(key)).find((words) => !words.startsWith('account.did.')) ?? t('account.did.other');
}
