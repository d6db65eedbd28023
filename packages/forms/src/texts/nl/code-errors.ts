/** Errors around codes: they come with what asks for one. */
export default {
  'errors.service_off': 'De praktijk biedt u deze dienst niet online aan. Bel ons: {phone}.',
  'errors.insufficient_user_authentication': 'Voor deze dienst is een sessiecode nodig.',
  'errors.insufficient_authorization': 'Er is nog een stap nodig. Vul de code in.',
  'errors.contact_missing': 'Wij hebben nog geen e-mailadres van u om een code naartoe te sturen. Vul het in bij “Mijn account”, of bel {phone}.',
  'errors.not_linked': 'Uw account is nog niet gekoppeld met uw medische gegevens. Vragen? Bel {phone}.',
  'errors.wrong_code': 'Deze code klopt niet. Kijk het bericht met de code nog eens na.',
  'errors.code_expired': 'Deze code is niet meer geldig. Vraag een nieuwe code.',
  'errors.code_used': 'Deze code is al gebruikt. Vraag een nieuwe code.',
  'errors.code_replaced': 'Een andere pagina vroeg een nieuwere code. Die werkt alleen daar. Vraag hier een nieuwe code.',
  'errors.code_guesses_spent': 'U heeft te vaak een verkeerde code ingevuld. Vraag een nieuwe code of bel {phone}.',
} as const;
