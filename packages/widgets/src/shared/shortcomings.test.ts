import { expect } from '@open-wc/testing';
import { shortcomings } from './shortcomings.ts';

/** What is found of an element with that inside. */
function found(inside: string | Node, width = '100%'): string[] {
  const place = document.createElement('div');
  const element = document.createElement('section');
  element.append(inside);
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
  it('are a link within a link', () => {
    const [outer, inner] = [document.createElement('a'), document.createElement('a')];
    inner.textContent = '010 123 45 67';
    outer.append('Bel ', inner);
    expect(found(outer)).to.deep.equal(['a link within a link']);
  });
  it('are what is wider than 320 px', () => { expect(found('Uw recepten', '321px')).to.deep.equal(['321 px wide']); });
});
