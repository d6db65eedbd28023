import { expect } from '@open-wc/testing';
import { shortcomings } from './shortcomings.ts';

/** What is found of an element with that inside. */
function found(inside: string, width = '100%'): string[] {
  const place = document.createElement('div');
  const element = document.createElement('section');
  element.textContent = inside;
  element.style.minInlineSize = width;
  place.append(element);
  document.body.append(place);
  const all = shortcomings(place, element);
  place.remove();
  return all;
}

describe('shortcomings', () => {
  it('are none of words in a phone’s width', () => { expect(found('Uw recepten')).to.deep.equal([]); });
  it('are an element that shows nothing, and words that are missing or unfilled', () => {
    expect(found(' ')).to.deep.equal(['it shows nothing']);
    for (const gap of ['prescriptions.ready', 'Klaar op {date}', '[object Object]', 'undefined']) expect(found(`Uw ${gap} recept`), gap).to.have.length(1);
  });
  it('are what is wider than 320 px', () => { expect(found('Uw recepten', '321px')).to.deep.equal(['321 px wide']); });
});
