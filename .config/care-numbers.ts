/** Requirement numbers of care itself: they come with the issue on care, and are listed as open until then. */
const ranges: readonly (readonly [guide: string, from: number, to: number])[] = [['S1', 5, 14], ['S1', 25, 27], ['S1', 29, 29], ['S4', 4, 6]];
export const comesWithCare = (number: string): boolean => ranges.some(([guide, from, to]) => number.startsWith(`${guide}-`) && Number(number.slice(3)) >= from && Number(number.slice(3)) <= to);
