/** Files of a message: to save, never to show by themselves. What was sent by somebody else is not opened in a page of ours. */
import type { FileAnswer, SentFile } from '@balie/contracts';
import { button, type Texts } from '@balie/forms';
import { html, nothing, type TemplateResult } from 'lit';

const endings = { jpeg: 'jpg', png: 'png', webp: 'webp', pdf: 'pdf' } as const;

/** Bytes of base64 (RFC 4648 §4). */
const bytesOf = (data: string) => Uint8Array.from(atob(data), (character) => character.charCodeAt(0));

export const saveFile = ({ kind, data }: FileAnswer, name: string): void => saveAs(bytesOf(data), `${name}.${endings[kind]}`);
export function saveAs(content: BlobPart, name: string): void {
  const link = Object.assign(document.createElement('a'), { href: URL.createObjectURL(new Blob([content], { type: 'application/octet-stream' })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** A button each: `Foto 1 opslaan (120 kB)`. `words`: what a photo and a document are called to save. */
export function sentFiles(t: Texts, files: readonly SentFile[], words: (file: SentFile, number: number, kilobytes: number) => string, save: (file: SentFile, number: number) => void): TemplateResult | typeof nothing {
  if (files.length === 0) return nothing;
  return html`<ul class="files">${files.map((file, at) => html`<li>${button(t, { kind: 'quiet', label: words(file, at + 1, Math.max(1, Math.round(file.size / 1000))), onClick: () => save(file, at + 1) })}</li>`)}</ul>`;
}
