/**
 * PDF (ISO 32000): taken without who made it, or not at all. Whatever acts by itself, carries other files or is encrypted is refused, also where the name is
 * written with escapes or stands in a compressed object stream. No virus scanner: the desk gets it as a file to save, never shown by a page of ours.
 */
import { promisify } from 'node:util';
import { inflate } from 'node:zlib';
import { refuse } from './fault.ts';
import { tells, withoutAuthor, type PdfStream } from './pdf-author.ts';

const unpack = promisify(inflate);
/** Bytes of all streams of a file together. */
const roomy = 100_000_000;
/** Streams of a file: far more than files have that somebody sends to a practice. */
const most = 50_000;
const active = /\/(JavaScript|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm|ImportData|GoToE|GoToR|Rendition)(?![A-Za-z0-9])/;
/** Ways to write a stream in which we would not see what stands. */
const veiled = /\/(ASCIIHexDecode|ASCII85Decode|LZWDecode|RunLengthDecode|AHx|A85|LZW)(?![A-Za-z0-9])/;
/** ISO 32000 §7.3.5: any character of a name may be written as `#` and two digits. */
const plain = (text: string) => text.replace(/#([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)));

/** Names by which we find who made it; written with escapes they would hide it. */
const author = /\/(Info|Metadata|ObjStm)(?![A-Za-z0-9])/g;

export async function cleanPdf(bytes: Uint8Array): Promise<Uint8Array> {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  if (!text.slice(-2048).includes('%%EOF')) refuse('damaged');
  const names = plain(text);
  if (/\/Encrypt(?![A-Za-z0-9])/.test(names)) refuse('encrypted');
  if (active.test(names)) refuse('active');
  const packed = /\/(ObjStm|XRef)(?![A-Za-z0-9])/.test(names);
  if (packed && veiled.test(names)) refuse('damaged');
  if (names.match(author)?.length !== text.match(author)?.length || /\/Info\s*<</.test(text)) refuse('author');
  const streams: PdfStream[] = [];
  let room = roomy;
  let count = 0, before = 0, end = 0, noted = 0;
  for (const { index, 0: word } of text.matchAll(/stream\r?\n/g)) {
    if (text.slice(index - 3, index) === 'end') continue;
    const from = index + word.length;
    // Nothing is searched twice: a file of nothing but beginnings would take hours.
    if (end < from) end = text.indexOf('endstream', from);
    if (end < 0 || (count += 1) > most) refuse('damaged');
    const between = text.slice(before, index), dict = between.slice(Math.max(0, between.lastIndexOf('obj')));
    before = from;
    const note = (packed: boolean, content: Buffer) => {
      if (from < noted || !tells(dict)) return;
      streams.push({ dict, from, end: from + text.slice(from, end).trimEnd().length, content, packed });
      noted = end;
    };
    const [first = 0, second = 0] = bytes.subarray(from, from + 2);
    if ((first & 15) !== 8 || (first * 256 + second) % 31 !== 0) {
      note(false, Buffer.from(bytes.buffer, bytes.byteOffset + from, end - from));
      continue;
    }
    const stream = await unpack(bytes.subarray(from), { maxOutputLength: room }).catch((thrown: NodeJS.ErrnoException) => (thrown.code === 'ERR_BUFFER_TOO_LARGE' ? refuse('unpacks') : packed ? refuse('damaged') : Buffer.alloc(0)));
    room -= stream.length;
    if (room <= 0) refuse('unpacks');
    if (active.test(plain(stream.toString('latin1')))) refuse('active');
    note(true, stream);
  }
  return withoutAuthor(bytes, streams);
}
