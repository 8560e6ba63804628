/** The same question in several languages: agreement with the answer to the English wording. */
import { UserError } from '../../../src/domain/errors.ts';
import { parseQuery } from '../../../src/retrieval/query/parse.ts';
import { searchPapers } from '../../../src/retrieval/search.ts';
import type { Setting } from '../setting.ts';
import { shareText } from '../tables.ts';

const DEPTH = 10;
const FIRST = 3;

export async function languages(setting: Setting): Promise<void> {
  const translated = (await setting.questions('languages'))?.translated;
  const engine = translated && (await setting.corpus());
  if (!engine) return;
  const ask = (query: string) =>
    searchPapers(engine, parseQuery(query), { from: 0, count: DEPTH }).then(
      ({ matches, confident, corrected }) => ({
        ids: matches.map(({ paper }) => paper.id),
        confident,
        corrected,
      }),
      (error: unknown) => {
        if (error instanceof UserError) return { ids: [], confident: false, corrected: undefined };
        throw error;
      },
    );
  const codes = [...new Set(translated.flatMap(({ wordings }) => [...wordings.keys()]))];
  console.log(`\nOther languages: ${translated.length} questions each`);
  let [wrong, corrected, all] = [0, 0, 0];
  for (const code of codes) {
    let found = 0;
    let confident = 0;
    for (const { english, wordings } of translated) {
      const wanted = (await ask(english)).ids.slice(0, FIRST);
      const given = await ask(wordings.get(code) ?? '');
      const shared = given.ids.filter((id) => wanted.includes(id)).length;
      found += shared;
      confident += given.confident ? 1 : 0;
      wrong += given.confident && shared === 0 ? 1 : 0;
      corrected += given.corrected === undefined ? 0 : 1;
      all++;
    }
    console.log(
      `  ${code}: English's first three in the first ten ${shareText(found, FIRST * translated.length)}, confident in ${confident}`,
    );
  }
  console.log(
    `  confident with none of English's first three: ${wrong} of ${all}; "corrected": ${corrected}`,
  );
}
