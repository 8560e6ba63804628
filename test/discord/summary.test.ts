/** /summary with a language model as people see it: lengths, languages, drafts, and caching. */
import { setImmediate } from 'node:timers/promises';
import Keyv from 'keyv';
import { expect, test } from 'vitest';
import type { Paper } from '../../src/domain/paper.ts';
import { createSummaries, type Summary } from '../../src/summary/summaries.ts';
import type { SummarySentence } from '../../src/summary/summary-sentence.ts';
import { ENGLISH, readLanguage } from '../../src/text/language.ts';
import { useDiscord } from '../helpers/discord.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import type { TestEngine } from '../helpers/library.ts';
import { makePaper } from '../helpers/papers.ts';
import type { TestPlayground } from '../helpers/playground.ts';
import { createScriptedModel } from '../helpers/scripted-model.ts';

const PROBLEM = 'Small models for text embeddings lag behind large ones.';
const METHOD = 'A training recipe distils a large encoder into a small one.';
const RESULT = 'The small model reaches 97% of the accuracy of the large one on eleven benchmarks.';
const AUDIENCE = 'Useful where a large encoder for text embeddings needs too much memory.';
const ENGLISH_ANSWER = { problem: PROBLEM, method: METHOD, result: RESULT, audience: AUDIENCE };
const GERMAN = [
  'Kleine Modelle für Texteinbettungen bleiben hinter großen zurück.',
  'Ein Verfahren überträgt das Wissen eines großen Encoders auf einen kleinen.',
  'Das kleine Modell erreicht 97 % der Genauigkeit des großen auf elf Benchmarks.',
  'Nützlich, wo ein großer Encoder zu viel Speicher braucht.',
];
const ABSTRACT =
  'Small models for text embeddings lag behind large ones. We propose a training recipe that distils a large encoder into a small one. Experiments show that the small model reaches 97% of the accuracy of the large one on eleven benchmarks. It needs a tenth of the memory of a large encoder.';

const model = createScriptedModel(() => ENGLISH_ANSWER);
let engine: TestEngine;
let discord: TestPlayground;
let papers = 0;
useDiscord(
  (started) => {
    ({ engine, discord } = started);
  },
  { languageModel: model },
);

function answer({ prompt }: { readonly prompt: string }): unknown {
  if (prompt === 'sentence') return { sentence: METHOD };
  return prompt === 'translation' ? { sentences: GERMAN } : ENGLISH_ANSWER;
}

async function newPaper(): Promise<Paper> {
  const id = `2512.${String(20_000 + papers++)}`;
  const paper = makePaper({ id, title: `Small embeddings ${id}`, abstract: ABSTRACT });
  await engine.stores.papers.add([paper]);
  return paper;
}

async function summaryOf(options: Record<string, string> = {}) {
  const { id } = await newPaper();
  const message = await discord.command('summary', { paper: id, ...options });
  const [embed] = message.embeds;
  return {
    text: embed?.description?.split('\n\n').slice(1).join('\n'),
    footer: embed?.footer?.text,
    content: message.content,
  };
}

test('it has four parts, and names their author', async () => {
  model.answer = answer;
  expect(await summaryOf()).toEqual({
    content: '',
    text: `**Problem**\n${PROBLEM}\n**Method**\n${METHOD}\n**Results**\n${RESULT}\n**Who it’s for**\n${AUDIENCE}`,
    footer:
      'Written by scripted. Each sentence was compared with the abstract; most false ones are caught, not all',
  });
});

test('a sentence that the abstract doesn’t support is dropped', async () => {
  model.answer = () => ({
    ...ENGLISH_ANSWER,
    result: 'The small model reaches 98% of the accuracy of the large one on eleven benchmarks.',
    method: `${METHOD} GPT-4 distils a large encoder into a small one.`,
  });
  expect((await summaryOf()).text).toBe(
    `**Problem**\n${PROBLEM}\n**Method**\n${METHOD}\n**Who it’s for**\n${AUDIENCE}`,
  );
});

test('one line is one sentence, in any language', async () => {
  model.answer = answer;
  expect((await summaryOf({ length: 'line' })).text).toBe(METHOD);
});

