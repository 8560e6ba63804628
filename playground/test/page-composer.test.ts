/** Promises about what may be typed into the composer, and what it sends. */
import {
  type APIApplicationCommand,
  ApplicationCommandOptionType,
  ApplicationCommandType,
} from 'discord-api-types/v10';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { askInWords } from '../page/ask.ts';
import {
  addableOptions,
  autocompleteOf,
  checkDraft,
  type Draft,
  draftOfText,
  isOffered,
  startDraft,
  withOption,
  withPick,
  withText,
  withTyped,
} from '../page/command-draft.ts';
import { choicesMatching, commandsMatching } from '../page/matching.ts';
import { createSuggestions } from '../page/suggestions.ts';

const command = (name: string, options: readonly object[] = []): APIApplicationCommand => ({
  id: name,
  application_id: '1',
  version: '1',
  type: ApplicationCommandType.ChatInput,
  name,
  description: `About ${name}`,
  default_member_permissions: null,
  options: options as NonNullable<APIApplicationCommand['options']>,
});
const query = {
  type: ApplicationCommandOptionType.String,
  name: 'query',
  description: '',
  required: true,
  max_length: 20,
};
const count = {
  type: ApplicationCommandOptionType.Integer,
  name: 'count',
  description: '',
  min_value: 1,
  max_value: 10,
};
const period = {
  type: ApplicationCommandOptionType.String,
  name: 'period',
  description: '',
  choices: [
    { name: 'This week', value: 'week' },
    { name: 'Today', value: 'day' },
  ],
};
const file = { type: ApplicationCommandOptionType.Attachment, name: 'file', description: '', required: true };
const papers = command('papers', [query, count, period]);

/** The draft of /papers with these texts in its options. */
function drafted(texts: Readonly<Record<string, string>>) {
  let draft = startDraft(papers);
  for (const [name, text] of Object.entries(texts)) {
    const option = addableOptions(draft).find((one) => one.name === name);
    if (option) draft = withOption(draft, option);
    draft = withText(draft, name, text);
  }
  return draft;
}

/** The filled fields of a draft. */
const filledIn = (draft: Draft | undefined) =>
  draft &&
  Object.fromEntries(
    draft.fields.flatMap(({ option, text }) => (text.trim() ? [[option.name, text.trim()]] : [])),
  );

describe('a command being filled in', () => {
  test('shows required options first and offers the rest', () => {
    const draft = startDraft(papers);
    expect(draft.fields.map(({ option }) => option.name)).toEqual(['query']);
    expect(addableOptions(draft).map(({ name }) => name)).toEqual(['count', 'period']);
  });

  test('sends numbers as numbers and choices as their values', () => {
    expect(checkDraft(drafted({ query: ' unlearning ', count: '3', period: 'this week' }))).toEqual({
      options: [
        { name: 'query', value: 'unlearning' },
        { name: 'count', value: 3 },
        { name: 'period', value: 'week' },
      ],
    });
  });

  test('omits empty options', () => {
    expect(checkDraft(drafted({ query: 'unlearning', count: '' }))).toEqual({
      options: [{ name: 'query', value: 'unlearning' }],
    });
  });

  test.each([
    [{ query: ' ' }, 'Fill in “query” first.'],
    [{ query: 'x'.repeat(21) }, '“query” is too long: 21 of 20 characters.'],
    [{ query: 'x', count: '11' }, '“count” must be from 1 to 10.'],
    [{ query: 'x', count: '2.5' }, '“count” must be a whole number.'],
    [{ query: 'x', period: 'year' }, '“period” must be one of the list.'],
  ])('%j is stopped before it is sent, with the reason', (texts, problem) => {
    expect(checkDraft(drafted(texts))).toMatchObject({ problem });
  });

  test('a picked choice is sent by its value until the text changes', () => {
    const draft = withPick(startDraft(papers), 'query', { name: 'A long title', value: '2509.20354' });
    expect(checkDraft(draft)).toEqual({ options: [{ name: 'query', value: '2509.20354' }] });
    expect(checkDraft(withText(draft, 'query', 'other'))).toEqual({
      options: [{ name: 'query', value: 'other' }],
    });
  });

  test('requests suggestions with everything typed so far and the focused option', () => {
    expect(autocompleteOf(drafted({ query: 'emb', count: '3' }), 'query')).toEqual({
      type: 'autocomplete',
      name: 'papers',
      options: [
        { name: 'query', value: 'emb', focused: true },
        { name: 'count', value: 3 },
      ],
    });
  });

  test('a command that needs a file is not offered, because the composer takes none', () => {
    expect([papers, command('upload', [file])].filter(isOffered)).toEqual([papers]);
  });
});

