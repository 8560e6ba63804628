/** Keeps the reader's place: at the end while they are there, otherwise exactly where they were. */

const NEAR_END_PX = 48;

/**
 * Draws the log, then follows the end if the reader was at it. A new last message that is taller than the window is shown
 * from its top, because that is where reading it begins.
 */
export function keepPlace(scroller: HTMLElement, draw: () => void): void {
  const lastOf = () => scroller.querySelector<HTMLElement>('.message:last-of-type');
  const wasAtEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_END_PX;
  const wasGrowing =
    lastOf()?.getAttribute('aria-busy') === 'true' || lastOf()?.classList.contains('waiting');
  const lastBefore = lastOf();
  draw();
  if (!wasAtEnd) return;
  const last = lastOf();
  const end = scroller.scrollHeight - scroller.clientHeight;
  const isNew = wasGrowing || last !== lastBefore;
  scroller.scrollTop = isNew && last ? Math.min(end, last.offsetTop - scroller.offsetTop) : end;
}
