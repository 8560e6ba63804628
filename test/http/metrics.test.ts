import { expect, test } from 'vitest';
import { createMetrics } from '../../src/http/metrics.ts';
import type { ListHealth } from '../../src/ingest/list-health.ts';
import type { BreakerState } from '../../src/lib/circuit-breaker.ts';

const noLists: ListHealth = { ageDays: new Map(), notices: [], failed: new Map(), away: [] };

function metricsOf(
  queues: Record<string, number> = {},
  papers = 119,
  lists = async () => noLists,
  breaker?: BreakerState,
) {
  return createMetrics({
    isFallbackModel: () => false,
    countPapers: async () => papers,
    countVectors: async () => papers - 1,
    queueLengths: async () => queues,
    lists,
    breakerState: () => breaker,
  });
}

test('interactions are counted by command and outcome, and timed in seconds', async () => {
  const metrics = metricsOf();
  metrics.recordInteraction({ command: 'papers', outcome: 'answered', deferredMs: 4, ms: 40 });
  metrics.recordInteraction({ command: 'papers', outcome: 'answered', deferredMs: 6, ms: 60 });
  metrics.recordInteraction({ command: 'summary', outcome: 'failed', ms: 2_000 });
  const { contentType, text } = await metrics.read();
  expect(contentType).toMatch(/^text\/plain; version=0\.0\.4/);
  for (const line of [
    'paperboy_interactions_total{command="papers",outcome="answered"} 2',
    'paperboy_interactions_total{command="summary",outcome="failed"} 1',
    'paperboy_interaction_seconds_bucket{le="0.05",command="papers"} 1',
    'paperboy_interaction_seconds_bucket{le="0.1",command="papers"} 2',
    'paperboy_interaction_seconds_sum{command="papers"} 0.1',
    'paperboy_interaction_seconds_sum{command="summary"} 2',
    'paperboy_acknowledge_seconds_bucket{le="0.005"} 1',
    'paperboy_acknowledge_seconds_count 2',
  ]) {
    expect(text.split('\n')).toContain(line);
  }
  expect(text).toContain('paperboy_interaction_seconds_bucket{le="0.005",');
  expect(text).toContain('paperboy_interaction_seconds_bucket{le="10",');
});

test('sizes and queues are read on request, and a removed queue disappears', async () => {
  const queues: Record<string, number> = { embedding: 3, replies: 0 };
  const metrics = metricsOf(queues);
  const first = (await metrics.read()).text.split('\n');
  expect(first).toContain('paperboy_catalog_papers 119');
  expect(first).toContain('paperboy_vectors 118');
  expect(first).toContain('paperboy_queue_length{queue="embedding"} 3');
  expect(first).toContain('paperboy_queue_length{queue="replies"} 0');
  queues.embedding = 1;
  delete queues.replies;
  const second = (await metrics.read()).text.split('\n');
  expect(second).toContain('paperboy_queue_length{queue="embedding"} 1');
  expect(second.join()).not.toContain('replies');
});

test('the process has metrics too, and two bots in one process don’t interfere', async () => {
  const [one, other] = [metricsOf(), metricsOf({}, 5)];
  expect((await one.read()).text).toMatch(/^process_resident_memory_bytes \d+$/m);
  expect((await other.read()).text).toContain('paperboy_catalog_papers 5');
  expect((await one.read()).text).toContain('paperboy_catalog_papers 119');
});

test('the newest list’s age, its problems and failed runs are current', async () => {
  let lists = noLists;
  const metrics = metricsOf({}, 119, async () => lists);
  const before = (await metrics.read()).text;
  expect(before).not.toMatch(/^paperboy_list_age_days/m);
  expect(before).not.toMatch(/^paperboy_ingest_runs_failed/m);
  expect(before).toContain('paperboy_list_notices{kind="missing"} 0\n');

  lists = {
    ageDays: new Map([['hugging-face', 3]]),
    notices: [{ source: 'hugging-face', kind: 'missing', day: '2025-06-04', newest: '2025-06-02' }],
    failed: new Map([['arxiv', 2]]),
    away: [],
  };
  const wrong = (await metrics.read()).text;
  expect(wrong).toContain('paperboy_list_age_days{source="hugging-face"} 3\n');
  expect(wrong).toContain('paperboy_list_notices{kind="missing"} 1\n');
  expect(wrong).toContain('paperboy_list_notices{kind="old"} 0\n');
  expect(wrong).toContain('paperboy_ingest_runs_failed{source="arxiv"} 2\n');

  lists = noLists;
  expect((await metrics.read()).text).not.toContain('paperboy_list_age_days{');
});

test('requests to the language model are counted by purpose and outcome, with their tokens and seconds', async () => {
  const metrics = metricsOf({ 'language-model': 2 }, 119, undefined, 'open');
  metrics.recordAsked({ purpose: 'summary', outcome: 'answered', ms: 700, tokens: { in: 900, out: 120 } });
  metrics.recordAsked({ purpose: 'summary', outcome: 'away', ms: 8_000, tokens: { in: 100, out: 0 } });
  const lines = (await metrics.read()).text.split('\n');
  for (const line of [
    'paperboy_language_model_questions_total{purpose="summary",outcome="answered"} 1',
    'paperboy_language_model_questions_total{purpose="summary",outcome="away"} 1',
    'paperboy_language_model_seconds_sum{purpose="summary"} 8.7',
    'paperboy_language_model_tokens_total{purpose="summary",direction="in"} 1000',
    'paperboy_language_model_tokens_total{purpose="summary",direction="out"} 120',
    'paperboy_language_model_breaker{state="open"} 1',
    'paperboy_language_model_breaker{state="closed"} 0',
    'paperboy_queue_length{queue="language-model"} 2',
  ])
    expect(lines).toContain(line);
  expect((await metricsOf().read()).text).not.toContain('paperboy_language_model_breaker{');
});
