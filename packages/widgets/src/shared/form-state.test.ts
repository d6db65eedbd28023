import { expect } from '@open-wc/testing';
import { typedIn } from './form-state.ts';

describe('typedIn', () => {
  it('gives what is typed by name and leaves out boxes that are not ticked', () => {
    const form = document.createElement('form');
    const add = (attributes: Record<string, string>) => { const input = document.createElement('input'); for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value); form.append(input); };
    add({ name: 'a', value: ' x ' });
    add({ name: 'b', type: 'checkbox', value: 'yes' });
    expect(typedIn(form)).to.deep.equal({ a: ' x ' });
  });
});