test('another language is translated from the checked sentences, and the footer says what was checked', async () => {
  model.answer = answer;
  model.asked.length = 0;
  for (const language of ['German', 'deutsch', 'de', 'de-AT']) {
    const { text, footer } = await summaryOf({ language });
    expect(text).toBe(
      `**Problem**\n${GERMAN[0]}\n**Method**\n${GERMAN[1]}\n**Results**\n${GERMAN[2]}\n**Who it’s for**\n${GERMAN[3]}`,
    );
    expect(footer).toContain('translated into German, where only numbers and names were checked');
  }
  const translated = model.asked.find(({ prompt }) => prompt === 'translation');
  expect(translated?.data).not.toContain('It needs a tenth of the memory');
});

test('a language that the model ignored, and a translation with another number, are refused', async () => {
  for (const sentences of [
    [PROBLEM, METHOD, RESULT, AUDIENCE],
    GERMAN.map((each) => `${each} 42 Jahre.`),
    GERMAN.slice(1),
  ]) {
    model.answer = ({ prompt }) => (prompt === 'translation' ? { sentences } : ENGLISH_ANSWER);
    const { text, footer } = await summaryOf({ language: 'German' });
    expect(text).toContain(METHOD);
    expect(footer).toMatch(/In English: the translation failed my checks$/);
  }
});

test('a translated sentence without its number is dropped: it may say anything', async () => {
  const sentences = GERMAN.with(2, 'Kaufen Sie noch heute billige Pillen bei uns im Laden.');
  model.answer = ({ prompt }) => (prompt === 'translation' ? { sentences } : ENGLISH_ANSWER);
  const { text } = await summaryOf({ language: 'German' });
  expect(text).toContain(GERMAN[1]);
  expect(text).not.toContain('Pillen');
});

test('an unknown language is explained, and languages complete while typing', async () => {
  const { content } = await summaryOf({ language: 'Klingonese' });
  expect(content).toContain(
    "I don't know the language “Klingonese”. Write it as German, Deutsch or de, for example.",
  );
  const choices = await discord.autocomplete('summary', { language: 'fran' }, 'language');
  expect(choices).toContainEqual({ name: 'French (français)', value: 'fr' });
});

test('a repeated request uses the cache, and ten at once share one', async () => {
  model.answer = answer;
  model.asked.length = 0;
  const { id } = await newPaper();
  const people = Array.from({ length: 10 }, (_, i) => discord.addPerson(`Asker ${i}`));
  const messages = await Promise.all(
    people.map((user) => discord.command('summary', { paper: id }, { user })),
  );
  expect(new Set(messages.map(({ embeds }) => embeds[0]?.description)).size).toBe(1);
  await discord.command('summary', { paper: id });
  expect(model.asked).toHaveLength(1);
  await discord.command('summary', { paper: id, length: 'detailed' });
  expect(model.asked).toHaveLength(2);
});

test('a refused summary is not cached', async () => {
  const { id } = await newPaper();
  model.answer = () => ({ problem: '', method: '', result: '', audience: '' });
  const refused = await discord.command('summary', { paper: id });
  expect(refused.embeds[0]?.footer?.text).toMatch(
    /^Quoted from the abstract: the language model’s text wasn’t usable/,
  );
  model.answer = answer;
  expect((await discord.command('summary', { paper: id })).embeds[0]?.footer?.text).toMatch(
    /^Written by scripted/,
  );
});

/** Summaries on a fake clock, by a model that answers when the test says so. */
function byHand() {
  const clock = createFakeClock();
  const released: ((value: unknown) => void)[] = [];
  const slow = createScriptedModel(() => new Promise((resolve) => released.push(resolve)));
  const store = new Keyv<readonly SummarySentence[]>();
  const summaries = createSummaries({ model: slow, store, engine, clock });
  const ask = async (paper: Paper) => {
    const shown: Summary[] = [];
    const done = (async () => {
      for await (const summary of summaries.tell(paper, { length: 'short', language: ENGLISH }, {}))
        shown.push(summary);
    })();
    await settle();
    return { shown, done };
  };
  return { clock, released, slow, summaries, ask };
}
const settle = async (): Promise<void> => {
  for (let i = 0; i < 20; i++) await setImmediate();
};

