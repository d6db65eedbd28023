/** WebP (RFC 9649): picture, transparency and colours stay; Exif, XMP and unknown chunks go; an animation is no photo. */
import { demandPixels, latin, refuse } from './fault.ts';

export function cleanWebp(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: Uint8Array[] = [];
  let pictures = 0;
  const whole = 8 + view.getUint32(4, true);
  if (whole > bytes.length || whole < 20) refuse('damaged');
  for (let at = 12; at < whole;) {
    if (at + 8 > whole) refuse('damaged');
    const size = view.getUint32(at + 4, true);
    const end = at + 8 + size + (size % 2);
    if (end > whole) refuse('damaged');
    const type = latin(bytes, at, at + 4);
    if (type === 'ANIM' || type === 'ANMF') refuse('type');
    if (type === 'VP8X') {
      if (size !== 10) refuse('damaged');
      demandPixels(1 + (view.getUint32(at + 11, true) >>> 8), 1 + (view.getUint32(at + 14, true) >>> 8));
      const chunk = bytes.slice(at, end);
      // Neither Exif nor XMP follows, nor frames.
      chunk[8]! &= 0b0011_0000;
      parts.push(chunk);
    } else if (type === 'VP8 ') {
      if (size < 10 || view.getUint16(at + 11, true) !== 0x019d || bytes[at + 13] !== 0x2a) refuse('damaged');
      demandPixels(view.getUint16(at + 14, true) & 0x3fff, view.getUint16(at + 16, true) & 0x3fff);
      pictures += 1;
      parts.push(bytes.subarray(at, end));
    } else if (type === 'VP8L') {
      if (size < 5 || bytes[at + 8] !== 0x2f) refuse('damaged');
      const packed = view.getUint32(at + 9, true);
      demandPixels(1 + (packed & 0x3fff), 1 + ((packed >>> 14) & 0x3fff));
      pictures += 1;
      parts.push(bytes.subarray(at, end));
    } else if (type === 'ALPH' || type === 'ICCP') parts.push(bytes.subarray(at, end));
    at = end;
  }
  if (pictures !== 1) refuse('damaged');
  const body = Buffer.concat(parts);
  const head = Buffer.from('RIFF\0\0\0\0WEBP', 'latin1');
  head.writeUInt32LE(body.length + 4, 4);
  return Buffer.concat([head, body]);
}
