/**
 * An element that becomes lower by itself, because an answer came, keeps its room until the reader's next click: what stands below it does not move under their eyes. A frame
 * needs none of it: its tag keeps what it reserved. After a click, not before it: what was pressed must not slip away under the finger. Growing cannot wait, there is something to read.
 */
export function keepRoom(element: HTMLElement): void {
  element.style.display = 'block';
  element.style.minHeight = `${element.offsetHeight}px`;
  addEventListener('click', () => { element.style.minHeight = ''; }, { once: true });
}
