/** The "Apps" menu of a message: opened by its button, or by a right click as in Discord. */
import type { APIApplicationCommand } from 'discord-api-types/v10';
import { html, type TemplateResult } from 'lit-html';
import { MESSAGE_COMMAND } from './discord-values.ts';

export const isMenuEntry = ({ type }: APIApplicationCommand): boolean => Number(type) === MESSAGE_COMMAND;

export function messageMenuView(
  names: readonly string[],
  author: string,
  use: (name: string) => void,
): TemplateResult {
  const choose = (event: Event, name: string) => {
    menuOf(event)?.removeAttribute('open');
    use(name);
  };
  return html`<details class="apps" @focusout=${closeWhenLeft} @keydown=${closeOnEscape}>
    <summary aria-label="Apps for this message from ${author}" title="Apps">⋯</summary>
    <ul>
      ${names.map((name) => html`<li><button type="button" @click=${(event: Event) => choose(event, name)}>${name}</button></li>`)}
    </ul>
  </details>`;
}

/** The browser keeps its own menu on links and on selected text. */
export function openMenu(event: Event): void {
  const { currentTarget, target } = event;
  if (!(currentTarget instanceof Element) || !(target instanceof Element)) return;
  const menu = currentTarget.querySelector<HTMLDetailsElement>('.apps');
  if (!menu || target.closest('a') || getSelection()?.isCollapsed === false) return;
  event.preventDefault();
  menu.open = true;
  menu.querySelector('button')?.focus();
}

const menuOf = (event: Event) =>
  event.currentTarget instanceof Element
    ? event.currentTarget.closest<HTMLDetailsElement>('.apps')
    : undefined;

function closeWhenLeft(event: FocusEvent): void {
  const menu = menuOf(event);
  if (menu && !(event.relatedTarget instanceof Node && menu.contains(event.relatedTarget))) menu.open = false;
}

function closeOnEscape(event: KeyboardEvent): void {
  const menu = menuOf(event);
  if (event.key !== 'Escape' || !menu?.open) return;
  menu.open = false;
  menu.querySelector('summary')?.focus();
  event.stopPropagation();
}
