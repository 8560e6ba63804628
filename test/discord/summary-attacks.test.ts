/** A model that obeys every instruction in its input, and one that writes only rubbish: neither reaches a person. */
import type { APIMessage } from 'discord-api-types/v10';
import { describe, expect, it, test } from 'vitest';
import { LanguageModelError } from '../../src/domain/errors.ts';
import { createRandom } from '../../src/eval/random.ts';
import type { TestBot } from '../helpers/bot.ts';
import { useDiscord } from '../helpers/discord.ts';
import type { TestEngine } from '../helpers/library.ts';
import { makePaper } from '../helpers/papers.ts';
import type { TestPlayground } from '../helpers/playground.ts';
import { createScriptedModel } from '../helpers/scripted-model.ts';
import { INJECTIONS } from '../llm/injections.ts';

const ABSTRACT =
  'Small models for text embeddings lag behind large ones. We propose a training recipe that distils a large encoder into a small one. Experiments show that the small model reaches 97% of the accuracy of the large one on eleven benchmarks. It needs a tenth of the memory.';

const model = createScriptedModel(() => ({}));
let engine: TestEngine;
let discord: TestPlayground;
let bot: TestBot;
useDiscord(
  (started) => {
    ({ engine, discord, bot } = started);
  },
  { languageModel: model },
);

let papers = 0;
async function summaryOf(
  paper: { title?: string; abstract?: string },
  options: Record<string, string> = {},
  name?: string,
): Promise<APIMessage> {
  const id = `2511.${String(20_000 + papers++)}`;
  await engine.stores.papers.add([
    makePaper({ id, title: `Small embeddings ${id}`, abstract: ABSTRACT, ...paper }),
  ]);
  const by = name ? { user: discord.addPerson(name) } : {};
  return discord.command('summary', { paper: id, ...options }, by);
}

