/** A command being filled in: its visible options, the typed values, and whether Discord would take them. */
import type {
  APIApplicationCommand,
  APIApplicationCommandBasicOption,
  APIApplicationCommandOptionChoice,
} from 'discord-api-types/v10';
import type { PageAction, PageOption } from '../protocol.ts';
import {
  OPTION_BOOLEAN,
  OPTION_CHANNEL,
  OPTION_INTEGER,
  OPTION_NUMBER,
  OPTION_STRING,
  SLASH_COMMAND,
} from './discord-values.ts';

export interface Draft {
  readonly command: APIApplicationCommand;
  /** The visible options: required ones first, then those that the person added. */
  readonly fields: readonly Field[];
  /** Typed text that belongs to no option yet, such as the beginning of an option's name. */
  readonly loose: string;
}

/** The field for that text; no option has an empty name. */
export const LOOSE = '';

export interface Field {
  readonly option: APIApplicationCommandBasicOption;
  readonly text: string;
  /** The value picked from a list; typing clears it. */
  readonly picked?: PageOption['value'];
}

export interface DraftChoice {
  readonly name: string;
  readonly value: string | number | boolean;
}

type Checked =
  | { readonly options: readonly PageOption[] }
  | { readonly problem: string; readonly optionName: string };

const TYPES: readonly number[] = [
  OPTION_STRING,
  OPTION_INTEGER,
  OPTION_BOOLEAN,
  OPTION_CHANNEL,
  OPTION_NUMBER,
];

/** The option types that the composer can fill in: text, numbers, channels, and yes or no. */
export function optionsOf(command: APIApplicationCommand): APIApplicationCommandBasicOption[] {
  const isBasic = (option: { readonly type: number }): option is APIApplicationCommandBasicOption =>
    TYPES.includes(option.type);
  return (command.options ?? []).filter(isBasic);
}

export function isSlashCommand({ type }: APIApplicationCommand): boolean {
  return Number(type) === SLASH_COMMAND;
}

/** Hides a command that requires an option the composer has no field for. */
export function isOffered(command: APIApplicationCommand): boolean {
  const fillable: readonly unknown[] = optionsOf(command);
  return (
    isSlashCommand(command) &&
    (command.options ?? []).every((option) => !option.required || fillable.includes(option))
  );
}

/** The typed "/papers query: unlearning count: 3" as a draft; undefined while it is no command with a space. */
export function draftOfText(text: string, commands: readonly APIApplicationCommand[]): Typed | undefined {
  const command = commands.find(
    (one) => /^\s/.test(text.slice(one.name.length + 1)) && text.startsWith(`/${one.name}`) && isOffered(one),
  );
  if (!command) return undefined;
  const draft = startDraft(command);
  const first = draft.fields[0]?.option.name ?? LOOSE;
  return withTyped(draft, first, text.slice(command.name.length + 2));
}

/** A fresh draft of the command, with the required options. */
export function startDraft(command: APIApplicationCommand): Draft {
  const required = optionsOf(command).filter((option) => option.required);
  return { command, fields: required.map((option) => ({ option, text: '' })), loose: '' };
}

/** The draft after typing, and the name of the field that the person types in now. */
export interface Typed {
  readonly draft: Draft;
  readonly focus: string;
}

/** Sets a field's text as Discord would: the name of an empty option, with a colon, begins that option. */
export function withTyped(draft: Draft, name: string, text: string): Typed {
  const options = optionsOf(draft.command);
  const isFilled = (other: string) => draft.fields.some(({ option, text }) => option.name === other && text);
  const open = options.map((option) => option.name).filter((one) => one === name || !isFilled(one));
  const labels =
    open.length > 0
      ? [...text.matchAll(RegExp(`(?<!\\S)(${open.join('|')}):`, 'g'))].filter(
          // Within its own text, an option's name is a word like any other.
          ({ 1: label, index }) => label !== name || !text.slice(0, index).trim(),
        )
      : [];
  if (labels.length === 0) return { draft: withText(draft, name, text.trimStart()), focus: name };
  let next = withText(draft, name, text.slice(0, labels[0]?.index).trim());
  let focus = name;
  for (const [i, { 0: label, 1: labelled = '', index }] of labels.entries()) {
    const option = options.find((one) => one.name === labelled);
    if (option && !next.fields.some((field) => field.option.name === labelled))
      next = withOption(next, option);
    next = withText(next, labelled, text.slice(index + label.length, labels[i + 1]?.index).trim());
    focus = labelled;
  }
  return { draft: next, focus };
}

/** The options not yet visible. */
export function addableOptions(draft: Draft): APIApplicationCommandBasicOption[] {
  return optionsOf(draft.command).filter(
    ({ name }) => !draft.fields.some(({ option }) => option.name === name),
  );
}

export function withOption(draft: Draft, option: APIApplicationCommandBasicOption): Draft {
  return { ...draft, fields: [...draft.fields, { option, text: '' }] };
}

