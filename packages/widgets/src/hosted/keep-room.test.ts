import { expect } from '@open-wc/testing';
import { keepRoom } from './keep-room.ts';

describe('what stands below an element that becomes lower', () => {
  it('moves at the next click, after it reached what was pressed', () => {
    const place = document.createElement('div');
    const [above, below] = [document.createElement('div'), document.createElement('button')];
    above.style.height = '300px';
    place.append(above, below);
    document.body.append(place);
    const top = () => Math.round(below.getBoundingClientRect().top - place.getBoundingClientRect().top);
    const before = top();
    let pressed = 0;
    below.addEventListener('click', () => { pressed = top(); });
    keepRoom(above);
    above.style.height = '100px';
    expect(top()).to.equal(before);
    below.click();
    expect([pressed, top()]).to.deep.equal([before, before - 200]);
    place.remove();
  });
});
