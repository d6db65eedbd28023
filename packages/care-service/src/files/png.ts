/** PNG (W3C): the chunks a still picture is made of; text, time, Exif, profiles, animation and all that follows the end go. */
import { crc32 } from 'node:zlib';
import { demandPixels, latin, refuse } from './fault.ts';

const kept = ['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'gAMA', 'cHRM', 'sRGB', 'sBIT'];

export function cleanPng(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: Uint8Array[] = [bytes.subarray(0, 8)];
  const seen = new Set<string>();
  for (let at = 8; !seen.has('IEND');) {
    if (at + 12 > bytes.length) refuse('damaged');
    const end = at + 12 + view.getUint32(at);
    if (end > bytes.length) refuse('damaged');
    const type = latin(bytes, at + 4, at + 8);
    if ((type === 'IHDR') !== (at === 8)) refuse('damaged');
    if (crc32(bytes.subarray(at + 4, end - 4)) !== view.getUint32(end - 4)) refuse('damaged');
    if (type === 'IHDR') { if (end - at !== 25) refuse('damaged'); demandPixels(view.getUint32(at + 8), view.getUint32(at + 12)); }
    if (kept.includes(type)) parts.push(bytes.subarray(at, end));
    seen.add(type);
    at = end;
  }
  return seen.has('IDAT') ? Buffer.concat(parts) : refuse('damaged');
}
