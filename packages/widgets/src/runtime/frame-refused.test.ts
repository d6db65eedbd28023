import { expect } from '@open-wc/testing';
import './context-root.ts';
import type { FromFrame } from '@balie/contracts';
import '../register-form/register-form.ts';
import { fakeClinic } from '../shared/fake-portal.ts';
import { until } from '../shared/acts.ts';
import { startFrame } from './frame.ts';

/** Alone in its file: a document asks for storage once. */
describe('a frame page without storage', () => {
  it('says so to a shell that connects after the browser refused, as one in a busy page does', async () => {
    let asked = false;
    Object.defineProperty(globalThis, 'indexedDB', { configurable: true, get: () => { asked = true; throw new DOMException('The operation is insecure.', 'SecurityError'); } });
    const data = Object.assign(document.createElement('script'), { type: 'application/json', id: 'balie-clinic', textContent: JSON.stringify(fakeClinic) });
    document.body.append(data, document.createElement('register-form'));
    const { port1: shell, port2 } = new MessageChannel();
    const heard: FromFrame['type'][] = [];
    shell.onmessage = ({ data: message }) => heard.push((message as FromFrame).type);
    let connect = (_port: MessagePort) => {};
    globalThis.balieFrame = { connected: new Promise((resolve) => { connect = resolve; }) };
    await startFrame('register-form');
    await until(() => asked);
    // What follows a refusal is a few promises.
    await new Promise((resolve) => { setTimeout(resolve, 200); });
    connect(port2);
    await until(() => heard.includes('ready') && heard.includes('storage-refused'));
    expect(heard.filter((type) => type === 'storage-refused')).to.have.length(1);
    shell.close();
  });
});
