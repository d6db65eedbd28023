/** N5: what belongs in another form is offered to be moved there. A hint from plain words, never a judgement: nobody is stopped by it. */
const words = {
  nl: { prescriptions: ['herhaalrecept', 'herhaalmedicatie', 'recept nodig', 'nieuw recept', 'medicijnen bestellen', 'medicijn bestellen', 'medicijnen herhalen', 'pillen bestellen'], appointments: ['afspraak maken', 'een afspraak', 'afspraak verzetten', 'op het spreekuur', 'wanneer kan ik langskomen'] },
  en: { prescriptions: ['repeat prescription', 'new prescription', 'order medicine', 'order my medicine', 'renew my'], appointments: ['make an appointment', 'book an appointment', 'an appointment', 'when can i come'] },
  da: { prescriptions: ['recept på', 'ny recept', 'forny min', 'forny recept', 'receptfornyelse', 'bestille medicin', 'mere medicin'], appointments: ['bestille tid', 'en tid hos', 'book en tid', 'tid til', 'ændre min tid'] },
} as const;

export type OtherForm = 'prescriptions' | 'appointments';
/** The other form that a text seems to belong in; null: none, or both. */
export function wrongForm(text: string, locale: keyof typeof words): OtherForm | null {
  const said = ` ${text.toLowerCase().replace(/\s+/g, ' ')} `;
  const found = (['prescriptions', 'appointments'] as const).filter((form) => words[locale][form].some((word) => said.includes(word)));
  return found.length === 1 ? found[0]! : null;
}
