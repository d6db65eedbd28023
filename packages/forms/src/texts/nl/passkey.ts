/** Passkeys: loaded with the first one. */
export default {
  'passkey.cancelled': 'Het inloggen met een passkey is niet afgemaakt. Probeer het nog een keer, of kies een andere manier.',
  'passkey.addCancelled': 'Er is geen passkey gemaakt. Probeer het nog een keer.',
  'passkey.unsupported': 'Deze browser of dit apparaat kan hier geen passkey gebruiken. Kies een andere manier.',
  'passkey.unknown': 'Deze passkey kennen wij niet, of niet meer. Log in met uw wachtwoord. Daarna kunt u een nieuwe passkey maken bij “Mijn account”.',
  'passkey.none': 'Er is nog geen passkey bij uw account, of hij werkt niet op dit apparaat. Vraag een sessiecode.',
  'passkey.exists': 'Op dit apparaat staat al een passkey voor uw account.',
  'passkey.hosted': 'Lukt het hier niet? Probeer het op een eigen pagina',
  'passkey.add': 'Maak een passkey op dit apparaat',
  'passkey.addHint': 'Met een passkey logt u in met uw vinger, uw gezicht of de pincode van uw apparaat, zonder wachtwoord en zonder code.',
  'passkey.added': 'De passkey is gemaakt. U kunt er voortaan mee inloggen.',
} as const;
