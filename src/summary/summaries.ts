/**
 * A paper's summary: by the language model where there is one and it gives one that the abstract supports, else the
 * abstract's own sentences. What a model wrote is kept for the paper as it is, so that it is written once.
 */
import { createHash } from 'node:crypto';
import type Keyv from 'keyv';
import { LanguageModelError, type LanguageModelFailure } from '../domain/errors.ts';
import type { Paper } from '../domain/paper.ts';
import type { Embedder } from '../embedding/embedder.ts';
import type { Clock } from '../lib/clock.ts';
import { deadlineIn } from '../lib/deadline.ts';
import { createSingleFlight } from '../lib/single-flight.ts';
import type { ChatModel, UsageSubject } from '../llm/chat-model.ts';
import { createDictionary } from '../retrieval/query/dictionary.ts';
import { ENGLISH, type Language } from '../text/language.ts';
import { extractSummary, type Length } from './extract.ts';
import type { SummarySentence } from './summary-sentence.ts';
import { loadSummaryPrompts, translateSummary, type Writer, type Writing, writeSummary } from './write.ts';

export interface Summary {
  /** In reading order; none where there is no abstract. */
  readonly sentences: readonly SummarySentence[];
  /** The model that wrote them; undefined where they are the abstract's, word for word. */
  readonly writtenBy: string | undefined;
  readonly language: Language;
  /** Why it isn't what was asked for: `no-model` where a language was, and there is no model to write it. */
  readonly because?: LanguageModelFailure | 'no-model' | undefined;
  /** While more is being written. */
  readonly isDraft?: true;
}

export interface SummaryRequest {
  readonly length: Length;
  readonly language: Language;
}

export interface Summaries {
  /** The summary; before it, where it takes long, what there is of it so far. Never fails because of the model. */
  tell(paper: Paper, request: SummaryRequest, usageSubject: UsageSubject): AsyncIterable<Summary>;
  /** The sentence that a model wrote of a paper, where it has; asks nobody. */
  keptSentence(paper: Paper): Promise<string | undefined>;
  /**
   * Has that sentence written, at nobody's cost.
   * @throws LanguageModelError where there is none.
   */
  writeSentence(paper: Paper, signal: AbortSignal): Promise<void>;
}

/** From then on a summary is shown as it is being written. */
const SHOW_DRAFTS_AFTER_MS = 2_000;
/** Raised when sentences are checked otherwise: what is kept has passed the checks of its time. */
const CHECKS = 3;
const KEPT_MS = 90 * 24 * 3_600_000;

export interface SummariesDeps {
  readonly model: ChatModel | undefined;
  readonly store: Keyv<readonly SummarySentence[]>;
  /** Whose embedder is the one in use. */
  readonly engine: { readonly embedder: Embedder };
  readonly clock: Clock;
}

