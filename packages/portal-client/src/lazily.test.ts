import { expect } from '@open-wc/testing';
import { lazily } from './lazily.ts';

describe('lazily', () => {
  it('loads at the first call, once; after a failure the next call tries again', async () => {
    let loads = 0;
    const api = lazily(async () => { loads += 1; if (loads === 1) throw new TypeError('offline'); return { add: async (a: number, b: number) => a + b }; });
    expect(loads).to.equal(0);
    expect(await api.add(1, 2).catch((thrown: Error) => thrown.message)).to.equal('offline');
    expect(await Promise.all([api.add(1, 2), api.add(3, 4)])).to.deep.equal([3, 7]);
    expect(loads).to.equal(2);
  });

  it('may be the outcome of a promise, such as of another one\'s load', async () => {
    const inner = lazily(async () => ({ say: async () => 'hi' }));
    const outer = lazily(async () => inner);
    expect(await outer.say()).to.equal('hi');
    expect(await (await Promise.resolve(inner)).say()).to.equal('hi');
  });
});
