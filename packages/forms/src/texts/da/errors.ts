import type nl from '../nl/errors.ts';
import type { Translation } from '../types.ts';

export default {
  'errors.invalid_request': 'Noget er ikke udfyldt rigtigt. Tjek felterne, og prøv igen. Lykkes det ikke? Ring til os på {phone}.',
  'errors.invalid_client': 'Denne side er ikke sat rigtigt op. Ring til klinikken på {phone}.',
  'errors.invalid_grant': 'Du er ikke længere logget ind. Log ind igen.',
  'errors.invalid_scope': 'Denne tjeneste findes ikke her. Ring til os på {phone}.',
  'errors.unsupported_grant_type': 'Det virker ikke lige nu. Genindlæs siden, eller ring til os på {phone}.',
  'errors.invalid_token': 'Du er ikke længere logget ind. Log ind igen.',
  'errors.invalid_dpop_proof': 'Sikkerheden på denne side virker ikke, som den skal. Går uret på din enhed rigtigt? Genindlæs siden, eller ring til os på {phone}.',
  'errors.use_dpop_nonce': 'Det virker ikke lige nu. Prøv igen, eller ring til os på {phone}.',
  'errors.invalid_session': 'Det tog for lang tid. Begynd forfra. Lykkes det ikke? Ring til os på {phone}.',
  'errors.login_required': 'Log ind først.',
  'errors.access_denied': 'Du har ikke adgang til det her. Har du spørgsmål? Ring til os på {phone}.',
  'errors.origin_refused': 'Denne side må ikke bruge portalen. Gå til klinikkens hjemmeside, eller ring til os på {phone}.',
  'errors.wrong_credentials': 'Brugernavnet og adgangskoden passer ikke sammen. Tjek din e-mailadresse, og skriv din adgangskode igen. Lykkes det ikke? Ring til os på {phone}.',
  'errors.unsupported_media_type': 'Det virker ikke lige nu. Genindlæs siden, eller ring til os på {phone}.',
  'errors.too_many_requests': 'Det var for mange gange i træk. Prøv igen om {wait}, eller ring til os på {phone}.',
  'errors.temporarily_unavailable': 'Portalen virker ikke lige nu. Det, du har skrevet, bliver stående. Prøv igen om nogle minutter, eller ring til os på {phone}.',
  'errors.server_error': 'Noget gik galt, og det er ikke din skyld. Det, du har skrevet, bliver stående. Prøv igen, eller ring til os på {phone}.',
  'errors.offline': 'Du har ikke internet lige nu. Det, du har skrevet, bliver stående. Prøv igen, så snart du har internet.',
  'errors.quote': 'Ringer du til os om det? Så oplys nummeret {id}.',
} as const satisfies Translation<typeof nl>;
