/** Does each by itself: one that fails holds up none of those behind it; the first fault is thrown when all have had their turn. */
export async function eachByItself<T>(all: Iterable<T>, work: (one: T) => Promise<void>): Promise<void> {
  const faults: unknown[] = [];
  for (const one of all) await work(one).catch((thrown: unknown) => { faults.push(thrown); });
  if (faults.length > 0) throw faults[0];
}
