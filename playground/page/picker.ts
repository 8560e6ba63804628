/** The list above the composer, as data: its lines and their actions. */
import { html, nothing, type TemplateResult } from 'lit-html';

export interface PickerItem {
  readonly label: string;
  readonly detail: string;
  readonly choose: () => void;
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
