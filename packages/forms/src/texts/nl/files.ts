/** Photos and documents with a question: loaded when somebody wants to add one. */
export default {
  'econsults.file.agree': 'Ik wil foto’s of documenten met de praktijk delen. Zij worden onderdeel van mijn vraag.',
  'econsults.file.choose': 'Kies een foto of PDF',
  'econsults.file.hint': { one: 'Nog 1 bestand: een foto (JPEG, PNG, WebP) of een PDF.', other: 'Nog {count} bestanden: foto’s (JPEG, PNG, WebP) of PDF.' },
  'econsults.file.busy': 'Wij versturen het bestand…',
  'econsults.file.full': 'Meer bestanden kunnen er niet bij.',
  'econsults.file.remove': 'Verwijder',
  'econsults.file.empty': 'Dit bestand is leeg. Kies een ander bestand.',
  'econsults.file.size': 'Dit bestand is groter dan {count} MB. Maak een kleinere foto, of stuur minder bladzijden.',
  'econsults.file.type': 'Dit is geen foto of PDF. Stuur een JPEG, PNG, WebP of PDF.',
  'econsults.file.heic': 'Deze foto is in een formaat dat niet overal werkt (HEIC). Maak een schermafdruk van de foto en stuur die.',
  'econsults.file.damaged': 'Dit bestand is niet goed te lezen. Maak een nieuwe foto, of sla de PDF opnieuw op.',
  'econsults.file.pixels': 'Deze foto heeft te veel beeldpunten. Maak een kleinere foto.',
  'econsults.file.unpacks': 'Deze PDF is te groot om te lezen. Stuur minder bladzijden, of een foto.',
  'econsults.file.active': 'In deze PDF zit iets dat zelf iets kan doen, of een ander bestand. Druk de PDF af naar een nieuwe PDF, of stuur een foto.',
  'econsults.file.encrypted': 'Deze PDF zit op slot. Sla de PDF op zonder wachtwoord.',
} as const;
