/** A message's buttons and menus. Buttons are never natively disabled, because that would lose the keyboard's place. */
import type {
  APIActionRowComponent,
  APIButtonComponent,
  APIComponentInMessageActionRow,
  APISelectMenuOption,
  APIStringSelectComponent,
} from 'discord-api-types/v10';
import { html, nothing, type TemplateResult } from 'lit-html';
import { BUTTON, BUTTON_CLASSES, STRING_SELECT } from './discord-values.ts';
import { openIcon } from './pictures.ts';
import type { Waiting } from './state.ts';

export interface PressActions {
  press(messageId: string, customId: string, label: string): void;
  choose(messageId: string, customId: string, option: APISelectMenuOption): void;
}

export function rowView(
  { components }: APIActionRowComponent<APIComponentInMessageActionRow>,
  messageId: string,
  waiting: readonly Waiting[],
  actions: PressActions,
): unknown {
  const [first] = components;
  if (isMenu(first)) return menuView(first, messageId, waiting, actions);
  const buttons = components.filter((part): part is APIButtonComponent => Number(part.type) === BUTTON);
  return html`<div class="buttons">${buttons.map((button) => buttonView(button, messageId, waiting, actions))}</div>`;
}

export function buttonView(
  button: APIButtonComponent,
  messageId: string,
  waiting: readonly Waiting[],
  { press }: PressActions,
  about = '',
): TemplateResult {
  const emoji = 'emoji' in button ? button.emoji?.name : undefined;
  const label = [emoji, 'label' in button ? button.label : undefined].filter(Boolean).join(' ');
  if ('url' in button) {
    return /^https?:\/\//i.test(button.url) && !button.disabled
      ? html`<a class="button link" href=${button.url} target="_blank" rel="noopener noreferrer">${label} ${openIcon}</a>`
      : html`<span class="button link" aria-disabled="true">${label}</span>`;
  }
  const customId = 'custom_id' in button ? button.custom_id : '';
  const isBusy = waiting.some(
    ({ action }) =>
      action.type === 'button' && action.messageId === messageId && action.customId === customId,
  );
  const isIdle = !button.disabled && !isBusy;
  return html`<button
    type="button"
    class="button ${BUTTON_CLASSES[button.style] ?? 'secondary'}"
    aria-label=${about ? `${label}: ${about}` : nothing}
    aria-disabled=${button.disabled === true}
    aria-busy=${isBusy}
    @click=${() => isIdle && press(messageId, customId, label)}
  >
    <span class="label">${label}</span>
    ${isBusy ? html`<span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>` : nothing}
  </button>`;
}

function isMenu(part: { readonly type: number } | undefined): part is APIStringSelectComponent {
  return part !== undefined && Number(part.type) === STRING_SELECT;
}

/** The browser's own menu, which is at home on a phone and with a keyboard. It takes one choice. */
function menuView(
  { custom_id, options, placeholder = 'Make a selection', disabled = false }: APIStringSelectComponent,
  messageId: string,
  waiting: readonly Waiting[],
  { choose }: PressActions,
): TemplateResult {
  const isBusy = waiting.some(
    ({ action }) =>
      action.type === 'select' && action.messageId === messageId && action.customId === custom_id,
  );
  const onChange = ({ target }: Event) => {
    if (!(target instanceof HTMLSelectElement)) return;
    const option = options.find(({ value }) => value === target.value);
    // Allows choosing the same line again.
    target.value = '';
    if (option && !isBusy) choose(messageId, custom_id, option);
  };
  return html`<div class="buttons">
    <select class="menu" aria-label=${placeholder} aria-busy=${isBusy} ?disabled=${disabled} @change=${onChange}>
      <option value="" selected>${placeholder}</option>
      ${options.map(
        ({ label, value, description }) =>
          html`<option value=${value}>${description ? `${label} – ${description}` : label}</option>`,
      )}
    </select>
  </div>`;
}
