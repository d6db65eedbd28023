/** Gives the page's elements portal and texts, once it has them. Elements may be defined before that, so it listens first: imported before every element. */
import { ContextProvider } from '@lit/context';
import { balieContext } from '../shared/balie.ts';

export const provider = new ContextProvider(document.documentElement, { context: balieContext });
