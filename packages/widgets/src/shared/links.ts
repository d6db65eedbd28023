import type { PublicClinic } from '@balie/contracts';
import type { Texts } from '@balie/forms';
import type { Session } from '@balie/portal-client';
import { html, nothing, type TemplateResult } from 'lit';

type Help = NonNullable<PublicClinic['help']>;
/** Links for who is logged in, for who is not, and for both (S4-19). Before the session is known nobody is logged in. */
export const linksFor = (help: Help | undefined, session: Session | undefined, kind: Help['links'][number]['kind']): Help['links'] =>
  (help?.links ?? []).filter((link) => link.kind === kind && (link.when === 'always' || link.when === (session?.state === 'in' ? 'in' : 'out')));

/** What lies on other sites opens beside this page, and says so: nothing that is being filled in is lost. */
export const outsideLinks = (t: Texts, title: string, links: Help['links']): TemplateResult | typeof nothing => (links.length === 0 ? nothing : html`<section class="stack">
  <h3>${title}</h3>
  <ul class="links">${links.map((link) => html`<li><a href=${link.url} target="_blank" rel="noopener noreferrer">${link.title} <span class="soft">${t('menu.newTab')}</span></a></li>`)}</ul>
</section>`);
