/** The Danish clinic's records as FHIR: the national test persons (families, guardians, one who has died), their medicine, and who works there. */
import danes from './data/dk-test-persons.json' with { type: 'json' };

/** CPR numbers in FHIR (hl7dk dk-core). */
const cprSystem = 'urn:oid:1.2.208.176.1.2';
/** What the clinic's own system has of some of them: a portal that says something else asks (S4-40). */
const contacts: Readonly<Record<string, { email: string; phone: string }>> = { Einer: { email: 'einer.journal@patient.example', phone: '+4520123456' } };

const patients = danes.persons.map(({ id, cpr, given, family, gender, birthDate, deceased }) => ({
  resourceType: 'Patient', id, active: true, identifier: [{ use: 'official', system: cprSystem, value: cpr }], name: [{ use: 'official', family, given }], gender, birthDate, deceasedBoolean: deceased,
  ...(contacts[id] ? { telecom: [{ system: 'email', value: contacts[id].email, use: 'home' }, { system: 'phone', value: contacts[id].phone, use: 'mobile' }] } : {}),
}));
const relations = danes.relations.map(({ person, of, role }) => ({ resourceType: 'RelatedPerson', id: `${person}-${of}-${role}`, patient: { reference: `Patient/${of}` }, relationship: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-RoleCode', code: role }] }] }));
const medicine = (patient: string, id: string, text: string, code: string, display: string, dosage: string) => ({
  resourceType: 'MedicationRequest', id: `${patient}-${id}`, status: 'active', intent: 'order', subject: { reference: `Patient/${patient}` }, authoredOn: '2020-01-15', medicationCodeableConcept: { coding: [{ system: 'http://www.whocc.no/atc', code, display }], text }, dosageInstruction: [{ text: dosage }],
});
const worker = (id: string, given: string, family: string, role: 'gp' | 'nurse') => [
  { resourceType: 'Practitioner', id, active: true, name: [{ family, given: [given] }] },
  { resourceType: 'PractitionerRole', id: `${id}-role`, active: true, practitioner: { reference: `Practitioner/${id}` }, code: [{ coding: [{ system: 'http://snomed.info/sct', code: role === 'gp' ? '59058001' : '106292003' }] }] },
];
export const danishRecords = {
  resourceType: 'Bundle', type: 'collection',
  entry: [
    ...worker('demo-gp', 'Læge', 'Eksempel', 'gp'), ...worker('demo-pa', 'Læge', 'Prøve', 'gp'), ...worker('demo-nurse', 'Sygeplejerske', 'Test', 'nurse'), ...patients, ...relations,
    medicine('Einer', 'metoprolol', 'Metoprolol tabletter 50 mg', 'C07AB02', 'metoprolol', '1 tablet daglig'), medicine('Einer', 'oxazepam', 'Oxazepam tabletter 10 mg', 'N05BA04', 'oxazepam', 'Efter aftale'),
    medicine('KirstenBerggren', 'levothyroxin', 'Levothyroxin tabletter 50 mikrogram', 'H03AA01', 'levothyroxine sodium', '1 tablet daglig'), medicine('LarsBerggren', 'salbutamol', 'Salbutamol inhalation 0,1 mg', 'R03AC02', 'salbutamol', 'Efter behov'),
  ].map((resource) => ({ resource })),
};
