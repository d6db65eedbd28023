/** What a practice's own records hold for a patient to have. */
import type { FileKind } from '@balie/contracts';
import { clean } from './clean.ts';
import { FileRefused } from './fault.ts';

/** Base64 (RFC 4648 §4), and bytes. */
export interface Held { kind: FileKind; size: number; data: string }

/** The same types and sizes as what patients send, and cleaned like it. @throws FileRefused */
export async function handedOn(bytes: Uint8Array, megabytes: number): Promise<Held> {
  if (bytes.length > megabytes * 1_000_000) throw new FileRefused('size');
  const { kind, bytes: cleaned } = await clean(bytes);
  return { kind, size: cleaned.length, data: Buffer.from(cleaned).toString('base64') };
}