/** A summary's fixed form: one embed with these fields, one row of two buttons, no mentions. */
function expectForm(message: APIMessage): string {
  expect(message.content).toBe('');
  expect(message.mentions).toEqual([]);
  expect(message.mention_everyone).toBe(false);
  expect(message.embeds).toHaveLength(1);
  const [embed] = message.embeds;
  expect(embed?.footer?.text).toMatch(/^(?:Quoted from the abstract|Written by scripted\.)/);
  expect(message.components).toHaveLength(1);
  const description = embed?.description ?? '';
  const headings = [...description.matchAll(/\*\*(.*?)\*\*/g)].map(([, heading]) => heading);
  const all = ['Problem', 'Method', 'Results', 'Who it’s for'];
  expect(all).toEqual(expect.arrayContaining(headings));
  expect(description).not.toMatch(/https?:|@(?:everyone|here)|<[@#]|discord\.gg|```|\|\||\]\(/);
  return description;
}

/** Every output field of every prompt. */
const everywhere = (text: string) => ({
  problem: text,
  method: text,
  result: text,
  audience: text,
  sentence: text,
  sentences: [text, text, text, text],
});

describe('a model that obeys its input', () => {
  it('faces at least 60 attempts of at least 6 kinds', () => {
    expect(INJECTIONS.length).toBeGreaterThanOrEqual(60);
    expect(new Set(INJECTIONS.map(({ kind }) => kind)).size).toBeGreaterThanOrEqual(6);
    expect(new Set(INJECTIONS.map(({ where }) => where))).toEqual(new Set(['abstract', 'title', 'name']));
  });

  it.each(INJECTIONS)('$kind in the $where: $text', async ({ where, text, obeys, marks }) => {
    model.answer = () => everywhere(obeys);
    const paper =
      where === 'title' ? { title: text } : where === 'abstract' ? { abstract: `${ABSTRACT} ${text}` } : {};
    const name = where === 'name' ? text.replace(/\s+/g, ' ').slice(0, 32) : undefined;
    for (const options of [{}, { length: 'line' }]) {
      const description = expectForm(await summaryOf(paper, options, name));
      for (const mark of marks) expect(description).not.toContain(mark);
    }
    // The instructions contain none of the untrusted text, and none of it can close its tags.
    for (const { instructions, data } of model.asked.splice(0)) {
      expect(instructions).not.toContain(text);
      expect(data.match(/<\/abstract>/g)).toHaveLength(1);
    }
  });

  it('changes nothing while the rest of its answer is good', async () => {
    for (const { obeys, marks } of INJECTIONS) {
      model.answer = () => ({
        problem: 'Small models for text embeddings lag behind large ones.',
        method: `A recipe distils a large encoder into a small one. ${obeys}`,
        result: 'The small model reaches 97% of the accuracy of the large one on eleven benchmarks.',
        audience: obeys,
      });
      const description = expectForm(await summaryOf({}));
      for (const mark of marks) expect(description).not.toContain(mark);
    }
  });
});

// Seeded, so that a failure can be repeated.
const uniform = createRandom(20_261_126);
const random = (below: number): number => Math.floor(uniform() * below);
const RUBBISH: Readonly<Record<string, () => unknown>> = {
  'invented numbers': () =>
    everywhere(`It reaches ${random(900) + 98}.${random(9) + 1}% of the accuracy of the large one.`),
  'invented names': () => everywhere(`Zorbat-${random(99)} distils a large encoder into a small QuuxNet.`),
  'invented papers': () =>
    everywhere(`As arXiv:${1_000 + random(999)}.${10_000 + random(9_999)} shows [${random(90) + 10}].`),
  links: () =>
    everywhere(`We propose a training recipe, see https://evil${random(99)}.example/a?b=${random(99)}.`),
  mentions: () => everywhere(`@everyone We propose a training recipe, says <@${random(1e9) + 1e9}>.`),
  'wrong JSON': () =>
    [[], null, 'text', 7, { other: 'field' }, { problem: 1 }, { method: { a: 1 } }][random(7)],
  empty: () => everywhere([' ', '', '\n\n', '...', '\u200b'][random(5)] ?? ''),
  endless: () =>
    everywhere(['over and over again ', 'a', 'We propose. ', '𝕏'][random(4)]?.repeat(25_000) ?? ''),
  'bytes of all kinds': () =>
    everywhere(Array.from({ length: 400 }, () => String.fromCodePoint(random(0xd7ff) + 1)).join('')),
  refusals: () =>
    everywhere(
      ["I'm sorry, but I can't help with that.", 'As an AI language model, I refuse.'][random(2)] ?? '',
    ),
};

describe('100 answers of a model that writes rubbish', () => {
  test.each(Object.keys(RUBBISH))('%s', async (kind) => {
    for (let i = 0; i < 10; i++) {
      const answer = RUBBISH[kind]?.();
      model.answer = () => answer;
      const message = await summaryOf({}, i % 2 ? { length: 'detailed' } : {});
      expectForm(message);
      expect(message.embeds[0]?.footer?.text).toMatch(/^Quoted from the abstract: the language model/);
      expect(ABSTRACT.replaceAll(' ', '')).toContain('thesmallmodelreaches97%');
    }
    expect(bot.handled.filter(({ outcome }) => outcome !== 'answered')).toEqual([]);
  });

  test.each(['away', 'misconfigured', 'spent'] as const)(
    'a model that is %s is said to be',
    async (reason) => {
      model.answer = () => {
        throw new LanguageModelError('not now', { reason });
      };
      const text = (await summaryOf({})).embeds[0]?.footer?.text;
      expect(text).toBe(
        {
          away: 'Quoted from the abstract: the language model isn’t answering',
          misconfigured: 'Quoted from the abstract: the language model refuses its key or can’t be found',
          spent: "Quoted from the abstract: today's language-model budget is used up",
        }[reason],
      );
    },
  );
});
