import { expect } from '@open-wc/testing';
import { memoryStore } from './storage.ts';
import { tabDrafts } from './tab-drafts.ts';

describe('what is typed before there is an account (N7)', () => {
  const place = 'balie-typed';
  afterEach(() => sessionStorage.removeItem(place));

  it('who only looks at a form leaves nothing on the device', async () => {
    const drafts = tabDrafts(memoryStore());
    expect(await drafts.load('register-number')).to.equal(null);
    await drafts.clear('register-number');
    expect(sessionStorage.getItem(place)).to.equal(null);
  });

  it('comes back in the next document of this tab, sealed on the device; not in another tab, and not after an hour', async () => {
    const store = memoryStore();
    const typed = { givenName: 'Einer', email: 'einer@patient.example' };
    await tabDrafts(store).save('register-number', typed);
    expect(await tabDrafts(store).load('register-number')).to.deep.equal(typed);
    for (const key of await store.keys()) expect(new TextDecoder().decode((await store.get<{ data: ArrayBuffer }>(key))!.data)).not.to.contain('einer');
    const mine = sessionStorage.getItem(place)!;
    expect(mine).not.to.contain('einer');
    sessionStorage.removeItem(place);
    expect(await tabDrafts(store).load('register-number')).to.equal(null);
    sessionStorage.setItem(place, mine);
    await tabDrafts(store).clear('register-number');
    expect(await tabDrafts(store).load('register-number')).to.equal(null);
    await tabDrafts(store).save('register-number', typed);
    sessionStorage.setItem(place, JSON.stringify({ ...JSON.parse(mine) as object, at: Date.now() - 3_600_001 }));
    expect(await tabDrafts(store).load('register-number')).to.equal(null);
  });
});
