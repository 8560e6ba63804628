/** A message's buttons. They are never natively disabled: a disabled button would throw away the keyboard's place. */
import type { APIButtonComponent, APIMessage } from 'discord-api-types/v10';
import { html, nothing, type TemplateResult } from 'lit-html';
import { ACTION_ROW, BUTTON, BUTTON_CLASSES } from './discord-values.ts';
import { openIcon } from './pictures.ts';
import type { Waiting } from './state.ts';

export type PressButton = (messageId: string, customId: string, label: string) => void;

export function buttonRowsView(
  message: APIMessage,
  waiting: readonly Waiting[],
  press: PressButton,
): unknown {
  return (message.components ?? []).map((row) => {
    if (Number(row.type) !== ACTION_ROW || !('components' in row)) return nothing;
    const buttons = row.components.filter((part): part is APIButtonComponent => Number(part.type) === BUTTON);
    return html`<div class="buttons">${buttons.map((button) => buttonView(button, message.id, waiting, press))}</div>`;
  });
}

function buttonView(
  button: APIButtonComponent,
  messageId: string,
  waiting: readonly Waiting[],
  press: PressButton,
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
    aria-disabled=${button.disabled === true}
    aria-busy=${isBusy}
    @click=${() => isIdle && press(messageId, customId, label)}
  >
    <span class="label">${label}</span>
    ${isBusy ? html`<span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>` : nothing}
  </button>`;
}
