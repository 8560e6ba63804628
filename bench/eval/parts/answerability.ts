/** Answerable and unanswerable questions on the bundled papers and the corpus: rates of abstention. */
import { readFile } from 'node:fs/promises';
import { projectPath } from '../../../src/lib/package-root.ts';
import type { SearchEngine } from '../../../src/retrieval/search-engine.ts';
import { readAll } from '../../../test/relevance/known-items.ts';
import { halfOf, type Setting } from '../setting.ts';
import { paperboy } from '../systems.ts';
import { shareText } from '../tables.ts';

export async function answerability(setting: Setting): Promise<void> {
  const bundled = await setting.engineOver(await readAll(projectPath('data/papers.jsonl')));
  await report('Bundled papers', bundled, 'bench/eval/questions/answerability-bundled.txt', setting);
  const corpus = await setting.corpus();
  if (!corpus) return;
  await report('Corpus', corpus, 'bench/eval/questions/answerability-corpus.txt', setting);
  const questions = await setting.questions('lists');
  const { search } = paperboy(corpus);
  const refused: string[] = [];
  const real = halfOf(questions?.graded ?? [], setting.half);
  for (const { query } of real) if (!(await search(query, 10)).confident) refused.push(query);
  console.log(`\nHeadings of lists told that nothing fits: ${shareText(refused.length, real.length)}`);
  if (refused.length > 0) console.log(`  ${refused.join('; ')}`);
}

async function report(title: string, engine: SearchEngine, path: string, setting: Setting): Promise<void> {
  const lines = (await readFile(projectPath(path), 'utf8')).trim().split('\n');
  const { search } = paperboy(engine);
  const outcomes: { hasAnswer: boolean; kind: string; question: string; abstained: boolean }[] = [];
  for (const line of halfOf(lines, setting.half)) {
    const [answer, kind = '', question = ''] = line.split('|');
    const { confident } = await search(question, 10);
    outcomes.push({ hasAnswer: answer === 'answer', kind, question, abstained: !confident });
  }
  console.log(`\nAnswerability, ${title} (${setting.half})`);
  for (const hasAnswer of [false, true]) {
    const group = outcomes.filter((each) => each.hasAnswer === hasAnswer);
    const wrong = group.filter(({ abstained }) => abstained === hasAnswer);
    const said = hasAnswer ? 'answerable, told that nothing fits' : 'unanswerable, recognised';
    const count = hasAnswer ? wrong.length : group.length - wrong.length;
    console.log(`  ${said}: ${shareText(count, group.length)}`);
    for (const kind of new Set(wrong.map((each) => each.kind)))
      console.log(
        `    wrong, ${kind}: ${wrong
          .filter((each) => each.kind === kind)
          .map(({ question }) => question)
          .join('; ')}`,
      );
  }
}
