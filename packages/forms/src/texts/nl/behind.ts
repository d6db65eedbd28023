/** While the practice’s own system cannot be reached: nobody else loads these words. */
export default {
  'behind.title': 'Het systeem van uw praktijk is nu niet bereikbaar',
  'behind.since': 'Wat u hier ziet, is van {when}.',
  'behind.never': 'Wij konden uw gegevens nog niet ophalen.',
  'behind.sending': 'U kunt gewoon versturen: wij bewaren het en geven het door zodra het weer kan.',
} as const;
