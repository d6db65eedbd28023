/** Pages of our own, around the forms. */
export default {
  'pages.portal': 'Patiëntenportaal van {clinic}',
  'pages.phones': 'Telefoonnummers',
  'pages.practice': 'Praktijk: {phone}',
  'pages.outOfHours': 'Huisartsenpost: {phone}',
  'pages.emergency': 'Spoed: {phone}',
  'pages.language': 'Taal',
  'pages.toSite': 'Naar de website van de praktijk',
  'pages.desk': 'Balie',
  'pages.notFoundTitle': 'Deze pagina is er niet',
  'pages.notFound': 'Het adres klopt niet, of deze praktijk is hier niet bekend. Ga naar de website van uw praktijk en begin daar opnieuw, of bel uw praktijk.',
  'pages.notFoundPart': 'Dit onderdeel is er niet bij {clinic}. Kies hieronder een ander onderdeel, of bel {phone}.',
  'pages.logInAgain': 'U bent nog niet ingelogd: het formulier is verzonden voordat de pagina klaar was. Vul uw gegevens hieronder nog een keer in.',
  'pages.notOurs': 'Dit formulier is niet vanaf onze eigen pagina verzonden. Er is niets gebeurd. Vul het hieronder opnieuw in.',
  'pages.confirmHere': 'Heeft u de e-mail al en werkt de link niet? Bevestig uw account hier.',
  'pages.deskNoScript': 'Voor de balie moet JavaScript aan staan in uw browser.',
} as const;
