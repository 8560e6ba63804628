/** Part-of-speech tags and lemmas of English text. */
import type { ItsFunction } from 'wink-nlp';

export type PartOfSpeech =
  | 'ADJ'
  | 'ADP'
  | 'ADV'
  | 'AUX'
  | 'CCONJ'
  | 'DET'
  | 'INTJ'
  | 'NOUN'
  | 'NUM'
  | 'PART'
  | 'PRON'
  | 'PROPN'
  | 'PUNCT'
  | 'SCONJ'
  | 'SYM'
  | 'VERB'
  | 'X'
  | 'SPACE';

export interface TaggedToken {
  readonly text: string;
  /** Lower case. */
  readonly lemma: string;
  readonly pos: PartOfSpeech;
}

export type Tagger = (text: string) => TaggedToken[];

let opened: Promise<Tagger> | undefined;

/** The tagger, loaded on first use: 4 MB of model that a bot without a language model never needs. */
export function openTagger(): Promise<Tagger> {
  opened ??= load();
  return opened;
}

async function load(): Promise<Tagger> {
  const [{ default: winkNlp }, { default: model }] = await Promise.all([
    import('wink-nlp'),
    import('wink-eng-lite-web-model'),
  ]);
  const nlp = winkNlp(model, ['pos']);
  const { its } = nlp;
  return (text) => {
    const tokens = nlp.readDoc(text).tokens();
    const texts = tokens.out();
    const lemmas = tokens.out(its.lemma as ItsFunction<string>);
    const tags = tokens.out(its.pos) as PartOfSpeech[];
    return texts.map((each, i) => ({
      text: each,
      lemma: (lemmas[i] ?? each).toLowerCase(),
      pos: tags[i] ?? 'X',
    }));
  };
}
