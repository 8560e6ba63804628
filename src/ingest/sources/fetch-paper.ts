/** Fetches one paper that isn't in the catalog while a person waits: from arXiv, else from Hugging Face. */
import type { Paper } from '../../domain/paper.ts';
import type { SourceName } from '../../domain/source.ts';
import type { Clock } from '../../lib/clock.ts';
import { withinTime } from '../../lib/wait.ts';
import type { FetchedPaper, PaperFetcher } from '../../store/paper-fetcher.ts';
import type { Stores } from '../../store/stores.ts';

/** Reads one paper by its arXiv id; undefined where the source has none of that id. */
export type PaperReader = (id: string, signal: AbortSignal) => Promise<Paper | undefined>;

/** How long a person waits for each source. Discord shows that the bot is thinking meanwhile. */
const BUDGET_MS = 2_500;
/** A paper that doesn't exist may be announced tomorrow; a host that is away may be back soon. */
const MISSING_FOR_MS = 3_600_000;
const UNREACHABLE_FOR_MS = 30_000;
const MAX_REMEMBERED = 1_000;

/** Asks each reader in turn, and stores what is found. Several people who wait for one paper cause one request. */
export function createPaperFetcher(
  stores: Pick<Stores, 'papers'>,
  readers: readonly { readonly source: SourceName; readonly read: PaperReader }[],
  clock: Clock,
  signal: AbortSignal,
): PaperFetcher {
  const underWay = new Map<string, Promise<FetchedPaper>>();
  const failures = new Map<string, { readonly outcome: FetchedPaper; readonly untilMs: number }>();

  async function askAll(id: string): Promise<FetchedPaper> {
    for (const { source, read } of readers) {
      const tooLate = new Error(`${source} took longer than ${BUDGET_MS} ms`);
      try {
        const paper = await withinTime(clock, BUDGET_MS, tooLate, signal, (inTime) => read(id, inTime));
        if (!paper) return { kind: 'missing' };
        await stores.papers.add([paper], source);
        return { kind: 'found', paper: (await stores.papers.get(id)) ?? paper };
      } catch {
        // The next source may be there; the log has what the client says of this one.
      }
    }
    return { kind: 'unreachable' };
  }

  function remember(id: string, outcome: FetchedPaper): FetchedPaper {
    if (outcome.kind === 'found') return outcome;
    if (failures.size >= MAX_REMEMBERED) failures.delete(failures.keys().next().value ?? '');
    const forMs = outcome.kind === 'missing' ? MISSING_FOR_MS : UNREACHABLE_FOR_MS;
    failures.set(id, { outcome, untilMs: clock.now() + forMs });
    return outcome;
  }

  return async (id) => {
    const failure = failures.get(id);
    if (failure && failure.untilMs > clock.now()) return failure.outcome;
    failures.delete(id);
    const waiting =
      underWay.get(id) ??
      askAll(id)
        .then((outcome) => remember(id, outcome))
        .finally(() => underWay.delete(id));
    underWay.set(id, waiting);
    return waiting;
  };
}
