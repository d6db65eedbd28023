import { ContextProvider } from '@lit/context';
import { textsOf } from '@balie/forms/all';
import { asksNumber, type ElementName, type Locale } from '@balie/contracts';
import { adoptFormStyles } from './adopt.ts';
import { balieContext, type Balie } from './balie.ts';
import { createEidWays } from './eid-ways.ts';
import * as number from './number-part.ts';
import { fakePortal, fixtureNow, type FakeOptions, type FakePortal } from './fake-portal.ts';

/** One state of an element by name: feeds tests, accessibility checks, stories, screenshots and docs. */
export interface Fixture<E extends HTMLElement = HTMLElement> {
  /** What a reader sees, in a few words. */
  title: string;
  lang?: Locale;
  /** What the portal knows. */
  portal?: FakeOptions;
  attributes?: Readonly<Record<string, string>>;
  /** Acts of the patient that lead to the state, after the first render. */
  act?(element: E, portal: FakePortal): void | Promise<void>;
}
export type Fixtures<E extends HTMLElement = HTMLElement> = Readonly<Record<string, Fixture<E>>>;

export interface Mounted<E extends HTMLElement> { element: E; portal: FakePortal; place: HTMLElement; setLang(lang: Locale): void; remove(): void }

/** Gives a place in the document a portal and texts, as a frame page does. */
export function provide(place: HTMLElement, portal: FakePortal, lang: Locale = 'nl'): (lang: Locale) => void {
  const eid = portal.clinic.eid ? createEidWays(portal, async () => portal.eid, location.origin) : undefined;
  if (portal.eid.value.step !== 'none') void eid?.take('balie-eid=');
  const balie = (locale: Locale): Balie => ({ portal, eid, texts: textsOf(locale, portal.clinic.texts), need: async () => {}, number: asksNumber(portal.clinic) || portal.clinic.logIn.asks ? number : undefined, now: () => fixtureNow });
  place.lang = lang;
  const provider = new ContextProvider(place, { context: balieContext, initialValue: balie(lang) });
  // A plain element has no controllers: elements that were there before hear of it by this.
  provider.hostConnected();
  return (locale) => { place.lang = locale; provider.setValue(balie(locale)); };
}

/** Puts a fixture into the document; its element must be defined. `tag` may hold children as a served page would. */
export async function mount<E extends HTMLElement>(tag: ElementName | 'practice-desk', fixture: Fixture<E>, options: { lang?: Locale; into?: HTMLElement } = {}): Promise<Mounted<E>> {
  await adoptFormStyles(document);
  const place = document.createElement('div');
  const portal = fakePortal(fixture.portal);
  const setLang = provide(place, portal, options.lang ?? fixture.lang);
  const element = document.createElement(tag as string) as E;
  for (const [name, value] of Object.entries(fixture.attributes ?? {})) element.setAttribute(name, value);
  place.append(element);
  (options.into ?? document.body).append(place);
  await settled(element);
  try {
    await fixture.act?.(element, portal);
  } catch (thrown) {
    place.remove();
    throw thrown;
  }
  await settled(element);
  return { element, portal, place, setLang, remove: () => place.remove() };
}

/** Waits until the element and what it started have rendered. */
export async function settled(element: HTMLElement): Promise<void> {
  for (let round = 0; round < 5; round += 1) {
    await new Promise((resolve) => setTimeout(resolve, 0));
    await (element as { updateComplete?: Promise<boolean> }).updateComplete;
  }
}
