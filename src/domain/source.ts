/** The sources that papers come from: each is named and described here once, and everything else follows from it. */

export const SOURCE_NAMES = ['hugging-face', 'arxiv', 'semantic-scholar'] as const;

export type SourceName = (typeof SOURCE_NAMES)[number];

interface SourceTraits {
  readonly label: string;
  /** True if it is read unless SOURCES says otherwise. */
  readonly isDefault: boolean;
  /** Higher is more trusted; decision 10 says why. No two are equal. */
  readonly trust: number;
  /** Only of a source that ranks a list each day. */
  readonly dailyList?: {
    readonly title: string;
    /** The page on which people discuss a paper, by its arXiv id. */
    readonly discussionUrl: (arxivId: string) => string;
  };
}

export const SOURCES = {
  'hugging-face': {
    label: 'Hugging Face',
    isDefault: true,
    trust: 1,
    dailyList: {
      title: 'Hugging Face daily papers',
      discussionUrl: (arxivId: string) => `https://huggingface.co/papers/${arxivId}`,
    },
  },
  arxiv: { label: 'arXiv', isDefault: true, trust: 4 },
  'semantic-scholar': { label: 'Semantic Scholar', isDefault: false, trust: 2 },
} as const satisfies Readonly<Record<SourceName, SourceTraits>>;

/** The origin of a paper's fields: a source, or an imported file. */
export type Provenance = SourceName | 'file';

export const TRUST: Readonly<Record<Provenance, number>> = {
  'hugging-face': SOURCES['hugging-face'].trust,
  arxiv: SOURCES.arxiv.trust,
  'semantic-scholar': SOURCES['semantic-scholar'].trust,
  file: 3,
};

/** The sources that rank a list each day. */
export type ListSource = {
  [Name in SourceName]: (typeof SOURCES)[Name] extends { readonly dailyList: object } ? Name : never;
}[SourceName];

export const hasDailyList = (name: SourceName): name is ListSource => 'dailyList' in SOURCES[name];

export const LIST_SOURCES: readonly ListSource[] = SOURCE_NAMES.filter(hasDailyList);

export const DEFAULT_SOURCES: readonly SourceName[] = SOURCE_NAMES.filter((name) => SOURCES[name].isDefault);
