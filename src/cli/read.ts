/** `paperboy ask` and `paperboy summary`: one question or one paper, as the bot answers, in plain text. */
import { type Answer, answerQuestion } from '../answer/answer.ts';
import { smallTalkIn } from '../answer/small-talk.ts';
import type { Config } from '../config/config.ts';
import { paperUrl } from '../domain/paper.ts';
import { systemClock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { OpenChatModel } from '../llm/client.ts';
import { openLanguageModel } from '../main/open-language-model.ts';
import { openSummaries } from '../main/open-summaries.ts';
import { smallTalkReply } from '../reply/small-talk.ts';
import { summaryOrigin, summaryText } from '../reply/summary.ts';
import { findPaper } from '../retrieval/find-paper.ts';
import { parseQuery } from '../retrieval/query/parse.ts';
import type { SearchEngine } from '../retrieval/search-engine.ts';
import type { Length } from '../summary/extract.ts';
import type { Summary } from '../summary/summaries.ts';
import { ENGLISH, readLanguage } from '../text/language.ts';
import { withEngine } from './open-for-search.ts';

export interface SummaryOptions {
  readonly length: Length;
  readonly language?: string;
  readonly json?: true;
}

/** Prints the last version of the answer; earlier ones are for people who watch a message change. */
export const askCommand = (config: Config, log: Log, question: string, { json }: { json?: true }) =>
  withModel(config, log, async (engine, model) => {
    const smallTalk = smallTalkIn(question);
    if (smallTalk) {
      const { content = '' } = smallTalkReply(smallTalk);
      process.stdout.write(
        json ? `${JSON.stringify({ kind: 'small-talk', text: content })}\n` : `${content}\n`,
      );
      return;
    }
    let answer: Answer | undefined;
    const request = { query: parseQuery(question), earlier: [], usageSubject: {} };
    for await (const version of answerQuestion({ engine, model, clock: systemClock }, request))
      answer = version;
    if (answer) process.stdout.write(json ? `${JSON.stringify(answer)}\n` : answerText(answer));
  });

export const summaryCommand = (
  config: Config,
  log: Log,
  asked: string,
  { length, language, json }: SummaryOptions,
) =>
  withModel(config, log, async (engine, model) => {
    const paper = await findPaper(engine, asked);
    const request = { length, language: language === undefined ? ENGLISH : readLanguage(language) };
    let summary: Summary | undefined;
    const versions = openSummaries(engine, model, systemClock).tell(paper, request, {});
    for await (const version of versions) summary = version;
    if (!summary) return;
    const { sentences } = summary;
    if (json) {
      const { id, title, authors } = paper;
      const line = {
        paperId: id,
        title,
        url: paperUrl(paper),
        authors,
        sentences,
        origin: summaryOrigin(summary),
      };
      process.stdout.write(`${JSON.stringify(line)}\n`);
      return;
    }
    const lines = [paper.title, paperUrl(paper), '', ...summaryText(summary), '', summaryOrigin(summary)];
    process.stdout.write(`${lines.join('\n')}\n`);
  });

function withModel(
  config: Config,
  log: Log,
  use: (engine: SearchEngine, model: OpenChatModel | undefined) => Promise<void>,
): Promise<void> {
  return withEngine(config, async (engine) => {
    const stop = new AbortController();
    const metrics = { recordAsked: () => {} };
    const deps = { stores: engine.stores, metrics, log, signal: stop.signal };
    const llm = await openLanguageModel(config.languageModel, deps);
    try {
      await use(engine, llm?.model);
    } finally {
      stop.abort();
      await llm?.discovered;
    }
  });
}

function answerText(answer: Answer): string {
  switch (answer.kind) {
    case 'answered': {
      const statements = answer.statements.map(
        ({ text, papers }) => `${text} ${papers.map((number) => `[${number}]`).join('')}`,
      );
      const papers = answer.papers.map((paper, i) => `[${i + 1}] ${paper.title}\n    ${paperUrl(paper)}`);
      return `${[...statements, '', ...papers].join('\n')}\n`;
    }
    case 'nothing': {
      const nearest = answer.nearest.map(({ paper }, i) => `${i + 1}. ${paper.title}\n   ${paperUrl(paper)}`);
      return `${['No paper answers that; these come closest:', ...nearest].join('\n')}\n`;
    }
    default:
      return 'That doesn’t sound like a question for machine-learning papers.\n';
  }
}