export function withoutOption(draft: Draft, name: string): Draft {
  return { ...draft, fields: draft.fields.filter(({ option }) => option.name !== name) };
}

export function withText(draft: Draft, name: string, text: string): Draft {
  if (name === LOOSE) return { ...draft, loose: text };
  return changed(draft, name, (option) => ({ option, text }));
}

export function withPick(draft: Draft, name: string, choice: DraftChoice): Draft {
  return changed(draft, name, (option) => ({ option, text: choice.name, picked: choice.value }));
}

function changed(
  draft: Draft,
  name: string,
  change: (option: APIApplicationCommandBasicOption) => Field,
): Draft {
  return {
    ...draft,
    fields: draft.fields.map((field) => (field.option.name === name ? change(field.option) : field)),
  };
}

/** The option's own choices; undefined if any text is allowed. */
export function fixedChoices(option: APIApplicationCommandBasicOption): readonly DraftChoice[] | undefined {
  if (Number(option.type) === OPTION_BOOLEAN)
    return [
      { name: 'True', value: true },
      { name: 'False', value: false },
    ];
  const choices: readonly APIApplicationCommandOptionChoice[] | undefined =
    'choices' in option ? option.choices : undefined;
  return choices?.length ? choices : undefined;
}

export function hasAutocomplete(option: APIApplicationCommandBasicOption): boolean {
  return 'autocomplete' in option && option.autocomplete === true;
}

/** The options to send, or the first problem, worded for the person. */
export function checkDraft(draft: Draft): Checked {
  const options: PageOption[] = [];
  for (const field of draft.fields) {
    const { name, required } = field.option;
    const typed = field.text.trim();
    if (!typed && field.picked === undefined) {
      if (required) return { problem: `Fill in “${name}” first.`, optionName: name };
      continue;
    }
    const value = field.picked ?? typedValue(field.option, typed);
    const problem = value === undefined ? askedFor(field.option) : outOfBounds(field.option, value);
    if (value === undefined || problem) return { problem: `“${name}” ${problem}.`, optionName: name };
    options.push({ name, value });
  }
  const loose = draft.loose.trim();
  if (loose) {
    const example = addableOptions(draft)[0]?.name;
    const next = example ? `Name the option first, such as “${example}:”.` : 'Please remove it.';
    return { problem: `“${loose}” belongs to no option. ${next}`, optionName: LOOSE };
  }
  return { options };
}

/** The request for suggestions: everything typed so far, with the focused field marked. */
export function autocompleteOf(
  draft: Draft,
  focusedName: string,
): Extract<PageAction, { type: 'autocomplete' }> {
  const options = draft.fields.flatMap((field) => {
    const { name } = field.option;
    if (name === focusedName) return [{ name, value: field.text, focused: true as const }];
    const value = field.picked ?? typedValue(field.option, field.text.trim());
    return field.text.trim() && value !== undefined ? [{ name, value }] : [];
  });
  return { type: 'autocomplete', name: draft.command.name, options };
}

/** The typed text as a value of the option's type; undefined if it isn't one. */
function typedValue(
  option: APIApplicationCommandBasicOption,
  typed: string,
): PageOption['value'] | undefined {
  const choices = fixedChoices(option);
  if (choices) return choices.find(({ name }) => name.toLowerCase() === typed.toLowerCase())?.value;
  if (Number(option.type) === OPTION_INTEGER)
    return /^[+-]?\d{1,15}$/.test(typed) ? Number(typed) : undefined;
  if (Number(option.type) === OPTION_NUMBER)
    return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(typed) ? Number(typed) : undefined;
  return typed;
}

function askedFor(option: APIApplicationCommandBasicOption): string {
  if (fixedChoices(option)) return 'must be one of the list';
  return Number(option.type) === OPTION_INTEGER ? 'must be a whole number' : 'must be a number';
}

function outOfBounds(
  option: APIApplicationCommandBasicOption,
  value: PageOption['value'],
): string | undefined {
  if (typeof value === 'number') {
    const { min_value: min, max_value: max } = numberBounds(option);
    const isIn = value >= (min ?? value) && value <= (max ?? value);
    if (isIn) return undefined;
    if (min !== undefined && max !== undefined) return `must be from ${min} to ${max}`;
    return min === undefined ? `must be at most ${max}` : `must be at least ${min}`;
  }
  if (typeof value !== 'string') return undefined;
  const { min_length: min, max_length: max } = textBounds(option);
  if (max !== undefined && value.length > max) return `is too long: ${value.length} of ${max} characters`;
  return min !== undefined && value.length < min ? `needs at least ${min} characters` : undefined;
}

export function numberBounds(option: object): { readonly min_value?: number; readonly max_value?: number } {
  return option;
}

function textBounds(option: object): { readonly min_length?: number; readonly max_length?: number } {
  return option;
}
