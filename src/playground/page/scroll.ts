/** Keeps the reader's place, and shows them at once what they asked for. */

const NEAR_END_PX = 48;

/**
 * Draws the log. An answer to the reader comes into view, from its top where it is taller than the window, because that is
 * where reading it begins. Anything else moves nothing unless the reader is at the end.
 */
export function keepPlace(scroller: HTMLElement, draw: () => void): void {
  const messages = () => [...scroller.querySelectorAll<HTMLElement>('.message')];
  const before = new Set(messages());
  const wasThinking = messages().at(-1)?.getAttribute('aria-busy') === 'true';
  const wasAtEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_END_PX;
  draw();
  const last = messages().at(-1);
  if (!last) return;
  const isNew = !before.has(last);
  if (isNew ? last.dataset.own === undefined && !wasAtEnd : !wasAtEnd) return;
  const end = scroller.scrollHeight - scroller.clientHeight;
  scroller.scrollTop = isNew || wasThinking ? Math.min(end, last.offsetTop) : end;
}
