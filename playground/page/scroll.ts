/** Keeps the reader's place, and scrolls to what they asked for. */

const NEAR_END_PX = 48;

/**
 * Draws the log. An answer to the reader scrolls into view, to its top if it is taller than the window. Anything else
 * scrolls only if the reader is at the end.
 */
export function keepPlace(scroller: HTMLElement, draw: () => void): void {
  const messages = () => [...scroller.querySelectorAll<HTMLElement>('.message')];
  // The answer may arrive before the server confirms the action; until then its "waiting" entry stands below it.
  const lastAnswer = () => messages().findLast((message) => !message.classList.contains('waiting'));
  const before = new Set(messages());
  const wasThinking = lastAnswer()?.getAttribute('aria-busy') === 'true';
  const wasAtEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_END_PX;
  draw();
  const added = messages().findLast((message) => !before.has(message));
  const subject = added ?? lastAnswer();
  if (!subject || (!wasAtEnd && added?.dataset.own === undefined)) return;
  const end = scroller.scrollHeight - scroller.clientHeight;
  scroller.scrollTop = added || wasThinking ? Math.min(end, subject.offsetTop) : end;
}
