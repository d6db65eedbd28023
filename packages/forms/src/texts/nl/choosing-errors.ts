/** Errors of choosing a password and of mailed links: they come with the forms that can meet them. */
export default {
  'errors.weak_password': 'Dit wachtwoord is te makkelijk te raden. Kies een ander wachtwoord.',
  'errors.link_invalid': 'Deze link werkt niet meer. Vraag een nieuwe aan of bel {phone}.',
} as const;
