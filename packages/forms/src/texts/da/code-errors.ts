import type nl from '../nl/code-errors.ts';
import type { Translation } from '../types.ts';

export default {
  'errors.service_off': 'Klinikken tilbyder dig ikke denne tjeneste online. Ring til os: {phone}.',
  'errors.insufficient_user_authentication': 'Du skal bruge en sikkerhedskode til denne tjeneste.',
  'errors.insufficient_authorization': 'Der mangler et trin. Skriv koden.',
  'errors.contact_missing': 'Vi har ikke en e-mailadresse, som vi kan sende koden til. Skriv den under “Min profil”, eller ring på {phone}.',
  'errors.not_linked': 'Din bruger er endnu ikke knyttet til dine helbredsoplysninger. Har du spørgsmål? Ring til os på {phone}.',
  'errors.wrong_code': 'Koden er ikke rigtig. Se i beskeden med koden igen.',
  'errors.code_expired': 'Koden gælder ikke længere. Bed om en ny kode.',
  'errors.code_used': 'Koden er allerede brugt. Bed om en ny kode.',
  'errors.code_replaced': 'En anden side eller fane har bedt om en nyere kode. Den virker kun dér. Bed om en ny kode.',
  'errors.code_guesses_spent': 'Du har skrevet en forkert kode for mange gange. Bed om en ny kode, eller ring til os på {phone}.',
} as const satisfies Translation<typeof nl>;
