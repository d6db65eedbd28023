/** Errors that only services and the desk can meet: a log-in does not wait for their words. */
export default {
  'errors.page_closed': 'Voor uw privacy is deze dienst gesloten. Vraag een nieuwe sessiecode om verder te gaan.',
  'errors.slot_taken': 'Deze tijd is net door iemand anders gekozen. Kies een andere tijd.',
  'errors.hold_expired': 'De tijd die u had gekozen, is weer vrijgegeven. Kies opnieuw een tijd. De rest is bewaard.',
  'errors.hold_limit': 'U houdt al twee tijden vast. Laat er een los, of wacht een paar minuten.',
  'errors.too_late': 'Dit kan hier niet meer: het is te kort van tevoren. Bel de praktijk: {phone}.',
  'errors.medication_not_renewable': 'Een van deze medicijnen kunt u niet online herhalen. Bel {phone}.',
  'errors.econsults_closed': 'Er kan nu geen vraag worden verstuurd. Wat u heeft geschreven, is bewaard. Kan het niet wachten? Bel {phone}.',
  'errors.file_refused': 'Dit bestand kan niet mee. Stuur een foto (JPEG, PNG of WebP) of een PDF.',
  'errors.already_handled': 'Dit is al afgehandeld. Laad de pagina opnieuw om te zien hoe het staat.',
  'errors.idempotency_mismatch': 'Dit is al eerder verzonden, met een andere inhoud. Kijk in uw overzicht wat er is ontvangen, of bel {phone}.',
  'errors.too_large': 'Dit is te veel in één keer. Maak het korter, of doe het in delen.',
  'errors.not_found': 'Dit is er niet meer. Laad de pagina opnieuw of bel {phone}.',
  'errors.conflict': 'Er is intussen iets veranderd. Kijk het na en probeer het opnieuw.',
} as const;
