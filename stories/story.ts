import type { StoryObj } from '@storybook/web-components-vite';
import type { ElementName, Locale } from '@balie/contracts';
import { loadElement } from '../packages/widgets/src/runtime/load-element.ts';
import { mount, type Fixture, type Mounted } from '../packages/widgets/src/shared/fixture.ts';
import { shortcomings } from '../packages/widgets/src/shared/shortcomings.ts';

/** A fixture as a story: shown in the language of the toolbar, checked for its words and width, and by axe, once the acts that lead to its state are done. */
export function story(tag: ElementName | 'practice-desk', fixture: Fixture | undefined): StoryObj {
  if (!fixture) throw new Error(`${tag}: the fixture is gone; start Storybook again`);
  const mounting = new WeakMap<Element, Promise<Mounted<HTMLElement>>>();
  return {
    render: (_args, { globals }) => {
      const place = document.createElement('main');
      const lang = globals['locale'] as Locale;
      document.documentElement.lang = lang;
      // An element may show another inside itself; and a fixture acts in the document, so not before Storybook has put the place there.
      const ready = Promise.all([...Object.values(loadElement).map((load) => load()), new Promise((resolve) => { requestAnimationFrame(resolve); })]);
      mounting.set(place, ready.then(() => mount(tag, fixture, { lang, into: place })));
      return place;
    },
    play: async ({ canvasElement }) => {
      const place = canvasElement.querySelector('main');
      const mounted = place && await mounting.get(place);
      if (!mounted) throw new Error(`${tag} is not there`);
      const { element } = mounted;
      const unknown = canvasElement.querySelector(':not(:defined)');
      if (unknown) throw new Error(`<${unknown.localName}> is not defined`);
      const found = shortcomings(place, element);
      if (found.length > 0) throw new Error(`${tag} in the state "${fixture.title}": ${found.join('; ')}`);
    },
  };
}
