import { expect } from '@open-wc/testing';

/** Of a frame that was let load: its text. Of one that was refused: null, for the browser put a page of its own there. */
async function framed(by: string | null): Promise<string | null> {
  const frame = document.createElement('iframe');
  const loaded = new Promise<void>((done) => { frame.onload = () => done(); });
  frame.src = `/framed${by === null ? '' : `?by=${encodeURIComponent(by)}`}`;
  document.body.append(frame);
  // Not every engine tells that it refused.
  await Promise.race([loaded, new Promise((done) => { setTimeout(done, 2_000); })]);
  const text = frame.contentDocument?.querySelector('#here')?.textContent ?? null;
  frame.remove();
  return text;
}

describe('the policy of our pages (T21)', () => {
  it('lets the one site frame them that it names', async () => { expect(await framed(location.origin)).to.equal('Here'); });
  it('lets no other site frame them: a page of elsewhere, another port, and a host that only begins like it do not load', async () => {
    for (const by of ['https://elsewhere.example', `${location.protocol}//${location.hostname}:1`, `${location.origin.replace(/:\d+$/, '')}.evil.example`]) expect(await framed(by), by).to.equal(null);
  });
  it('lets nobody frame hosted pages and the desk', async () => { expect(await framed(null)).to.equal(null); });
});
