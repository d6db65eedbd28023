import { expect } from '@open-wc/testing';
import { inSight } from './in-sight.ts';

describe('whether what was pressed can be seen (T21)', () => {
  let host: HTMLElement;
  let button: HTMLButtonElement;
  beforeEach(() => {
    scrollTo(0, 0);
    host = document.createElement('div');
    button = Object.assign(document.createElement('button'), { textContent: 'Verstuur' });
    host.append(button);
    document.body.prepend(host);
    button.focus();
  });
  afterEach(() => host.remove());
  const over = (style: string) => host.append(Object.assign(document.createElement('p'), { style }));
  /** Only this engine can tell; elsewhere the answer is always yes. */
  const tells = 'isVisible' in IntersectionObserverEntry.prototype;

  it('it can, where nothing lies over it', async () => { expect(await inSight(host, true)).to.equal(true); });
  it('not under something that lets presses through', async () => {
    over('position: fixed; inset: 0; background: #fff; pointer-events: none');
    expect(await inSight(host, true)).to.equal(!tells);
  });
  it('not when it is faded', async () => {
    host.style.opacity = '0.1';
    expect(await inSight(host, true)).to.equal(!tells);
  });
  it('a thing beside it does not matter, nor standing outside the window when the keyboard pressed it', async () => {
    over('position: fixed; inset-block-end: 0; block-size: 10px; inline-size: 100%; background: #fff');
    expect(await inSight(host, true)).to.equal(true);
    host.style.marginBlockStart = '5000px';
    button.focus({ preventScroll: true });
    scrollTo(0, 0);
    expect(await inSight(host, true)).to.equal(true);
  });
  it('on a page of our own nobody is asked', async () => {
    over('position: fixed; inset: 0; background: #fff; pointer-events: none');
    expect(await inSight(host)).to.equal(true);
  });
});
