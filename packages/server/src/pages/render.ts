import { render } from '@lit-labs/ssr';
import { collectResultSync } from '@lit-labs/ssr/lib/render-result.js';

/** Markup of a template, with the marks by which the element takes it over. Inside its tag, untouched by white space. */
export const toMarkup = (template: unknown): string => collectResultSync(render(template));