export function createSummaries({ model, store, engine, clock }: SummariesDeps): Summaries {
  async function extract(
    paper: Paper,
    { length }: SummaryRequest,
    because?: Summary['because'],
  ): Promise<Summary> {
    const { sentences } = await extractSummary(paper.abstract, engine.embedder, length);
    return { sentences, writtenBy: undefined, language: ENGLISH, because };
  }

  if (!model) {
    return {
      async *tell(paper, request) {
        yield await extract(paper, request, request.language.code === 'en' ? undefined : 'no-model');
      },
      keptSentence: async () => undefined,
      async writeSentence() {},
    };
  }

  const prompts = loadSummaryPrompts();
  const isWord = createDictionary();
  const flights = createSingleFlight<readonly SummarySentence[], readonly SummarySentence[]>();
  const writer = (): Writer => ({ model, prompts, isWord, embedder: engine.embedder });

  /** What is kept under the key, else made by whoever comes first and awaited by all who come meanwhile. */
  async function make(
    key: string,
    writing: Writing,
    write: (writing: Writing) => Promise<readonly SummarySentence[]>,
  ): Promise<readonly SummarySentence[]> {
    const kept = await store.get(key);
    if (kept) return kept;
    let isOwn = false;
    const start = async (signal: AbortSignal, onDraft: Writing['onDraft']) => {
      isOwn = true;
      const told = await write({ usageSubject: writing.usageSubject, signal, onDraft });
      await store.set(key, told, KEPT_MS);
      return told;
    };
    try {
      return await flights.wait(key, start, writing);
    } catch (error) {
      // What somebody else has spent is not spent for everybody.
      const isOthers = !isOwn && error instanceof LanguageModelError && error.reason === 'spent';
      if (isOthers) return make(key, writing, write);
      throw error;
    }
  }

  function keyOf({ title, abstract }: Paper, { length, language }: SummaryRequest): string {
    const asked = [(length === 'line' ? prompts.sentence : prompts.summary).key];
    if (language.code !== 'en') asked.push(prompts.translation.key, language.code);
    return createHash('sha256')
      .update(JSON.stringify([title, abstract, model?.modelId, length, CHECKS, ...asked]))
      .digest('base64url');
  }

  const write = (paper: Paper, length: Length, writing: Writing) =>
    make(keyOf(paper, { length, language: ENGLISH }), writing, (own) =>
      writeSummary(writer(), paper, length, own),
    );

  async function tellTo(
    show: (summary: Summary) => void,
    paper: Paper,
    request: SummaryRequest,
    usageSubject: UsageSubject,
    left: AbortSignal,
  ): Promise<void> {
    const { length, language } = request;
    const isEnglish = language.code === 'en';
    const deadline = deadlineIn(clock, model?.timeoutMs ?? 0);
    const signal = AbortSignal.any([deadline.signal, left]);
    const drafts = createDrafts(clock, (sentences) =>
      show({ sentences, writtenBy: model?.name, language, isDraft: true }),
    );
    let english: readonly SummarySentence[] | undefined;
    try {
      const kept = isEnglish ? undefined : await store.get(keyOf(paper, request));
      const onDraft = isEnglish ? drafts.take : () => {};
      english = kept ? [] : await write(paper, length, { usageSubject, signal, onDraft });
      const writing = { usageSubject, signal, onDraft: drafts.take };
      const sentences = isEnglish
        ? english
        : (kept ?? (await make(keyOf(paper, request), writing, translate(english, language))));
      drafts.end();
      show({ sentences, writtenBy: model?.name, language });
    } catch (error) {
      drafts.end();
      if (!(error instanceof LanguageModelError) && !signal.aborted) throw error;
      const because = error instanceof LanguageModelError ? error.reason : 'away';
      show(
        english
          ? { sentences: english, writtenBy: model?.name, language: ENGLISH, because }
          : await extract(paper, request, because),
      );
    } finally {
      deadline.cancel();
    }
  }

  const translate = (english: readonly SummarySentence[], language: Language) => (own: Writing) =>
    translateSummary(writer(), english, language, own);

  return {
    tell(paper, request, usageSubject) {
      const left = new AbortController();
      return new ReadableStream<Summary>({
        async start(controller) {
          const show = (summary: Summary) => {
            // Whoever left may not keep others from theirs by an error.
            if (!left.signal.aborted) controller.enqueue(summary);
          };
          if (paper.abstract.trim()) await tellTo(show, paper, request, usageSubject, left.signal);
          else show(await extract(paper, request));
          if (!left.signal.aborted) controller.close();
        },
        cancel: () => left.abort(new Error('nobody reads it any more')),
      });
    },
    async keptSentence(paper) {
      const kept = await store.get(keyOf(paper, { length: 'line', language: ENGLISH }));
      return kept?.[0]?.text;
    },
    async writeSentence(paper, signal) {
      if (paper.abstract.trim()) await write(paper, 'line', { usageSubject: {}, signal, onDraft: () => {} });
    },
  };
}

/** Passes on what is there of a summary once it has taken long, and then whatever more comes. */
function createDrafts(clock: Clock, show: (sentences: readonly SummarySentence[]) => void) {
  let newest: readonly SummarySentence[] = [];
  let isSlow = false;
  const cancel = clock.after(SHOW_DRAFTS_AFTER_MS, () => {
    isSlow = true;
    if (newest.length > 0) show(newest);
  });
  let hasEnded = false;
  return {
    take(sentences: readonly SummarySentence[]): void {
      if (hasEnded || sentences.length <= newest.length) return;
      newest = sentences;
      if (isSlow) show(newest);
    },
    end(): void {
      hasEnded = true;
      cancel();
    },
  };
}
