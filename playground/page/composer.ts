/** Handles typing: plain text, or a command with its options, chosen and filled in by keyboard or mouse. */
import type { APIApplicationCommand } from 'discord-api-types/v10';
import { render } from 'lit-html';
import type { PageAction, PageAnswer, PageSaid } from '../protocol.ts';
import { askCommandOf, askInWords, isMention } from './ask.ts';
import {
  autocompleteOf,
  checkDraft,
  type Draft,
  type DraftChoice,
  draftOfText,
  type Field,
  fixedChoices,
  hasAutocomplete,
  isOffered,
  LOOSE,
  startDraft,
  withOption,
  withoutOption,
  withPick,
  withTyped,
} from './command-draft.ts';
import { type ComposerState, EMPTY } from './composer-state.ts';
import { composerView } from './composer-view.ts';
import { hasSubcommands } from './leaf-commands.ts';
import { choicesMatching, commandsMatching } from './matching.ts';
import { type PickerItem, pickerItemId } from './picker.ts';
import type { PersonAction } from './state.ts';
import { createSuggestions } from './suggestions.ts';

export interface Composer {
  /** The bot's commands, and whether it is online. */
  update(commands: readonly APIApplicationCommand[], isReady: boolean): void;
  begin(command: APIApplicationCommand): void;
  /** Makes the next plain message a reply to this one. */
  replyTo(messageId: string): void;
  focus(): void;
}

