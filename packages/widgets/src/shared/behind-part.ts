import type { Behind } from '@balie/contracts';
import { notice } from '@balie/forms';
import { html, nothing, type PropertyDeclarations } from 'lit';
import { LightElement } from './light-element.ts';
import { momentInWords } from './promise.ts';

/** The practice's own system cannot be reached: as of when what is shown is so, and (`sends`) that what is sent is kept and arrives. Loaded when it is so. */
class BehindNotice extends LightElement {
  static override properties: PropertyDeclarations = { of: { attribute: false }, sends: { type: Boolean } };
  of: Behind;
  sends = false;
  override render() {
    const { t, of } = this;
    return !of || !this.balie ? nothing : notice({
      kind: 'warning', live: 'polite', title: t('behind.title'),
      body: html`<p>${of.since === null ? t('behind.never') : t('behind.since', { when: momentInWords(t, of.since, this.clinic.timeZone, this.balie.now()) })}</p>${this.sends ? html`<p>${t('behind.sending')}</p>` : nothing}`,
    });
  }
}
customElements.define('behind-notice', BehindNotice);
