/** Elements may be defined before the page has portal and texts to give. Imported before every element. */
import { ContextRoot } from '@lit/context';

new ContextRoot().attach(document.documentElement);
