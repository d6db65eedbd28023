import { expect } from '@open-wc/testing';
import './context-root.ts';
import type { FromFrame } from '@balie/contracts';
import '../register-form/register-form.ts';
import { fakeClinic } from '../shared/fake-portal.ts';
import { until } from '../shared/acts.ts';
import { startFrame, told } from './frame.ts';

describe('what a shell may tell a frame', () => {
  it('is read strictly; the rest is ignored (T27, T28)', () => {
    for (const junk of [null, undefined, 1, 'start', [], {}, { type: 'code' }, { type: '__proto__' }]) expect(told(junk), JSON.stringify(junk)).to.equal(null);
    expect(told({ type: 'start', lang: 'xx', theme: { accent: '#123456', ink: 5, focus: 'x'.repeat(201) }, attributes: { onclick: 'x' }, fragment: 'code=1', extra: 1 })).to.deep.equal({ theme: { accent: '#123456' } });
    expect(told({ type: 'fragment', fragment: 'balie-confirm=abc' })).to.deep.equal({ fragment: 'balie-confirm=abc' });
    expect(told({ type: 'fragment', fragment: 'balie-confirm=<script>' })).to.deep.equal({});
    expect(told({ type: 'lang', lang: 'en' })).to.deep.equal({ lang: 'en' });
    expect(told(JSON.parse('{"type":"theme","theme":{"__proto__":{"ink":"red"}}}'))).to.deep.equal({ theme: {} });
  });
});

describe('a frame page', () => {
  it('tells height, readiness and events; takes theme and fragment; says no free text', async () => {
    const data = Object.assign(document.createElement('script'), { type: 'application/json', id: 'balie-clinic', textContent: JSON.stringify({ ...fakeClinic, textGroups: ['register'] }) });
    const element = document.createElement('register-form');
    document.body.append(data, element);
    const { port1: shell, port2 } = new MessageChannel();
    const heard: FromFrame[] = [];
    shell.onmessage = ({ data: message }) => heard.push(message as FromFrame);
    globalThis.balieFrame = { connected: Promise.resolve(port2) };
    // The shell speaks first: its messages wait in the port.
    shell.postMessage({ type: 'start', lang: null, theme: { accent: '#7a1f6b' }, attributes: {}, fragment: 'balie-confirm=abc' });
    await startFrame('register-form');
    await until(() => heard.some(({ type }) => type === 'ready'));
    expect(heard.find(({ type }) => type === 'height')).to.have.property('height').that.is.greaterThan(0);
    await until(() => element.textContent.includes('Deze link werkt niet meer'));
    await until(() => document.documentElement.style.getPropertyValue('--balie-accent') !== '');
    element.dispatchEvent(new CustomEvent('balie-registered', { detail: {}, bubbles: true }));
    await until(() => heard.some((message) => message.type === 'event' && message.name === 'balie-registered'));
    element.querySelector<HTMLElement>('a')!.focus();
    await until(() => heard.some(({ type }) => type === 'scroll'));
    expect(heard.filter(({ type }) => !['height', 'ready', 'event', 'scroll'].includes(type))).to.deep.equal([]);
    document.documentElement.removeAttribute('style');
    element.remove();
    data.remove();
    shell.close();
  });
});