describe('typing', () => {
  test.each([
    ['/papers ', {}],
    ['/papers unlearning', { query: 'unlearning' }],
    ['/papers query: unlearning', { query: 'unlearning' }],
    ['/papers query:unlearning since:2025 count: 3', { query: 'unlearning since:2025', count: '3' }],
    ['/papers period:today', { period: 'today' }],
    ['/papers machine unlearning period: week', { query: 'machine unlearning', period: 'week' }],
  ])('“%s” is the command with %o in its fields', (text, texts) => {
    const typed = draftOfText(text, [papers]);
    expect(filledIn(typed?.draft)).toEqual(texts);
  });

  test.each([
    ['/papers query: unlearning count: 3', { query: 'unlearning', count: '3' }],
    ['/papers query: what counts: a survey', { query: 'what counts: a survey' }],
    ['/papers query: a query: b', { query: 'a query: b' }],
    ['/papers count: 3 query: x', { count: '3', query: 'x' }],
    [
      '/trending period: this week topic: robots that learn',
      { period: 'this week', topic: 'robots that learn' },
    ],
    ['/trending topic: robots', { topic: 'robots' }],
  ])('“%s” typed letter by letter fills in %o', (text, texts) => {
    const trending = command('trending', [period, { ...query, name: 'topic', required: false }]);
    let typed: { draft: Draft; focus: string } | undefined;
    for (const [i, letter] of [...text].entries()) {
      const before = typed?.draft.fields.find(({ option }) => option.name === typed?.focus);
      typed = typed
        ? withTyped(typed.draft, typed.focus, (before?.text ?? typed.draft.loose) + letter)
        : draftOfText(text.slice(0, i + 1), [papers, trending]);
    }
    expect(filledIn(typed?.draft)).toEqual(texts);
  });

  test('words that belong to no option are never sent', () => {
    const typed = draftOfText('/trending this week', [command('trending', [period])]);
    expect(typed && checkDraft(typed.draft)).toEqual({
      problem: '“this week” belongs to no option. Name the option first, such as “period:”.',
      optionName: '',
    });
  });

  test.each(['/papers', '/paper ', 'papers '])('“%s” is no command yet', (text) => {
    expect(draftOfText(text, [papers])).toBeUndefined();
  });

  test('plain words ask /papers for them', () => {
    expect(askInWords(' embeddings ', [papers])).toEqual({
      action: { type: 'command', name: 'papers', options: [{ name: 'query', value: 'embeddings' }] },
    });
  });

  test('an unsendable input says why', () => {
    expect(askInWords('/nothing', [papers])).toEqual({
      problem: 'There is no command “/nothing”. Type / to see them all.',
    });
    expect(askInWords('x'.repeat(21), [papers])).toMatchObject({
      problem: expect.stringContaining('20 is the most'),
    });
    expect(askInWords('x', [])).toEqual({ problem: 'Type / to see what Paperboy can do.' });
  });

  test('lists commands that begin with the input before those that only mention it', () => {
    const commands = [command('similar'), command('help'), command('papers')];
    expect(commandsMatching(commands, 'p').map(({ name }) => name)).toEqual(['papers', 'help']);
    expect(choicesMatching(period.choices, 'TOD')).toEqual([{ name: 'Today', value: 'day' }]);
  });
});

describe('suggestions', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('are requested once, when the typing pauses', async () => {
    const { request } = createSuggestions();
    const ask = vi.fn(async (text: string) => text);
    const show = vi.fn();
    for (const text of ['e', 'em', 'emb'])
      request(
        () => ask(text),
        show,
        () => {},
      );
    await vi.advanceTimersByTimeAsync(149);
    expect(ask).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(ask.mock.calls).toEqual([['emb']]);
    expect(show.mock.calls).toEqual([['emb']]);
  });

  test('are dropped if newer ones were requested since', async () => {
    const { request } = createSuggestions();
    const show = vi.fn();
    const answers: ((text: string) => void)[] = [];
    const ask = () => new Promise<string>((resolve) => answers.push(resolve));
    request(ask, show, () => {});
    await vi.advanceTimersByTimeAsync(150);
    request(ask, show, () => {});
    await vi.advanceTimersByTimeAsync(150);
    answers[1]?.('new');
    answers[0]?.('old');
    await vi.advanceTimersByTimeAsync(0);
    expect(show.mock.calls).toEqual([['new']]);
  });

  test('report a failure once, unless nobody waits for them any more', async () => {
    const { request, cancel } = createSuggestions();
    const failed = vi.fn();
    const ask = () => Promise.reject(new Error('no'));
    request(ask, () => {}, failed);
    await vi.advanceTimersByTimeAsync(150);
    expect(failed).toHaveBeenCalledTimes(1);
    request(ask, () => {}, failed);
    cancel();
    await vi.advanceTimersByTimeAsync(150);
    expect(failed).toHaveBeenCalledTimes(1);
  });
});
