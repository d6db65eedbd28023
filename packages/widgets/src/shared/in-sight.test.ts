import { aTimeout, expect } from '@open-wc/testing';
import { inSight, watchSight } from './in-sight.ts';

describe('whether what was pressed can be seen (T21)', () => {
  let host: HTMLElement;
  let button: HTMLButtonElement;
  /** Only this engine can tell; elsewhere the answer is always yes. */
  const tells = 'isVisible' in IntersectionObserverEntry.prototype;
  /** Long enough for the browser to have said how things stand. */
  const looked = () => aTimeout(500);
  const byPointer = () => {
    button.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }));
    button.dispatchEvent(new PointerEvent('click', { bubbles: true, pointerType: 'mouse' }));
  };
  const byKeyboard = () => button.dispatchEvent(new PointerEvent('click', { bubbles: true }));
  const over = (style: string) => {
    const thing = Object.assign(document.createElement('p'), { style });
    host.append(thing);
    return thing;
  };
  const whole = 'position: fixed; inset: 0; background: #fff; pointer-events: none';

  beforeEach(() => {
    scrollTo(0, 0);
    host = document.createElement('div');
    button = Object.assign(document.createElement('button'), { textContent: 'Verstuur' });
    host.append(button);
    document.body.prepend(host);
  });
  afterEach(() => host.remove());

  it('on a page of our own nobody is asked', async () => {
    watchSight();
    over(whole);
    byPointer();
    expect(await inSight(host)).to.equal(true);
  });

  describe('in a frame', () => {
    before(() => watchSight(true));

    it('it can, where nothing lies over it', async () => {
      byPointer();
      expect(await inSight(host)).to.equal(true);
    });
    it('not under something that lets presses through', async () => {
      over(whole);
      byPointer();
      expect(await inSight(host)).to.equal(!tells);
    });
    it('not when it is faded', async () => {
      host.style.opacity = '0.1';
      byPointer();
      expect(await inSight(host)).to.equal(!tells);
    });
    it('not under something that is taken away the moment it is pressed', async () => {
      const thing = over(whole);
      await looked();
      button.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }));
      thing.remove();
      await looked();
      button.dispatchEvent(new PointerEvent('click', { bubbles: true, pointerType: 'mouse' }));
      expect(await inSight(host)).to.equal(!tells);
      byPointer();
      expect(await inSight(host), 'pressed again').to.equal(true);
    });
    it('not when it is moved out of the window the moment a pointer pressed it', async () => {
      byPointer();
      host.style.marginBlockStart = '5000px';
      scrollTo(0, 0);
      expect(await inSight(host)).to.equal(!tells);
    }).timeout(6_000);
    it('a thing beside it does not matter, nor standing outside the window when the keyboard pressed it', async () => {
      over('position: fixed; inset-block-end: 0; block-size: 10px; inline-size: 100%; background: #fff');
      byPointer();
      expect(await inSight(host)).to.equal(true);
      host.style.marginBlockStart = '5000px';
      scrollTo(0, 0);
      await looked();
      byKeyboard();
      expect(await inSight(host)).to.equal(true);
    });
    it('what came into sight a moment before it was pressed is as good as any', async () => {
      host.style.marginBlockStart = '5000px';
      scrollTo(0, 0);
      await looked();
      button.scrollIntoView();
      byPointer();
      expect(await inSight(host)).to.equal(true);
    });
  });
});
