/** The project's own questions, a check for regressions; ranking was tuned on them. */
import { readGradedQuestions } from '../../../src/eval/questions.ts';
import { projectPath } from '../../../src/lib/package-root.ts';
import type { Setting } from '../setting.ts';
import { bm25, dense, paperboy } from '../systems.ts';
import { printRanking, runSystems, shareText } from '../tables.ts';

export async function own(setting: Setting): Promise<void> {
  const { papers, questions } = await readGradedQuestions(projectPath('test/relevance/questions.json'));
  const engine = await setting.engineOver(papers);
  const answerable = questions.filter(({ grades }) => grades.size > 0);
  const run = await runSystems([paperboy(engine), bm25(engine), dense(engine)], answerable);
  printRanking('The project’s own questions', run);
  const refused = (run.answers[0] ?? []).filter(({ confident }) => !confident).length;
  console.log(`  told that nothing fits: ${shareText(refused, answerable.length)}`);
  const others = questions.filter(({ grades }) => grades.size === 0);
  const none = await runSystems([paperboy(engine)], others);
  const recognised = (none.answers[0] ?? []).filter(({ confident }) => !confident).length;
  console.log(`  unanswerable, recognised: ${shareText(recognised, others.length)}`);
}
