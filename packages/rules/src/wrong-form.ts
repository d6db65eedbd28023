/** N5: what belongs in another form is offered to be moved there. A hint from plain words, never a judgement: nobody is stopped by it. */
const words = {
  prescriptions: [
    'herhaalrecept', 'herhaalmedicatie', 'recept nodig', 'nieuw recept', 'recept aanvragen', 'medicijnen aanvragen', 'medicijnen bestellen', 'medicijn bestellen', 'medicijnen herhalen', 'pillen bestellen',
    'repeat prescription', 'new prescription', 'order medicine', 'order my medicine', 'renew my', 'run out of my',
    'recept på', 'ny recept', 'forny min', 'forny recept', 'receptfornyelse', 'bestille medicin', 'mere medicin',
  ],
  appointments: [
    'afspraak maken', 'afspraak inplannen', 'afspraak verzetten', 'afspraak afzeggen', 'graag een afspraak', 'wil een afspraak', 'op het spreekuur', 'kan ik langskomen',
    'make an appointment', 'book an appointment', 'like an appointment', 'need an appointment', 'change my appointment', 'cancel my appointment', 'when can i come',
    'bestille tid', 'bestille en tid', 'book en tid', 'booke en tid', 'få en tid', 'flytte min tid', 'ændre min tid', 'aflyse min tid',
  ],
} as const;

export type OtherForm = keyof typeof words;
/** The other form that a text seems to belong in, whichever language it is written in; null: none, or both. */
export function wrongForm(text: string): OtherForm | null {
  const said = text.toLowerCase().replace(/\s+/g, ' ');
  const found = (Object.keys(words) as OtherForm[]).filter((form) => words[form].some((word) => said.includes(word)));
  return found.length === 1 ? found[0]! : null;
}
