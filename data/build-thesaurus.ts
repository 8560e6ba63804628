/**
 * Makes thesaurus.tsv from WordNet's database files and an export of arXiv's metadata, which says which words papers use:
 * a line a stem, with the stems of its near words and of its contraries.
 * `node --import tsx data/build-thesaurus.ts WORDNET_FOLDER CORPUS.jsonl.gz`
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { stemmer } from 'stemmer';
import { openTagger } from '../src/grounding/tagger.ts';
import { openLines, readPapers } from '../src/ingest/sources/file.ts';

const [wordnet, corpus] = process.argv.slice(2);
if (!wordnet || !corpus) {
  process.stderr.write('Usage: build-thesaurus WORDNET_FOLDER CORPUS.jsonl.gz\n');
  process.exit(2);
}

/** Every sixth paper gives frequencies that are exact enough. */
const SAMPLE = 6;
/** A word in fewer of the sampled papers is seldom in a summary. */
const MIN_PAPERS = 3;
/** WordNet sorts the senses of a word by frequency; later ones are rare in prose about research. */
const MAX_SENSE = 4;

type Pos = 'noun' | 'verb' | 'adj' | 'adv';
interface Pointer {
  readonly symbol: string;
  readonly target: string;
  /** Index of the word in its synset, from 1; 0 for the whole synset. */
  readonly from: number;
  readonly to: number;
}
interface Synset {
  readonly words: readonly string[];
  readonly pointers: readonly Pointer[];
}

const POS_OF: Readonly<Record<string, Pos>> = { n: 'noun', v: 'verb', a: 'adj', s: 'adj', r: 'adv' };
const synsets = new Map<string, Synset>();
/** The synsets of a word, most frequent first, by "pos word". */
const senses = new Map<string, string[]>();

function readWordNet(folder: string): void {
  for (const pos of ['noun', 'verb', 'adj', 'adv'] as const) {
    for (const line of readFileSync(path.join(folder, `data.${pos}`), 'latin1').split('\n')) {
      if (/^\d{8} /.test(line)) readSynset(pos, line.split(' '));
    }
    for (const line of readFileSync(path.join(folder, `index.${pos}`), 'latin1').split('\n')) {
      if (line.startsWith(' ') || !line) continue;
      const fields = line.trim().split(' ');
      const count = Number(fields[2]);
      senses.set(
        `${pos} ${fields[0]}`,
        fields.slice(-count).map((offset) => `${pos}${offset}`),
      );
    }
  }
}

function readSynset(pos: Pos, fields: readonly string[]): void {
  const count = Number.parseInt(fields[3] ?? '0', 16);
  const words = Array.from({ length: count }, (_, i) =>
    (fields[4 + 2 * i] ?? '').toLowerCase().replace(/\((?:a|p|ip)\)$/, ''),
  );
  const start = 4 + 2 * count;
  const pointers = Array.from({ length: Number(fields[start]) }, (_, i) => {
    const [symbol = '', offset = '', of = '', place = ''] = fields.slice(start + 1 + 4 * i);
    return {
      symbol,
      target: `${POS_OF[of]}${offset}`,
      from: Number.parseInt(place.slice(0, 2), 16),
      to: Number.parseInt(place.slice(2), 16),
    };
  });
  synsets.set(`${pos}${fields[0]}`, { words, pointers });
}

async function countPapers(path: string): Promise<Map<string, number>> {
  const tagger = await openTagger();
  const counts = new Map<string, number>();
  let at = 0;
  for await (const record of readPapers(openLines(path))) {
    if (!('paper' in record) || at++ % SAMPLE > 0) continue;
    const lemmas = new Set(tagger(record.paper.abstract).map(({ lemma }) => lemma));
    for (const lemma of lemmas) if (/^[a-z]+$/.test(lemma)) counts.set(lemma, (counts.get(lemma) ?? 0) + 1);
  }
  return counts;
}

const NEAR_SYMBOLS = new Set(['+', '\\', '$', '&', '<']);
const wordAt = ({ words }: Synset, at: number): readonly string[] =>
  at === 0 ? words : [words[at - 1] ?? ''];

function relationsOf(word: string): { near: Set<string>; contrary: Set<string> } {
  const near = new Set<string>();
  const contrary = new Set<string>();
  for (const pos of ['noun', 'verb', 'adj', 'adv'] as const) {
    for (const id of (senses.get(`${pos} ${word}`) ?? []).slice(0, MAX_SENSE)) {
      const synset = synsets.get(id);
      if (!synset) continue;
      for (const other of synset.words) if (isCommonSense(pos, other, id)) near.add(other);
      const own = synset.words.indexOf(word) + 1;
      for (const { symbol, target, from, to } of synset.pointers) {
        const other = synsets.get(target);
        if (!other || (from !== 0 && from !== own)) continue;
        if (symbol === '!') for (const each of wordAt(other, to)) contrary.add(each);
        if (NEAR_SYMBOLS.has(symbol) || (symbol === '@' && pos === 'verb'))
          for (const each of wordAt(other, to)) if (isCommonSense(undefined, each, target)) near.add(each);
        // The contrary of the adjective that this one is a shade of.
        if (symbol === '&')
          for (const beyond of other.pointers)
            if (beyond.symbol === '!')
              for (const each of wordAt(synsets.get(beyond.target) ?? { words: [], pointers: [] }, beyond.to))
                contrary.add(each);
      }
    }
  }
  near.delete(word);
  return { near, contrary };
}

function isCommonSense(pos: Pos | undefined, word: string, id: string): boolean {
  const of = pos ? [pos] : (['noun', 'verb', 'adj', 'adv'] as const);
  return of.some((each) => {
    const rank = senses.get(`${each} ${word}`)?.indexOf(id) ?? -1;
    return rank >= 0 && rank < MAX_SENSE;
  });
}

readWordNet(wordnet);
const counts = await countPapers(corpus);
const isUsed = (word: string): boolean => (counts.get(word) ?? 0) >= MIN_PAPERS;
/** By stem, as the checks compare words. */
const relations = new Map<string, { near: Set<string>; contrary: Set<string> }>();
for (const word of [...counts.keys()].filter(isUsed).sort()) {
  const { near, contrary } = relationsOf(word);
  const stem = stemmer(word);
  const known = relations.get(stem) ?? { near: new Set<string>(), contrary: new Set<string>() };
  relations.set(stem, known);
  for (const each of near) if (isUsed(each) && stemmer(each) !== stem) known.near.add(stemmer(each));
  for (const each of contrary) if (isUsed(each)) known.contrary.add(stemmer(each));
}
const list = (words: Set<string>): string => [...words].sort().join(' ');
const lines = [...relations]
  .filter(([, { near, contrary }]) => near.size + contrary.size > 0)
  .map(([stem, { near, contrary }]) => `${stem}\t${list(near)}\t${list(contrary)}`)
  .sort();
const target = fileURLToPath(new URL('thesaurus.tsv', import.meta.url));
writeFileSync(target, `${lines.join('\n')}\n`);
process.stdout.write(`${lines.length} words written to ${target}\n`);
