/**
 * How a name is looked for: its words without marks, in small letters, so that `sorensen` finds Sørensen, `agard` Aagaard and Ågård, and `vries` Jansen-de Vries.
 * The function `patient_words` of the database does the same to the names it keeps; a test holds the two together.
 */
export const nameWords = (name: string): string[] => name.slice(0, 500).toLowerCase().normalize('NFKD').replace(/[\u0300-\u036f]/g, '').replace(/[øłđðı]/g, (letter) => plain[letter]!)
  .replaceAll('æ', 'ae').replaceAll('œ', 'oe').replaceAll('þ', 'th').replaceAll('ß', 'ss').replaceAll('aa', 'a').split(/[\s'’-]+/).filter((word) => word !== '');

const plain: Readonly<Record<string, string>> = { ø: 'o', ł: 'l', đ: 'd', ð: 'd', ı: 'i' };
