import { expect, it } from 'vitest';
import { wrongForm } from './wrong-form.ts';

it.each([
  ['nl', 'Ik heb een nieuw recept nodig voor mijn pillen.', 'prescriptions'], ['nl', 'Kan ik een\nafspraak maken voor volgende week?', 'appointments'], ['nl', 'Is de uitslag van mijn bloedonderzoek al binnen?', null], ['nl', 'Moet ik een afspraak maken of een herhaalrecept vragen?', null],
  ['en', 'I would like to BOOK an appointment.', 'appointments'], ['en', 'Please send a repeat prescription.', 'prescriptions'], ['en', 'What does this result mean?', null],
  ['da', 'Kan I forny min recept?', 'prescriptions'], ['da', 'Jeg vil gerne bestille tid.', 'appointments'], ['da', 'Hvad betyder mit blodprøvesvar?', null],
] as const)('%s: “%s” belongs in %s (S4-06, N5)', (locale, text, form) => { expect(wrongForm(text, locale)).toBe(form); });
