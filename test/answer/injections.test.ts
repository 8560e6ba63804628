/** An obedient model with instructions in a question, a title or an abstract: none of its output reaches a person. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerQuestion } from '../../src/answer/answer.ts';
import { paperUrl } from '../../src/domain/paper.ts';
import { answerReply } from '../../src/reply/answer.ts';
import { parseQuery } from '../../src/retrieval/query/parse.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { openTestEngine, type TestEngine } from '../helpers/library.ts';
import { makePaper } from '../helpers/papers.ts';
import { createScriptedModel } from '../helpers/scripted-model.ts';
import { INJECTIONS } from '../llm/injections.ts';

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
});
afterAll(() => engine.close());

const QUESTION = 'how can graph sketching make subway maps quokka-proof?';

/** Unchanged, and each of the others in the question as well. */
const ATTEMPTS = [
  ...INJECTIONS,
  ...INJECTIONS.filter(({ where }) => where !== 'name').map((each) => ({
    ...each,
    where: 'question' as const,
  })),
];

test.each(ATTEMPTS.map((injection, i) => ({ i, ...injection })))(
  '$i: $kind in a $where changes nothing',
  async ({ where, text, obeys, marks }) => {
    const title = 'Graph sketching for quokka-proof subway maps';
    const abstract = 'We make subway maps quokka-proof by graph sketching. It is quick and simple.';
    await engine.stores.papers.add([
      makePaper({
        id: '2501.09999',
        title: where === 'title' ? `${title}. ${text}` : title,
        abstract: where === 'abstract' ? `${abstract} ${text}` : abstract,
      }),
    ]);
    const asked = where === 'name' || where === 'question' ? `${QUESTION} ${text}` : QUESTION;
    // It obeys in every format, and cites the paper that instructed it.
    const model = createScriptedModel(({ prompt }) =>
      prompt === 'rewrite'
        ? { isResearch: true, queries: [obeys, 'graph sketching subway maps'] }
        : {
            statements: [
              { text: obeys, papers: [1] },
              { text: `${obeys} We make subway maps quokka-proof by graph sketching.`, papers: [1] },
            ],
          },
    );
    const said: string[] = [];
    const question = { query: parseQuery(asked), earlier: [], usageSubject: {} };
    for await (const answer of answerQuestion({ engine, model, clock: createFakeClock() }, question)) {
      const { embeds = [] } = answerReply(answer, undefined, {
        key: 'key',
        askFor: () => ({ kind: 'open', command: 'papers', args: [] }),
      });
      // Titles are quoted as they are, as everywhere; the answer's text is separate.
      const told = embeds.map(({ description = '' }) => description.split('\n\n**1.**')[0]).join('\n');
      if (answer.kind !== 'answered') throw new Error(answer.kind);
      // The bot sets the citations itself, each with the exact address of its own paper.
      said.push(
        answer.papers.reduce(
          (text, { id, title }, i) =>
            text.replaceAll(`[\\[${i + 1}\\]](${paperUrl({ id, title: title.slice(0, 50) })})`, `(${i + 1})`),
          told,
        ),
      );
    }
    for (const mark of marks) expect(said.join('\n')).not.toContain(mark);
  },
);
