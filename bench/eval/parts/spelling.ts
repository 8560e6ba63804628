/** British spellings and typing errors: agreement with the results of the usual spelling. */
import { britishSpellings, twoTypoWords, type VariantQuestion } from '../corpus-sets.ts';
import { halfOf, type Setting } from '../setting.ts';
import { bm25, dense, paperboy } from '../systems.ts';
import { shareText } from '../tables.ts';

const FIRST = 3;
const DEPTH = 10;

export async function spelling(setting: Setting): Promise<void> {
  const engine = await setting.corpus();
  if (!engine) return;
  const papers = await setting.papers();
  const sets: readonly (readonly [string, readonly VariantQuestion[]])[] = [
    ['British spelling', britishSpellings(papers, 100)],
    ['A word with two typing errors', twoTypoWords(papers, 100)],
  ];
  for (const [title, all] of sets) {
    const questions = halfOf(all, setting.half);
    console.log(`\n${title} (${setting.half}): the usual spelling's first three in the first ten`);
    for (const system of [paperboy(engine), bm25(engine), dense(engine)]) {
      let found = 0;
      const missed: string[] = [];
      for (const { variant, usual } of questions) {
        const wanted = (await system.search(usual, FIRST)).ids;
        const { ids } = await system.search(variant, DEPTH);
        const shared = ids.filter((id) => wanted.includes(id)).length;
        if (shared < FIRST) missed.push(variant);
        found += shared;
      }
      console.log(`  ${system.name}: ${shareText(found, FIRST * questions.length)}`);
      if (system.name === 'Paperboy' && missed.length > 0)
        console.log(`    not whole: ${missed.slice(0, 8).join('; ')}`);
    }
  }
}