export function createComposer(
  root: HTMLElement,
  on: {
    act(action: PersonAction): void;
    say(said: PageSaid): void;
    suggest(action: PageAction): Promise<PageAnswer>;
  },
): Composer {
  const suggestions = createSuggestions();
  let commands: readonly APIApplicationCommand[] = [];
  let isReady = false;
  let state = EMPTY;
  let isDrawing = false;

  const set = (change: Partial<ComposerState>) => {
    state = { ...state, ...change };
    draw();
  };
  const focus = (id: string) => root.querySelector<HTMLElement>(`#${id}`)?.focus();
  /** Resets the composer, to this text if given. */
  const clear = (text = '') => {
    suggestions.cancel();
    set({ ...EMPTY, text, isPickerOpen: text.startsWith('/') });
    focus('composer-text');
  };

  const begin = (command: APIApplicationCommand) => {
    suggestions.cancel();
    if (hasSubcommands(command)) return clear(`/${command.name} `);
    set({ ...EMPTY, draft: startDraft(command) });
    focusFirstEmpty();
  };

  const focusFirstEmpty = () => {
    const empty = state.draft?.fields.find((field) => !field.text) ?? state.draft?.fields.at(-1);
    focus(empty ? `option-${empty.option.name}` : `option-${LOOSE}`);
  };

  const typeText = (text: string) => {
    const typed = draftOfText(text, commands);
    if (typed) {
      suggestions.cancel();
      set({ ...EMPTY, draft: typed.draft });
      focus(`option-${typed.focus}`);
    } else set({ text, isPickerOpen: text.startsWith('/'), active: 0, problem: '' });
  };

  const openField = (draft: Draft, field: Field) => {
    const name = field.option.name;
    const asks = hasAutocomplete(field.option);
    set({
      draft,
      focused: name,
      isPickerOpen: true,
      active: 0,
      suggested: asks ? 'asking' : [],
      problem: '',
    });
    if (!asks) return suggestions.cancel();
    suggestions.request(
      () => on.suggest(autocompleteOf(draft, name)),
      ({ choices }) => set({ suggested: choices?.length ? choices : 'none', active: 0 }),
      () => set({ suggested: 'failed' }),
    );
  };

  const typeOption = (name: string, text: string) => {
    if (!state.draft) return;
    const { draft, focus: next } = withTyped(state.draft, name, text);
    const field = draft.fields.find(({ option }) => option.name === next);
    if (field) openField(draft, field);
    else set({ draft, problem: '' });
    if (next !== name) focus(`option-${next}`);
  };

  const focusOption = (name: string) => {
    const field = state.draft?.fields.find(({ option }) => option.name === name);
    if (!state.draft || !field || state.focused === name) return;
    // A list opens by itself only if it has something to offer, and not after a pick.
    if (field.picked === undefined) openField(state.draft, field);
    else set({ focused: name, isPickerOpen: false });
  };

  const pick = (name: string, choice: DraftChoice) => {
    if (!state.draft) return;
    suggestions.cancel();
    set({ draft: withPick(state.draft, name, choice), isPickerOpen: false, suggested: [], problem: '' });
    focus(`option-${name}`);
    const empty = state.draft.fields.find(({ option: { required }, text }) => required && !text);
    if (empty) focus(`option-${empty.option.name}`);
  };

  const items = (): readonly PickerItem[] => {
    if (!state.isPickerOpen) return [];
    if (!state.draft) {
      return commandsMatching(commands.filter(isOffered), state.text.slice(1)).map((command) => ({
        label: `/${command.name}`,
        detail: command.description,
        choose: () => begin(command),
      }));
    }
    const field = state.draft.fields.find(({ option }) => option.name === state.focused);
    if (!field) return [];
    const fixed = fixedChoices(field.option);
    const suggested = typeof state.suggested === 'string' ? [] : state.suggested;
    const choices = fixed ? choicesMatching(fixed, field.text) : suggested;
    return choices.map((choice) => ({
      label: choice.name,
      detail: '',
      choose: () => pick(field.option.name, choice),
    }));
  };

  /** `asMessage` says plain text to everybody, as in Discord, where it asks the bot nothing. */
  const send = (asMessage = false) => {
    if (!isReady) return set({ problem: 'Paperboy isn’t listening right now. What you typed stays here.' });
    if (state.draft) {
      const checked = checkDraft(state.draft);
      if ('problem' in checked) {
        set({ problem: checked.problem });
        return focus(`option-${checked.optionName}`);
      }
      on.act({ type: 'command', name: state.draft.command.name, options: checked.options });
      return clear();
    }
    if (!state.text.trim()) return;
    if (asMessage || state.replyTo !== undefined || isMention(state.text)) {
      on.say({
        content: state.text.trim(),
        ...(state.replyTo !== undefined && { replyTo: state.replyTo }),
      });
      return clear();
    }
    const asked = askInWords(state.text, commands);
    if ('problem' in asked) return set(asked);
    on.act(asked.action);
    clear();
  };

  const onKeydown = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    const open = items();
    const active = open[state.active];
    const isTyping = event.target instanceof HTMLInputElement;
    if (open.length > 0 && isTyping && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      const step = event.key === 'ArrowDown' ? 1 : -1;
      set({ active: (state.active + step + open.length) % open.length });
      root.querySelector(`#${pickerItemId(state.active)}`)?.scrollIntoView({ block: 'nearest' });
    } else if (active && isTyping && (event.key === 'Enter' || (event.key === 'Tab' && !event.shiftKey))) {
      active.choose();
    } else if (event.key === 'ArrowDown' && isTyping && state.focused !== undefined) {
      typeOption(state.focused, event.target.value);
    } else if (event.key === 'Enter' && isTyping) {
      send(event.shiftKey);
    } else if (event.key === 'Escape' && (state.isPickerOpen || state.replyTo)) {
      // Keeps the draft, because nothing would bring it back.
      set({ isPickerOpen: false, replyTo: open.length > 0 ? state.replyTo : undefined });
    } else if (event.key === 'Backspace' && state.draft && isTyping && !event.target.value) {
      eraseField(event.target.id.replace(/^option-/, ''));
    } else return;
    event.preventDefault();
  };

  /** Backspace in an empty field removes the option; in the first or a required one, the whole command. */
  const eraseField = (name: string) => {
    const { draft } = state;
    if (!draft) return;
    const index = draft.fields.findIndex(({ option }) => option.name === name);
    const before = name === LOOSE ? draft.fields.at(-1) : draft.fields[index - 1];
    if (!before) return clear(`/${draft.command.name}`);
    if (name !== LOOSE && !draft.fields[index]?.option.required) set({ draft: withoutOption(draft, name) });
    focus(`option-${before.option.name}`);
  };

  const draw = () => {
    isDrawing = true;
    render(
      composerView(state, items(), askCommandOf(commands), isReady, {
        typeText,
        typeOption,
        focusOption,
        addOption: (option) => {
          if (!state.draft) return;
          set({ draft: withOption(state.draft, option) });
          focus(`option-${option.name}`);
        },
        removeOption: (name) => {
          if (state.draft)
            set({ draft: withoutOption(state.draft, name), focused: undefined, isPickerOpen: false });
          focusFirstEmpty();
        },
        // Removing a focused field fires its blur event in the middle of drawing.
        leave: () => isDrawing || set({ isPickerOpen: false, focused: undefined }),
        send: () => send(),
        discard: () => clear(),
        dropReply: () => clear(state.text),
        onKeydown,
      }),
      root,
    );
    isDrawing = false;
  };

  return {
    update(nextCommands, nextIsReady) {
      commands = nextCommands;
      isReady = nextIsReady;
      if (isReady && state.problem.startsWith('Paperboy isn’t')) state = { ...state, problem: '' };
      draw();
    },
    begin,
    replyTo(messageId) {
      clear();
      set({ replyTo: messageId });
    },
    focus: () => focus('composer-text'),
  };
}
