/** What a patient does, for fixtures and tests. */
import { settled } from './fixture.ts';

export const typeIn = (element: HTMLElement, name: string, value: string): void => {
  const input = element.querySelector<HTMLInputElement | HTMLTextAreaElement>(`[name="${name}"]`);
  if (!input) throw new Error(`no field ${name}`);
  input.value = value;
  input.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
};
/** Ticks a box or a radio button by its value. */
export const tick = (element: HTMLElement, value: string): void => element.querySelector<HTMLInputElement>(`input[value="${value}"]`)!.click();
/** Sends the form that is shown. */
export const submit = (element: HTMLElement): void => {
  const form = [...element.querySelectorAll('form')].find((one) => one.checkVisibility());
  if (!form) throw new Error('no form');
  form.requestSubmit();
};
/** Presses the button or link that says so, as a hand does: it gets the focus first. */
export function press(element: HTMLElement, label: string): void {
  const found = [...element.querySelectorAll<HTMLElement>('button, a')].find((one) => one.checkVisibility() && (one.getAttribute('aria-label') ?? one.textContent).includes(label));
  if (!found) throw new Error(`nothing says ${label}`);
  found.focus();
  found.click();
}
/** Waits until `condition` holds; what is loaded when needed takes its time. */
export async function until(condition: () => unknown, milliseconds = 10_000): Promise<void> {
  const end = performance.now() + milliseconds;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`still not: ${String(condition)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
export const buttonOf = (element: HTMLElement, label: string): HTMLButtonElement => {
  const found = [...element.querySelectorAll('button')].find((one) => one.textContent?.includes(label));
  if (!found) throw new Error(`no button “${label}”`);
  return found;
};
/** The button of the check step that sends, whatever it says now. */
export const pressSend = (element: HTMLElement): void => element.querySelector<HTMLButtonElement>(`#${element.localName}-send`)!.click();
/** Does one thing after the other, each after the element has settled. */
export async function inTurn(element: HTMLElement, ...acts: readonly ((element: HTMLElement) => void)[]): Promise<void> {
  for (const act of acts) {
    act(element);
    await settled(element);
  }
}
/** Of the fixtures: an id that is recognised. */
export const fixtureId = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
