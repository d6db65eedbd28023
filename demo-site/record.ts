/** What two Dutch test patients can read of their record: episodes, advice, results with and without a comment, letters, as FHIR R4 with days counted back from today. */
import { addDays, localDate } from '@balie/rules';
import { letterPdf } from './letter.ts';

const gp = { display: 'V. Voorbeeld, huisarts' };
const laboratory = { display: 'Laboratorium De Test' };
const interpretation = (code: string) => [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation', code }] }];
const clinical = (code: string) => ({ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code }] });

export function record(now: Date) {
  const today = localDate(now, 'Europe/Amsterdam');
  const ago = (days: number) => addDays(today, -days);
  const of = (patient: string) => ({ subject: { reference: `Patient/${patient}` } });
  const lab = (patient: string, id: string, text: string, days: number, value: number, unit: string, [low, high]: readonly [number, number] | readonly [], more: object = {}) => ({
    resourceType: 'Observation', id: `${patient}-${id}`, status: 'final', category: [{ coding: [{ code: 'laboratory' }] }], code: { text }, ...of(patient), effectiveDateTime: ago(days), issued: `${ago(days)}T15:00:00Z`, performer: [laboratory],
    valueQuantity: { value, unit }, ...(low === undefined ? {} : { referenceRange: [{ low: { value: low, unit }, high: { value: high, unit } }] }), ...more,
  });
  const letter = (patient: string, id: string, description: string, days: number, author: string, lines: readonly string[], more: object = {}) => ({
    resourceType: 'DocumentReference', id: `${patient}-${id}`, status: 'current', docStatus: 'final', ...of(patient), date: `${ago(days)}T12:00:00Z`, author: [{ display: author }], description, content: [{ attachment: { contentType: 'application/pdf', data: letterPdf(...lines).toString('base64') } }], ...more,
  });
  const resources = [
    letter('f001', 'brief-hart', 'Brief van de cardioloog', 12, 'Ziekenhuis De Test', ['Ziekenhuis De Test, afdeling Cardiologie', '', 'Geachte collega,', '', 'Uw patiënt is bij ons onderzocht. Het hartfilmpje is goed.', 'Wij zien hem over een jaar terug.', '', 'Met vriendelijke groet,', 'de cardioloog']),
    letter('f001', 'brief-fysio', 'Verwijzing naar de fysiotherapeut', 150, 'V. Voorbeeld, huisarts', ['Huisartsenpraktijk', '', 'Graag behandeling voor een verstuikte enkel.']),
    letter('f001', 'brief-concept', 'Nog niet klaar', 1, 'V. Voorbeeld, huisarts', ['Concept'], { docStatus: 'preliminary' }),
    { resourceType: 'Condition', id: 'f001-bloeddruk', clinicalStatus: clinical('active'), code: { text: 'Hoge bloeddruk' }, ...of('f001'), onsetDateTime: '2019', note: [{ text: 'Elk half jaar controle bij de praktijkondersteuner.' }] },
    { resourceType: 'Condition', id: 'f001-enkel', clinicalStatus: clinical('resolved'), code: { text: 'Verstuikte enkel' }, ...of('f001'), onsetDateTime: ago(200), abatementDateTime: ago(160) },
    { resourceType: 'Condition', id: 'f001-griep', clinicalStatus: clinical('resolved'), code: { text: 'Griep' }, ...of('f001'), onsetDateTime: ago(900), abatementDateTime: ago(890) },
    { resourceType: 'ClinicalImpression', id: 'f001-controle', status: 'completed', description: 'Controle bloeddruk', ...of('f001'), effectiveDateTime: ago(12), assessor: gp, summary: 'De bloeddruk is goed. Ga door met de tabletten.\nMinder zout helpt ook. Kom over een half jaar terug.' },
    lab('f001', 'kreatinine', 'Kreatinine (nieren)', 9, 78, 'µmol/l', [50, 110]),
    lab('f001', 'glucose', 'Glucose, nuchter (suiker)', 9, 6.3, 'mmol/l', [3.1, 6.2], { interpretation: interpretation('H') }),
    lab('f001', 'kalium', 'Kalium', 9, 4.1, 'mmol/l', [3.5, 5]),
    { resourceType: 'DiagnosticReport', id: 'f001-bloed', status: 'final', code: { text: 'Bloedonderzoek' }, ...of('f001'), effectiveDateTime: ago(9), issued: `${ago(8)}T09:00:00Z`, performer: [laboratory], resultsInterpreter: [gp], result: ['kreatinine', 'glucose', 'kalium'].map((id) => ({ reference: `Observation/f001-${id}` })), conclusion: 'Uw nieren werken goed. De suiker is iets te hoog: kom in januari nog eens langs, dan prikken we opnieuw.' },
    { resourceType: 'Observation', id: 'f001-druk', status: 'final', category: [{ coding: [{ code: 'vital-signs' }] }], code: { text: 'Bloeddruk' }, ...of('f001'), effectiveDateTime: ago(12), component: [{ code: { text: 'Bovendruk' }, valueQuantity: { value: 128, unit: 'mmHg' }, interpretation: interpretation('N') }, { code: { text: 'Onderdruk' }, valueQuantity: { value: 79, unit: 'mmHg' }, interpretation: interpretation('N') }] },
    lab('f001', 'urine', 'Eiwit in urine', 2, 0.3, 'g/l', [], { status: 'preliminary' }),
    ...Array.from({ length: 24 }, (_, index) => lab('f001', `gewicht-${index}`, 'Gewicht', 20 + index * 14, 84 - (index % 3), 'kg', [])),
    { resourceType: 'Condition', id: 'f201-suiker', clinicalStatus: clinical('active'), code: { text: 'Diabetes type 2' }, ...of('f201'), onsetDateTime: '2021-03' },
    lab('f201', 'hba1c', 'HbA1c (gemiddelde suiker)', 30, 52, 'mmol/mol', [20, 42], { note: [{ text: 'Iets beter dan de vorige keer. Ga zo door.' }] }),
  ];
  return { resourceType: 'Bundle', type: 'collection', entry: resources.map((resource) => ({ resource })) };
}
