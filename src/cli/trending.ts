/** `paperboy trending`: the newest list. */
import type { Config } from '../config.ts';
import { openLibrary } from '../main.ts';
import { paperUrl } from '../paper.ts';
import { trendingPapers } from '../trending/trending.ts';

const MAX_SHOWN = 200;

export async function trendingCommand(config: Config, { json }: { readonly json?: true }): Promise<void> {
  const library = await openLibrary(config);
  try {
    const { source, day, papers } = await trendingPapers(library, undefined, { from: 0, count: MAX_SHOWN });
    if (!json)
      process.stdout.write(`Trending papers (source: ${source}, day: ${day ?? 'none in particular'})\n`);
    for (const { paper, rank } of papers) {
      process.stdout.write(
        json
          ? `${JSON.stringify({ rank, paperId: paper.id, title: paper.title, source, day })}\n`
          : `${rank}. ${paper.title}\n   ${paperUrl(paper)}\n`,
      );
    }
  } finally {
    await library.catalog.close();
  }
}
