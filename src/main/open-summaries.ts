/** Opens summaries, with a model's texts kept in the database. */
import type { Clock } from '../lib/clock.ts';
import type { ChatModel } from '../llm/chat-model.ts';
import type { SearchEngine } from '../retrieval/search-engine.ts';
import { createSummaries, type Summaries } from '../summary/summaries.ts';
import { openKeyValues } from './open-store.ts';

export const openSummaries = (engine: SearchEngine, model: ChatModel | undefined, clock: Clock): Summaries =>
  createSummaries({ model, store: openKeyValues(engine.stores, 'summaries'), engine, clock });
