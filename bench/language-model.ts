/** What the program adds to a language model that answers at once: /summary of a paper that was summarised before. */
import { startTestBot } from '../test/helpers/bot.ts';
import { openTestLibrary } from '../test/helpers/library.ts';
import { startPlayground } from '../test/helpers/playground.ts';
import { createScriptedModel } from '../test/helpers/scripted-model.ts';
import { describeMs } from './figures.ts';

const PAPER = '2509.20354';
const TIMES = 220;
const WARM_UP = 20;

export async function run(): Promise<void> {
  const library = await openTestLibrary();
  const [paper] = await library.catalog.getPapers([PAPER]);
  const [problem = '', method = '', result = ''] = paper?.abstract.split(/(?<=\.) (?=[A-Z])/) ?? [];
  const model = createScriptedModel(() => ({ problem, method, result, audience: '' }));
  const discord = await startPlayground();
  const bot = await startTestBot(discord, library, { languageModel: model });
  const times: number[] = [];
  for (let i = 0; i < TIMES; i++) {
    const started = performance.now();
    const { embeds } = await discord.command('summary', { paper: PAPER });
    if (!embeds[0]?.footer?.text.startsWith('Written by'))
      throw new Error('it was not the model that wrote it');
    if (i >= WARM_UP) times.push(performance.now() - started);
  }
  if (model.asked.length !== 1) throw new Error(`the model was asked ${model.asked.length} times`);
  console.log(`/summary, kept: whole answer ${describeMs(times)}`);
  await bot.close(1_000);
  await discord.close();
  await library.close();
}
