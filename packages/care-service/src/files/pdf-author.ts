/**
 * Who made a PDF, with what and when (ISO 32000 §14.3: the Info dictionary and XMP) is nobody's business, as with photos. It is overwritten where it stands, so that no
 * offset in the file moves. What the pages show stays, with notes on them and who wrote those. However a file is made, each of its bytes is looked at a few times only.
 */
import { promisify } from 'node:util';
import { deflate, deflateSync } from 'node:zlib';
import { refuse } from './fault.ts';

/** A stream of the file: the dictionary before it, where its bytes lie, and what they unpack to (themselves, where they are not packed). */
export interface PdfStream { dict: string; from: number; end: number; content: Buffer; packed: boolean }
interface Part { from: number; end: number }

const pack = promisify(deflate);
const empty = deflateSync('');
const space = 32;
/** Objects of a file, and those among them that say who made it: far more than files have that somebody sends to a practice. */
const [most, mostOfInfo] = [200_000, 100];
const isMetadata = ({ dict }: PdfStream) => /\/Type\s*\/Metadata|\/Subtype\s*\/XML/.test(dict);
const isObjects = ({ dict }: PdfStream) => /\/Type\s*\/ObjStm/.test(dict);
/** Whether a stream may tell who made it. */
export const tells = (dict: string): boolean => /\/(ObjStm|Metadata|XML)(?![A-Za-z0-9])/.test(dict);
const number = (dict: string, name: string) => Number(new RegExp(`/${name}\\s+(\\d+)`).exec(dict)?.[1] ?? 0);

/** The same file without it. `bytes` stay as they are; `streams` lie apart. */
export async function withoutAuthor(bytes: Uint8Array, streams: readonly PdfStream[]): Promise<Uint8Array> {
  const made = Buffer.from(bytes);
  const text = made.toString('latin1');
  for (const stream of streams.filter(isMetadata)) fill(made, stream, stream.packed ? empty : Buffer.alloc(0));
  const info = new Set([...text.matchAll(/\/Info\s+(\d+)\s+\d+\s+R/g)].map(([, id]) => Number(id)));
  if (info.size > mostOfInfo) refuse('author');
  const plain = objectsOf(text);
  let left = most;
  const objects = streams.filter(isObjects).map((stream) => { const parts = partsOf(stream, left); left -= parts.length; return { stream, content: Buffer.from(stream.content), parts: Map.groupBy(parts, ({ id }) => id) }; });
  // Its values may stand in objects of their own: those join while this goes on.
  for (const id of info) {
    for (const part of plain.get(id) ?? []) blank(made, part, info);
    for (const { content, parts } of objects) for (const part of parts.get(id) ?? []) blank(content, part, info);
  }
  for (const { stream, content } of objects) if (!content.equals(stream.content)) fill(made, stream, stream.packed ? await pack(content, { level: 9 }) : content);
  return made;
}

/** §7.3.10: each by its number, until the next begins. */
function objectsOf(text: string): ReadonlyMap<number, readonly Part[]> {
  const found: (Part & { id: number })[] = [];
  for (const { index, 0: { length }, 1: id } of text.matchAll(/(?<![0-9])(\d+)\s+\d+\s+obj(?![a-z])/g)) {
    const last = found.at(-1);
    if (last) last.end = index;
    if (found.push({ id: Number(id), from: index + length, end: text.length }) > most) refuse('damaged');
  }
  return Map.groupBy(found, ({ id }) => id);
}

/** §7.5.7: pairs of number and offset stand before the objects. */
function partsOf({ dict, content }: PdfStream, atMost: number): (Part & { id: number })[] {
  const first = number(dict, 'First');
  const parts: (Part & { id: number })[] = [];
  for (const [, id, offset] of content.toString('latin1', 0, first).matchAll(/(\d+)\s+(\d+)/g)) if (parts.push({ id: Number(id), from: first + Number(offset), end: content.length }) > atMost) refuse('damaged');
  parts.sort((one, other) => one.from - other.from).forEach((part, at) => { part.end = Math.min(content.length, parts[at + 1]?.from ?? content.length); });
  return parts;
}

/** §7.3.4: makes every string of one object blank, and adds the objects that it names. Ends with the object. */
function blank(made: Buffer, { from, end }: Part, named: Set<number>): void {
  const words = /\(|<<|>>|<[0-9A-Fa-f\s]*>|%[^\r\n]*|(\d+)\s+\d+\s+R\b|endobj|stream\b/g;
  const text = made.toString('latin1', from, end);
  for (let found = words.exec(text); found; found = words.exec(text)) {
    const [word, id] = found;
    if (word === 'endobj' || word === 'stream') return;
    if (id && named.size < mostOfInfo) named.add(Number(id));
    const inside = word === '(' ? insideOf(text, found.index) : word.startsWith('<') && word.length > 2 ? [found.index + 1, words.lastIndex - 1] as const : null;
    if (!inside) continue;
    made.fill(space, from + inside[0], from + inside[1]);
    words.lastIndex = inside[1] + 1;
  }
}
/** Parentheses in a string are balanced, or written with a backslash. */
function insideOf(text: string, open: number): readonly [from: number, end: number] {
  for (let at = open + 1, depth = 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '(') depth += 1;
    else if (text[at] === ')' && (depth -= 1) === 0) return [open + 1, at];
  }
  return refuse('damaged');
}

/** Blanks after what is packed are no part of it (RFC 1950). */
function fill(made: Buffer, { from, end }: PdfStream, content: Uint8Array): void {
  if (content.length > end - from) refuse('author');
  made.fill(space, from, end);
  made.set(content, from);
}
