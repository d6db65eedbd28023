/** A file that a patient sends: what it is is told by its first bytes, never by its name; what comes back is safe to keep and to hand on. */
import type { FileKind } from '@balie/contracts';
import { latin, refuse } from './fault.ts';
import { cleanJpeg } from './jpeg.ts';
import { cleanPdf } from './pdf.ts';
import { cleanPng } from './png.ts';
import { cleanWebp } from './webp.ts';

/** Throws FileRefused. */
export async function clean(bytes: Uint8Array): Promise<{ kind: FileKind; bytes: Uint8Array }> {
  if (bytes.length === 0) refuse('empty');
  if (bytes.length < 24) refuse('type');
  const head = latin(bytes, 0, 16);
  if (head.startsWith('\xff\xd8\xff')) return { kind: 'jpeg', bytes: cleanJpeg(bytes) };
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return { kind: 'png', bytes: cleanPng(bytes) };
  if (head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP') return { kind: 'webp', bytes: cleanWebp(bytes) };
  if (head.startsWith('%PDF-')) return { kind: 'pdf', bytes: await cleanPdf(bytes) };
  if (/^ftyp(hei[cmsx]|hev[cx]|mif1|msf1|avi[fs])/.test(head.slice(4))) refuse('heic');
  return refuse('type');
}
