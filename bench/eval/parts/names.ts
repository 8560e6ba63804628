/** Short names of papers, models and data sets: they must come first, without abstention. */
import { heldNames, type NameQuestion, shortNames } from '../corpus-sets.ts';
import { halfOf, type Setting } from '../setting.ts';
import { bm25, dense, paperboy } from '../systems.ts';
import { runSystems, shareText } from '../tables.ts';

export async function names(setting: Setting): Promise<void> {
  const engine = await setting.corpus();
  if (!engine) return;
  const papers = await setting.papers();
  const sets: readonly (readonly [string, readonly NameQuestion[]])[] = [
    ['Short names of papers', shortNames(papers, 300)],
    ['Names that 10 to 150 abstracts hold', heldNames(papers, 112)],
    [
      'The same in small letters',
      heldNames(papers, 112).map((each) => ({ ...each, name: each.name.toLowerCase() })),
    ],
  ];
  for (const [title, all] of sets) {
    const questions = halfOf(all, setting.half).map(({ name, paperIds }) => ({
      query: name,
      grades: new Map(paperIds.map((id) => [id, 1])),
    }));
    const run = await runSystems([paperboy(engine), bm25(engine), dense(engine)], questions);
    console.log(`\n${title} (${setting.half})`);
    run.systems.forEach(({ name }, i) => {
      const answers = run.answers[i] ?? [];
      const first = answers.filter(({ ids }, q) => run.grades[q]?.has(ids[0] ?? '')).length;
      const toldNothing = answers.filter(({ confident }) => !confident).length;
      const abstained = i === 0 ? `, told that nothing fits ${shareText(toldNothing, answers.length)}` : '';
      console.log(`  ${name}: a right paper first ${shareText(first, answers.length)}${abstained}`);
    });
    const refused = questions.filter((_, q) => run.answers[0]?.[q]?.confident === false);
    if (refused.length > 0)
      console.log(
        `  refused: ${refused
          .slice(0, 12)
          .map(({ query }) => query)
          .join(', ')}`,
      );
  }
}
