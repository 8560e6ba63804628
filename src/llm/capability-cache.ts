/** Detected capabilities of each model: in memory while being detected, stored once they have worked. */
import type Keyv from 'keyv';
import { assumed, type Capabilities, contextIn, withoutRefused } from './capabilities.ts';
import type { Completion } from './chat-completion.ts';

export interface CachedCapabilities {
  readonly model: string;
  /** True if these settings have worked once, now or in an earlier run. */
  isProven(): boolean;
  now(): Capabilities;
  /** Drops a refused capability of a request made with these settings; returns true if another way remains. */
  leaveOut(asked: Capabilities, words: string): boolean;
  setContext(tokens: number): void;
  /** Records an answer's evidence, and stores working settings. */
  prove(asked: Capabilities, said: Completion): Promise<void>;
}

/** Servers may gain capabilities, so they are tested again after this time. */
const KEEP_MS = 7 * 86_400_000;

export function createCapabilityCache(
  baseUrl: string,
  store: Keyv<Capabilities>,
): (model: string) => Promise<CachedCapabilities> {
  const models = new Map<string, Promise<CachedCapabilities>>();

  async function open(model: string): Promise<CachedCapabilities> {
    const key = `${baseUrl} ${model}`;
    const stored = await store.get(key).catch(() => undefined);
    let isProven = stored !== undefined;
    let current = stored ?? assumed(baseUrl);
    let kept = stored;
    return {
      model,
      isProven: () => isProven,
      now: () => current,
      leaveOut(asked, words) {
        // Another request has detected it meanwhile.
        if (asked !== current) return true;
        const next = withoutRefused(current, words, !isProven);
        if (next) current = next;
        return next !== undefined;
      },
      setContext(tokens) {
        current = { ...current, contextTokens: tokens };
      },
      async prove(asked, { ignoredStream, thought }) {
        if (ignoredStream && current.streams) current = { ...current, streams: false, countsStreamed: false };
        if (thought && !current.thinks) current = { ...current, thinks: true };
        if (asked !== current && !ignoredStream && !thought) return;
        isProven = true;
        if (kept === current) return;
        kept = current;
        await store.set(key, current, KEEP_MS);
      },
    };
  }

  return (model) => {
    const known = models.get(model) ?? open(model);
    models.set(model, known);
    return known;
  };
}

/** The context size named by a text's refusal, if any. */
export function learnContext(known: CachedCapabilities, words: string): number | undefined {
  const tokens = contextIn(words);
  if (tokens !== undefined && tokens < known.now().contextTokens) known.setContext(tokens);
  return tokens;
}
