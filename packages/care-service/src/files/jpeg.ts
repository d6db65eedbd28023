/** JPEG (ITU-T T.81): keeps what the picture is made of and which way up it is; everything else a camera or an attacker added goes. */
import { demandPixels, latin, refuse } from './fault.ts';

const frames = [0xc0, 0xc1, 0xc2];
/** Huffman and quantisation tables, restart interval, scan. */
const needed = [...frames, 0xc4, 0xda, 0xdb, 0xdd];
const colours = (name: string, marker: number) => (marker === 0xe0 && name.startsWith('JFIF\0')) || (marker === 0xe2 && name.startsWith('ICC_PROFILE\0')) || (marker === 0xee && name.startsWith('Adobe'));

export function cleanJpeg(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const kept: Uint8Array[] = [];
  let turned = 1;
  let framed = 0;
  let at = 2;
  for (;;) {
    if (at + 4 > bytes.length || bytes[at] !== 0xff) refuse('damaged');
    const marker = bytes[at + 1]!;
    if (marker === 0xff) { at += 1; continue; }
    if (marker === 0xd9) break;
    const end = at + 2 + view.getUint16(at + 2);
    if (end < at + 4 || end > bytes.length) refuse('damaged');
    const name = latin(bytes, at + 4, Math.min(end, at + 18));
    if (marker === 0xe1 && name.startsWith('Exif\0\0')) turned = orientation(bytes.subarray(at + 10, end));
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      if (!frames.includes(marker) || end < at + 10) refuse('damaged');
      demandPixels(view.getUint16(at + 7), view.getUint16(at + 5));
      framed += 1;
    }
    if (!needed.includes(marker) && !colours(name, marker)) { at = end; continue; }
    let stop = end;
    if (marker === 0xda) {
      if (framed !== 1) refuse('damaged');
      // Entropy-coded data: until a marker that is neither a stuffed zero nor a restart.
      while (stop + 1 < bytes.length && !(bytes[stop] === 0xff && bytes[stop + 1] !== 0 && bytes[stop + 1] !== 0xff && (bytes[stop + 1]! < 0xd0 || bytes[stop + 1]! > 0xd7))) stop += 1;
      if (stop + 1 >= bytes.length) refuse('damaged');
    }
    kept.push(bytes.subarray(at, stop));
    at = stop;
    // What follows the end of the picture is dropped with it.
    if (marker === 0xda && bytes[at + 1] === 0xd9) break;
  }
  if (framed !== 1 || !kept.some((part) => part[1] === 0xda)) refuse('damaged');
  return Buffer.concat([Uint8Array.of(0xff, 0xd8), ...(turned === 1 ? [] : [exifOf(turned)]), ...kept, Uint8Array.of(0xff, 0xd9)]);
}

/** Tag 0x0112 of the first directory of a TIFF block; 1 (upright) where it cannot be read. */
function orientation(tiff: Uint8Array): number {
  if (tiff.length < 14) return 1;
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  const little = view.getUint16(0) === 0x4949;
  const start = view.getUint32(4, little);
  if (start + 2 > tiff.length) return 1;
  const entries = view.getUint16(start, little);
  for (let entry = 0, at = start + 2; entry < entries && at + 12 <= tiff.length; entry += 1, at += 12) {
    if (view.getUint16(at, little) !== 0x0112) continue;
    const value = view.getUint16(at + 8, little);
    return value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}
/** An Exif segment that says which way up, and nothing else. */
const exifOf = (turned: number) => Uint8Array.of(0xff, 0xe1, 0, 34, 0x45, 0x78, 0x69, 0x66, 0, 0, 0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, turned, 0, 0, 0, 0, 0, 0);
