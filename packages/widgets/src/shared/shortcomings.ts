/** Keys of texts, placeholders and values that should never be read by anybody. */
const gaps = /\b(common|errors|eid|login|link|menu|help|account|passkey|register|number|reset|contact|guardians|code|activation|setup|factor|letter|paper|prescriptions|appointments|econsults|record|desk)\.[a-z][\w.-]+\b|\{\w+\}|\[object|undefined|NaN/;

/** What is wrong with an element as it stands in its place, in words: it shows nothing, has no words for something, holds a link within a link (the outer one takes its press), or is wider than a phone of 320 px. */
export function shortcomings(place: HTMLElement, element: HTMLElement): string[] {
  if (element.textContent.trim() === '' && element.shadowRoot === null) return ['it shows nothing'];
  const before = place.style.inlineSize;
  place.style.inlineSize = '320px';
  const [gap, width] = [gaps.exec(element.innerText), element.scrollWidth];
  place.style.inlineSize = before;
  return [...(gap ? [`untranslated or unfilled: ${gap[0]}`] : []), ...(element.querySelector('a a') ? ['a link within a link'] : []), ...(width > 320 ? [`${width} px wide`] : [])];
}
