/** Milliseconds after which a press is no longer what somebody waits for. */
const awaited = 5000;

/** Typed, ticked and pressed in a served form before there was anybody to hear it: it is heard now (S4-14, S4-29). Loaded where somebody was at it. `pressed`: the last click before the element took over. */
export function catchUp(element: HTMLElement, { target, timeStamp = 0 }: Partial<Event> = {}): void {
  for (const input of element.querySelectorAll('input')) if (input.checked || input.value !== input.defaultValue) for (const type of ['input', 'change']) input.dispatchEvent(new Event(type, { bubbles: true }));
  const button = target instanceof Element && performance.now() - timeStamp < awaited ? target.closest<HTMLElement>('button[type=button]') : null;
  if (button && element.contains(button)) button.click();
}
