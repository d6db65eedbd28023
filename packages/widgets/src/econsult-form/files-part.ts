/** Photos and PDFs with a question or a reply: sent up one by one before it is, and told apart by what is in them. In a chunk of its own, loaded when somebody wants to add one. */
import type { EconsultsAnswer, SentFile } from '@balie/contracts';
import { button, checkbox, errorWords } from '@balie/forms';
import type { CareApi } from '@balie/portal-client';
import { html, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { Act } from '../shared/act.ts';
import type { Balie } from '../shared/balie.ts';

interface Host extends ReactiveControllerHost, HTMLElement {}
const faults = ['empty', 'size', 'type', 'heic', 'damaged', 'pixels', 'unpacks', 'active', 'encrypted', 'author', 'gone'] as const;
/** Pixels of the longer side that a doctor can see enough on. */
const large = 2400;

/** A photo as small as is still clear, upright and without what the camera wrote in it; what this browser cannot read goes as it is, and the service says what is wrong. */
export async function smaller(file: Blob): Promise<Blob> {
  if (file.type === 'application/pdf' || (file.size < 500_000 && !/hei[cf]/.test(file.type))) return file;
  try {
    const bitmap = await createImageBitmap(file);
    const scale = Math.min(1, large / Math.max(bitmap.width, bitmap.height));
    const canvas = new OffscreenCanvas(Math.round(bitmap.width * scale), Math.round(bitmap.height * scale));
    canvas.getContext('2d')!.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    return await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.85 });
  } catch { return file; }
}
const base64 = (blob: Blob) => new Promise<string>((resolve, reject) => {
  const reader = new FileReader();
  reader.onload = () => resolve(String(reader.result).split(',')[1] ?? '');
  reader.onerror = () => reject(new Error('The file could not be read.'));
  reader.readAsDataURL(blob);
});

export class FilesPart {
  readonly #host: Host;
  readonly #act: Act;
  /** With the name that the patient knows it by; it never leaves the device. */
  #files: (SentFile & { name: string })[] = [];
  #agreed = false;
  #tooLarge = false;
  #gone = false;
  #wanted: boolean;

  /** `wanted`: somebody has asked to add one. Before that there is a button for it. */
  constructor(host: Host, wanted: boolean) {
    this.#host = host;
    this.#wanted = wanted;
    this.#act = new Act(host);
  }
  get ids(): string[] { return this.#files.map(({ id }) => id); }
  get any(): boolean { return this.#files.length > 0; }
  get names(): string[] { return this.#files.map(({ name }) => name); }
  /** They were not kept long enough: the patient adds them anew. */
  lost(): void {
    this.#files = [];
    this.#gone = true;
    this.#host.requestUpdate();
  }

  render({ texts: t, portal: { clinic } }: Balie, stem: string, care: CareApi, limits: EconsultsAnswer['files']): TemplateResult {
    if (!this.#wanted) return html`<div>${button(t, { id: `${stem}-add-file`, label: t('econsults.file.add'), onClick: () => void this.#begin(stem) })}</div>`;
    const { problem, busy } = this.#act;
    const fault = this.#tooLarge ? 'size' : this.#gone ? 'gone' : faults.find((one) => problem?.fields.includes(one));
    const wrong = fault ? t(`econsults.file.${fault}`, { count: Math.round(limits.bytes / 1_000_000) }) : problem ? errorWords(t, clinic, problem) : nothing;
    const full = this.#files.length >= limits.count;
    return html`<div class="stack">
      ${this.#files.length ? html`<ul class="files">${this.#files.map((file) => html`<li>${file.name} ${button(t, { kind: 'quiet', label: t('econsults.file.remove'), ariaLabel: `${t('econsults.file.remove')}: ${file.name}`, onClick: () => { this.#files = this.#files.filter((one) => one !== file); void this.#goOn(stem); } })}</li>`)}</ul>` : nothing}
      ${this.#gone && !this.#agreed ? html`<p class="error" role="alert">${wrong}</p>` : nothing}
      ${this.#agreed ? nothing : checkbox({ id: `${stem}-agree`, name: 'agree', label: t('econsults.file.agree'), onChange: () => { this.#agreed = true; void this.#goOn(stem); } })}
      ${full ? html`<p>${t('econsults.file.full')}</p>` : this.#agreed ? html`<div class=${wrong === nothing ? 'field' : 'field wrong'}>
        <label for="${stem}-file">${t('econsults.file.choose')}</label>
        <p class="hint" id="${stem}-file-hint">${t('econsults.file.hint', { count: limits.count - this.#files.length })}</p>
        ${wrong === nothing ? nothing : html`<p class="error" id="${stem}-file-error" role="alert">${wrong}</p>`}
        <input id="${stem}-file" type="file" accept="image/jpeg,image/png,image/webp,application/pdf" aria-describedby="${stem}-file-hint${wrong === nothing ? '' : ` ${stem}-file-error`}" ?disabled=${busy} @change=${(event: Event) => void this.#add(event.target as HTMLInputElement, stem, care, limits)}>
      </div>` : nothing}
      <p role="status">${busy ? t('econsults.file.busy') : nothing}</p>
    </div>`;
  }

  async #begin(stem: string): Promise<void> {
    this.#wanted = true;
    this.#host.requestUpdate();
    await this.#host.updateComplete;
    this.#host.querySelector<HTMLElement>(`#${stem}-agree`)?.focus();
  }

  async #add(input: HTMLInputElement, stem: string, care: CareApi, limits: EconsultsAnswer['files']): Promise<void> {
    const file = input.files?.[0];
    if (!file) return;
    this.#tooLarge = this.#gone = false;
    await this.#act.run(async () => {
      const small = await smaller(file);
      this.#tooLarge = small.size > limits.bytes;
      if (!this.#tooLarge) this.#files = [...this.#files, { ...await care.stageFile(await base64(small)), name: file.name }];
    });
    input.value = '';
    await this.#goOn(stem);
  }

  /** What had the focus is gone or was switched off: it goes on where the next file is chosen, or where one is taken away. Somebody who is elsewhere by now stays there. */
  async #goOn(stem: string): Promise<void> {
    this.#host.requestUpdate();
    await this.#host.updateComplete;
    if (!this.#host.contains(document.activeElement)) (this.#host.querySelector<HTMLElement>(`#${stem}-file`) ?? [...this.#host.querySelectorAll<HTMLElement>('.files button')].at(-1))?.focus();
  }
}
