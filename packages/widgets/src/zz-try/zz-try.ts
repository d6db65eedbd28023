import { html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { LightElement } from '../shared/light-element.ts';
@customElement('zz-try')
export class ZzTry extends LightElement {
  override render() { return html`<p>hi ${this.t.locale}</p>${this.getAttribute('bad') ? html`<input><p>${'low'}</p>` : ''}${this.getAttribute('stray') ? (void fetch('/care/x'), '') : ''}`; }
}
