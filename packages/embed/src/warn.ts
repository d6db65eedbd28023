const said = new Set<string>();

/** Tells the webmaster what is wrong and how to mend it: once a page for each mistake, never by throwing. */
export function warn(message: string): void {
  if (said.has(message)) return;
  said.add(message);
  console.warn(`Balie: ${message}`);
}
