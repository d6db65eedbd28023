/** What the three services share around sending: not sent yet, sent, and how it stands (N1, N3). */
import careErrors from './care-errors.ts';

export default {
  ...careErrors,
  'sending.notYet': 'Er is nog niets verstuurd. Klopt alles? Verstuur het dan.',
  'sending.busy': 'Wij versturen het…',
  'sending.again': 'Verstuur opnieuw',
  'sending.unsentTitle': 'Nog niet verstuurd',
  'sending.unsent.offline': 'Wij kregen geen antwoord. Wat u heeft ingevuld, is bewaard. Verstuur het opnieuw zodra u weer internet heeft. Het telt nooit dubbel.',
  'sending.unsent.closed': 'De dienst was gesloten voordat het verstuurd was. Wat u had ingevuld, is bewaard. Verstuur het opnieuw.',
  'sending.arrivedTitle': 'Wat u eerder verstuurde, is toch aangekomen',
  'sending.arrived': 'U ziet het in het overzicht op deze pagina. Wat u daarna heeft veranderd, is niet verstuurd. Verstuur dit alleen als u het ook nog wilt sturen.',
  'sending.restored': 'Wat u eerder had ingevuld, staat er nog.',
  'sending.keepNumber': 'Noem dit nummer als u ons hierover belt.',
  'sending.received': 'Ontvangen op {when}',
  'sending.late': 'Dit duurt langer dan wij u beloofden. Bel {phone}.',
  'sending.worse': 'Wordt het erger, of kan het niet wachten?',
  'sending.older': 'Toon eerdere',
  'sending.until': '{date} vanaf {time} uur',
  'sending.tooLong': { one: 'Maak de tekst 1 teken korter.', other: 'Maak de tekst {count} tekens korter.' },
} as const;
