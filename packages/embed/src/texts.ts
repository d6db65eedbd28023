/** The few words a shell says itself. Everything else is said inside the frame. */
import type { ElementName, Locale } from '@balie/contracts';

type Texts = Readonly<Record<ElementName | 'hosted', string>>;
export const texts: Readonly<Record<Locale, Texts>> = {
  nl: {
    'patient-login': 'Inloggen', 'register-form': 'Account aanmaken', 'session-code-prompt': 'Online diensten', 'prescription-request': 'Herhaalrecepten', 'book-appointment': 'Afspraak maken', 'econsult-form': 'E-consult',
    hosted: 'Open dit onderdeel op een eigen pagina',
  },
  en: {
    'patient-login': 'Log in', 'register-form': 'Create an account', 'session-code-prompt': 'Online services', 'prescription-request': 'Repeat prescriptions', 'book-appointment': 'Make an appointment', 'econsult-form': 'E-consult',
    hosted: 'Open this part on a page of its own',
  },
  da: {
    'patient-login': 'Log ind', 'register-form': 'Opret bruger', 'session-code-prompt': 'Onlinetjenester', 'prescription-request': 'Receptfornyelse', 'book-appointment': 'Tidsbestilling', 'econsult-form': 'E-konsultation',
    hosted: 'Åbn denne del på sin egen side',
  },
};
