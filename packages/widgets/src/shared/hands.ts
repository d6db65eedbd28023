/** What a patient's hands do, for fixtures and tests. */
export function typeIn(element: HTMLElement, name: string, value: string): void {
  const input = element.querySelector<HTMLInputElement | HTMLTextAreaElement>(`[name="${name}"]`);
  if (!input) throw new Error(`no field ${name}`);
  input.value = value;
  input.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
}
export const submit = (element: HTMLElement): void => {
  const form = [...element.querySelectorAll('form')].find((one) => one.checkVisibility());
  if (!form) throw new Error('no form');
  form.requestSubmit();
};
/** Presses the button or link that says so. */
export function press(element: HTMLElement, label: string): void {
  const found = [...element.querySelectorAll<HTMLElement>('button, a')].find((one) => one.checkVisibility() && (one.getAttribute('aria-label') ?? one.textContent).includes(label));
  if (!found) throw new Error(`nothing says ${label}`);
  found.focus();
  found.click();
}
/** Waits until `condition` holds; what is loaded lazily takes its time. */
export async function until(condition: () => unknown, milliseconds = 10_000): Promise<void> {
  const end = performance.now() + milliseconds;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`still not: ${String(condition)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
