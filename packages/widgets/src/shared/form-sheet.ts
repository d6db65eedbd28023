import { formStyles } from '@balie/forms';
import { unsafeCSS } from 'lit';

export const formSheet = unsafeCSS(formStyles);
