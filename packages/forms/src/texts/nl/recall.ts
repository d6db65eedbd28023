/** When the form that registers is loaded again: nobody else loads these words. `recall.address` stands in `register.sent` for the address, which is not kept. */
export default {
  'recall.typed': 'Wat u had ingevuld, staat er weer. Uw wachtwoord vult u opnieuw in: dat bewaren wij nooit op een apparaat.',
  'recall.address': 'het adres dat u invulde',
} as const;
