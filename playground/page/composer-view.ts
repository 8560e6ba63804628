/** Draws the composer: the text field or the command's pills, the list above, and one line of help below. */
import type { APIApplicationCommandBasicOption } from 'discord-api-types/v10';
import { html, nothing, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { repeat } from 'lit-html/directives/repeat.js';
import { type AskCommand, isMention } from './ask.ts';
import { addableOptions, type Draft, type Field, LOOSE, numberBounds } from './command-draft.ts';
import type { ComposerState } from './composer-state.ts';
import { OPTION_INTEGER } from './discord-values.ts';
import { type PickerItem, pickerItemId, pickerView } from './picker.ts';
import { sendIcon } from './pictures.ts';

export interface ComposerActions {
  typeText(text: string): void;
  typeOption(name: string, text: string): void;
  focusOption(name: string): void;
  addOption(option: APIApplicationCommandBasicOption): void;
  removeOption(name: string): void;
  leave(): void;
  send(): void;
  /** Gives up the command being filled in. */
  discard(): void;
  dropReply(): void;
  onKeydown(event: KeyboardEvent): void;
}

export function composerView(
  state: ComposerState,
  items: readonly PickerItem[],
  ask: AskCommand | undefined,
  isReady: boolean,
  actions: ComposerActions,
): TemplateResult {
  const submit = (event: Event) => {
    event.preventDefault();
    actions.send();
  };
  return html`<div @keydown=${actions.onKeydown} @focusout=${leaveWhenOutside(actions)}>
    ${popupView(state, items)}
    ${state.replyTo === undefined ? nothing : replyView(actions)}
    <form class="composer" @submit=${submit}>
      ${state.draft ? draftView(state.draft, state, items, actions) : textView(state, items, actions)}
      <button id="send" type="submit" class="send" aria-label="Send" aria-disabled=${!isReady || (!state.draft && !state.text.trim())}>
        ${sendIcon}
      </button>
    </form>
    <p class="hint ${state.problem ? 'problem' : ''}" role="status">${state.problem || hint(state, items, ask)}</p>
  </div>`;
}

function replyView(actions: ComposerActions): TemplateResult {
  return html`<p class="replying">
    Replying to <b>Paperboy</b>
    <button type="button" class="as-link" @click=${actions.dropReply}>Cancel</button>
  </p>`;
}

function leaveWhenOutside(actions: ComposerActions) {
  return (event: FocusEvent) => {
    const { currentTarget, relatedTarget } = event;
    const isInside =
      currentTarget instanceof Node && relatedTarget instanceof Node && currentTarget.contains(relatedTarget);
    if (!isInside) actions.leave();
  };
}

function hint(state: ComposerState, items: readonly PickerItem[], ask: AskCommand | undefined): unknown {
  if (items.length > 0) return html`<kbd>↑</kbd> <kbd>↓</kbd> to move, <kbd>Enter</kbd> to choose`;
  if (state.draft) return html`<kbd>Enter</kbd> sends`;
  if (state.replyTo !== undefined) return html`<kbd>Enter</kbd> sends your reply`;
  if (isMention(state.text)) return html`<kbd>Enter</kbd> sends your message to Paperboy`;
  if (!ask) return html`Type <kbd>/</kbd> for commands`;
  const command = html`<span class="command-name">/${ask.command.name}</span>`;
  return state.text.trim()
    ? html`<kbd>Enter</kbd> asks ${command} for this <span class="wide">· <kbd>Shift</kbd> <kbd>Enter</kbd> posts it as a message</span>`
    : html`Type a topic to search with ${command}, <kbd>/</kbd> for all commands, or <b>@Paperboy</b> and a question`;
}

function popupView(state: ComposerState, items: readonly PickerItem[]): unknown {
  const field = state.draft?.fields.find(({ option }) => option.name === state.focused);
  if (state.draft && !field) return nothing;
  if (!field && !state.isPickerOpen) return nothing;
  return html`<div class="popup">
    ${field ? optionHelpView(field, state) : html`<p class="popup-title">${items.length ? 'Commands' : 'No command with that name. Esc closes this.'}</p>`}
    ${items.length > 0 ? pickerView(field ? `Suggestions for ${field.option.name}` : 'Commands', items, state.active) : nothing}
  </div>`;
}

function optionHelpView(field: Field, state: ComposerState): TemplateResult {
  const { min_value: min, max_value: max } = numberBounds(field.option);
  const bounds = min !== undefined && max !== undefined ? ` (${min} to ${max})` : '';
  const status = {
    asking: 'Looking…',
    none: 'Nothing fits so far; what you type is taken as it is.',
    failed: 'No suggestions came; what you type is taken as it is.',
  };
  return html`<p class="popup-title" id="option-help">
    <b>${field.option.name}</b> ${field.option.description}${bounds}
    ${state.isPickerOpen && typeof state.suggested === 'string' ? html`<i>${status[state.suggested]}</i>` : nothing}
  </p>`;
}

function textView(
  state: ComposerState,
  items: readonly PickerItem[],
  actions: ComposerActions,
): TemplateResult {
  return html`<input
    id="composer-text"
    class="text"
    role="combobox"
    aria-label="Message #papers"
    aria-autocomplete="list"
    aria-expanded=${items.length > 0}
    aria-controls="picker"
    aria-activedescendant=${items.length > 0 ? pickerItemId(state.active) : nothing}
    placeholder=${state.replyTo === undefined ? 'Ask for papers, or type /' : 'Ask on'}
    autocomplete="off"
    enterkeyhint="send"
    .value=${live(state.text)}
    @input=${(event: InputEvent) => event.target instanceof HTMLInputElement && actions.typeText(event.target.value)}
  />`;
}

function draftView(
  draft: Draft,
  state: ComposerState,
  items: readonly PickerItem[],
  actions: ComposerActions,
): TemplateResult {
  return html`<div class="draft" role="group" aria-label="Command ${draft.command.name}">
    <span class="command-name">/${draft.command.name}</span>
    ${repeat(
      draft.fields,
      ({ option }) => option.name,
      (field) => fieldView(field, state, items, actions),
    )}
    ${addableOptions(draft).length > 0 || draft.fields.length === 0 ? looseView(draft, actions) : nothing}
    ${addableOptions(draft).map(
      (
        option,
      ) => html`<button type="button" class="add" title=${option.description} aria-label="Add ${option.name}: ${option.description}" @click=${() => actions.addOption(option)}>
        + ${option.name}
      </button>`,
    )}
    <button type="button" class="remove" aria-label="Discard this command" title="Discard this command" @click=${actions.discard}>×</button>
  </div>`;
}

/** The place for an option's name; without one, Enter sends the command as it is. */
function looseView(draft: Draft, actions: ComposerActions): TemplateResult {
  return html`<input
    id="option-${LOOSE}"
    class="loose"
    aria-label="Options of /${draft.command.name}, such as ${addableOptions(draft)[0]?.name ?? 'none'}: and a value"
    autocomplete="off"
    enterkeyhint="send"
    .value=${live(draft.loose)}
    @input=${(event: InputEvent) => event.target instanceof HTMLInputElement && actions.typeOption(LOOSE, event.target.value)}
  />`;
}

function fieldView(
  field: Field,
  state: ComposerState,
  items: readonly PickerItem[],
  actions: ComposerActions,
): TemplateResult {
  const { name, required, type } = field.option;
  const isOpen = state.focused === name && items.length > 0;
  return html`<span class="field ${field.picked === undefined ? '' : 'picked'}">
    <label for="option-${name}">${name}</label>
    <input
      id="option-${name}"
      role="combobox"
      aria-autocomplete="list"
      aria-expanded=${isOpen}
      aria-controls="picker"
      aria-activedescendant=${isOpen ? pickerItemId(state.active) : nothing}
      aria-describedby="option-help"
      aria-required=${required === true}
      autocomplete="off"
      enterkeyhint="send"
      inputmode=${Number(type) === OPTION_INTEGER ? 'numeric' : 'text'}
      .value=${live(field.text)}
      @focus=${() => actions.focusOption(name)}
      @input=${(event: InputEvent) => event.target instanceof HTMLInputElement && actions.typeOption(name, event.target.value)}
    />
    ${
      required
        ? nothing
        : html`<button type="button" class="remove" aria-label="Remove ${name}" @click=${() => actions.removeOption(name)}>×</button>`
    }
  </span>`;
}
