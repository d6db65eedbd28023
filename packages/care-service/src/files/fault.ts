/** Why a file is not taken; the texts say by each what to do instead. */
export type FileFault = 'empty' | 'size' | 'type' | 'heic' | 'damaged' | 'pixels' | 'unpacks' | 'active' | 'encrypted' | 'author';
export class FileRefused extends Error {
  readonly fault: FileFault;
  constructor(fault: FileFault) {
    super(fault);
    this.fault = fault;
  }
}
export const refuse = (fault: FileFault): never => { throw new FileRefused(fault); };

/** Told from the header, before anybody decodes it: what a picture would take to unpack. */
export function demandPixels(width: number, height: number): void {
  if (width < 1 || height < 1) refuse('damaged');
  if (width > 16_384 || height > 16_384 || width * height > 50_000_000) refuse('pixels');
}
export const latin = (bytes: Uint8Array, from: number, to: number): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1', from, to);