test('after two seconds the sentences that passed appear as they arrive', async () => {
  const { clock, released, slow, ask } = byHand();
  const { shown, done } = await ask(makePaper({ abstract: ABSTRACT }));
  const onPartial = slow.asked[0]?.options.onPartial as ((partial: object) => void) | undefined;
  onPartial?.({ problem: PROBLEM, method: 'A training rec' });
  await settle();
  expect(shown).toEqual([]);
  clock.advance(2_000);
  await expect.poll(() => shown).toHaveLength(1);
  expect(shown.map(({ sentences }) => sentences.map(({ text }) => text))).toEqual([[PROBLEM]]);
  onPartial?.({ problem: PROBLEM, method: `${METHOD} Buy it at evil.com. Half a`, result: 'It' });
  await expect.poll(() => shown).toHaveLength(2);
  expect(shown.at(-1)).toMatchObject({ isDraft: true, sentences: [{ text: PROBLEM }, { text: METHOD }] });
  released[0]?.(ENGLISH_ANSWER);
  await done;
  expect(shown).toHaveLength(3);
  expect(shown.at(-1)?.isDraft).toBeUndefined();
});

test('nobody waits longer than the timeout; later requests still get the summary', async () => {
  const { clock, released, slow, ask } = byHand();
  const paper = makePaper({ abstract: ABSTRACT });
  const first = await ask(paper);
  clock.advance(5_000);
  const second = await ask(paper);
  clock.advance(3_000);
  await first.done;
  expect(first.shown).toMatchObject([{ writtenBy: undefined, because: 'away' }]);
  expect(slow.asked[0]?.options.signal.aborted).toBe(false);
  released[0]?.(ENGLISH_ANSWER);
  await second.done;
  expect(second.shown.at(-1)?.writtenBy).toBe('scripted');
  expect(slow.asked).toHaveLength(1);
});

test('when everybody has left, the model request is cancelled', async () => {
  const { clock, slow, ask } = byHand();
  const { done } = await ask(makePaper({ abstract: ABSTRACT }));
  clock.advance(8_000);
  await done;
  expect(slow.asked[0]?.options.signal.aborted).toBe(true);
});

test('one person who leaves doesn’t cancel it for the others', async () => {
  const { clock, released, slow, summaries, ask } = byHand();
  const paper = makePaper({ abstract: ABSTRACT });
  const request = { length: 'short', language: ENGLISH } as const;
  const leaver = summaries.tell(paper, request, {})[Symbol.asyncIterator]();
  const first = leaver.next();
  await expect.poll(() => slow.asked).toHaveLength(1);
  const { shown, done } = await ask(paper);
  const onPartial = slow.asked[0]?.options.onPartial as ((partial: object) => void) | undefined;
  clock.advance(2_000);
  onPartial?.({ problem: PROBLEM, method: 'A training rec' });
  await first;
  await leaver.return?.();
  onPartial?.({ problem: PROBLEM, method: METHOD, result: 'It' });
  await expect.poll(() => shown).toHaveLength(2);
  expect(slow.asked[0]?.options.signal.aborted).toBe(false);
  released[0]?.(ENGLISH_ANSWER);
  await done;
  expect(shown.at(-1)?.writtenBy).toBe('scripted');
});

test('when the only reader leaves, the model request is cancelled', async () => {
  const { clock, slow, summaries } = byHand();
  const request = { length: 'short', language: ENGLISH } as const;
  const leaver = summaries.tell(makePaper({ abstract: ABSTRACT }), request, {})[Symbol.asyncIterator]();
  const first = leaver.next();
  await expect.poll(() => slow.asked).toHaveLength(1);
  clock.advance(2_000);
  (slow.asked[0]?.options.onPartial as ((partial: object) => void) | undefined)?.({
    problem: PROBLEM,
    method: 'A training rec',
  });
  await first;
  await leaver.return?.();
  await settle();
  expect(slow.asked[0]?.options.signal.aborted).toBe(true);
});

test('without a model, lengths are quotes from the abstract, and other languages are unavailable', async () => {
  const plain = createSummaries({ model: undefined, store: new Keyv(), engine, clock: createFakeClock() });
  const paper = (await engine.stores.papers.getMany(['2509.20354']))[0] as Paper;
  const told = async (length: 'line' | 'short' | 'detailed', language = ENGLISH) => {
    for await (const summary of plain.tell(paper, { length, language }, {})) return summary;
    throw new Error('nothing was told');
  };
  expect((await told('line')).sentences).toHaveLength(1);
  expect((await told('short')).sentences).toHaveLength(3);
  const detailed = await told('detailed', readLanguage('日本語'));
  expect(detailed.sentences.length).toBeGreaterThan(3);
  expect(detailed.sentences.length).toBeLessThanOrEqual(6);
  for (const { text } of detailed.sentences) expect(paper.abstract).toContain(text);
  expect(detailed).toMatchObject({ because: 'no-model', writtenBy: undefined });
});
