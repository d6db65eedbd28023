/** The few words a shell says itself. Everything else is said inside the frame, which also tells its title. */
import type { Locale } from '@balie/contracts';

export const texts: Readonly<Record<Locale, string>> = { nl: 'Open dit onderdeel op een eigen pagina', en: 'Open this part on a page of its own', da: 'Åbn denne del på sin egen side' };
