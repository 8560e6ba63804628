/** The list above the composer, as data: which lines it has and what one of them does. */
import type { APIApplicationCommand } from 'discord-api-types/v10';
import { html, nothing, type TemplateResult } from 'lit-html';
import type { Choice } from './command-draft.ts';

export interface PickerItem {
  readonly label: string;
  readonly detail: string;
  readonly choose: () => void;
}

const MAX_CHOICES = 25;

/** The commands whose name begins with what was typed, then those that hold it anywhere in name or description. */
export function commandsMatching(
  commands: readonly APIApplicationCommand[],
  typed: string,
): readonly APIApplicationCommand[] {
  const wanted = typed.toLowerCase();
  const first = commands.filter(({ name }) => name.startsWith(wanted));
  const others = commands.filter(
    (command) =>
      !first.includes(command) &&
      (command.name.includes(wanted) || command.description.toLowerCase().includes(wanted)),
  );
  return [...first, ...others];
}

export function choicesMatching(choices: readonly Choice[], typed: string): readonly Choice[] {
  const wanted = typed.trim().toLowerCase();
  return choices.filter(({ name }) => name.toLowerCase().includes(wanted)).slice(0, MAX_CHOICES);
}

export function pickerItemId(index: number): string {
  return `picker-${index}`;
}

export function pickerView(label: string, items: readonly PickerItem[], active: number): TemplateResult {
  return html`<ul id="picker" role="listbox" aria-label=${label}>
    ${items.map(
      (item, index) => html`<li
        id=${pickerItemId(index)}
        role="option"
        aria-selected=${index === active}
        @pointerdown=${(event: Event) => event.preventDefault()}
        @click=${item.choose}
      >
        <b>${item.label}</b>${item.detail ? html`<span>${item.detail}</span>` : nothing}
      </li>`,
    )}
  </ul>`;
}
