import { expect } from '@open-wc/testing';
import { heard } from './messages.ts';

describe('what a shell takes from its port', () => {
  it('is nothing but what it knows, copied key by key (T27)', () => {
    const polluted = JSON.parse('{"type":"event","name":"balie-logged-in","detail":{"linked":true,"__proto__":{"x":1},"text":"free text"}}') as unknown;
    expect(heard(polluted)).to.deep.equal({ type: 'event', name: 'balie-logged-in', detail: { linked: true } });
    for (const data of [null, undefined, 1, 'ready', [], {}, { type: '__proto__' }, { type: 'event' }, { type: 'event', name: 'toString' }, { type: 'event', name: '__proto__' }, { type: 'height' }, { type: 'scroll', top: -1 }]) expect(heard(data), JSON.stringify(data)).to.equal(null);
    expect(heard({ type: 'event', name: 'balie-failed', detail: { code: 'x'.repeat(41) } })).to.deep.equal({ type: 'event', name: 'balie-failed', detail: {} });
    expect(heard({ type: 'event', name: 'balie-failed', detail: null })).to.deep.equal({ type: 'event', name: 'balie-failed', detail: {} });
  });
});
