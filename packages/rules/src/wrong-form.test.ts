import { expect, it } from 'vitest';
import { wrongForm } from './wrong-form.ts';

it.each([
  ['Ik heb een nieuw recept nodig voor mijn pillen.', 'prescriptions'], ['Kan ik een\nafspraak maken voor volgende week?', 'appointments'], ['Is de uitslag van mijn bloedonderzoek al binnen?', null], ['Moet ik een afspraak maken of een herhaalrecept vragen?', null],
  ['Na mijn afspraak van vorige week heb ik nog een vraag.', null],
  ['I would like to BOOK an appointment.', 'appointments'], ['Please send a repeat prescription.', 'prescriptions'], ['What does this result mean?', null], ['At my last appointment you told me to rest.', null],
  ['Kan I forny min recept?', 'prescriptions'], ['Jeg vil gerne bestille tid.', 'appointments'], ['Hvad betyder mit blodprøvesvar?', null], ['Jeg har ikke haft tid til at ringe.', null],
] as const)('“%s” belongs in %s (S4-06, N5)', (text, form) => { expect(wrongForm(text)).toBe(form); });
