/** A QR code as vector paths: no image to load, no inline style, sharp at any size. In a chunk of its own (`@balie/forms/qr`). */
import { html, svg, type TemplateResult } from 'lit';
import { encode } from 'uqr';

/** Dark modules as one path on a grid of `size` × `size`, with the quiet zone of four modules that ISO/IEC 18004 asks for. */
function qrPath(text: string): { size: number; path: string } {
  const { data, size } = encode(text, { ecc: 'M', border: 4 });
  return { size, path: data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join('') };
}

/** Black on white in dark mode too: not every camera reads it the other way round. `label`: for who cannot see it. */
export function qrCode(text: string, label: string): TemplateResult {
  const { size, path } = qrPath(text);
  return html`<svg class="qr" role="img" aria-label=${label} viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges">${svg`<rect width="100%" height="100%" fill="#fff"/><path fill="#000" d=${path}/>`}</svg>`;
}
