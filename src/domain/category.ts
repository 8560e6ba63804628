/** arXiv's categories, such as `cs.CL`, and its archives, such as `cs`. https://arxiv.org/category_taxonomy */

const ARCHIVES: Readonly<Record<string, string>> = {
  cs: 'AI AR CC CE CG CL CR CV CY DB DC DL DM DS ET FL GL GR GT HC IR IT LG LO MA MM MS NA NE NI OH OS PF PL RO SC SD SE SI SY',
  econ: 'EM GN TH',
  eess: 'AS IV SP SY',
  math: 'AC AG AP AT CA CO CT CV DG DS FA GM GN GR GT HO IT KT LO MG MP NA NT OA OC PR QA RA RT SG SP ST',
  'astro-ph': 'CO EP GA HE IM SR',
  'cond-mat': 'dis-nn mes-hall mtrl-sci other quant-gas soft stat-mech str-el supr-con',
  nlin: 'AO CD CG PS SI',
  physics:
    'acc-ph ao-ph app-ph atm-clus atom-ph bio-ph chem-ph class-ph comp-ph data-an ed-ph flu-dyn gen-ph geo-ph hist-ph ins-det med-ph optics plasm-ph pop-ph soc-ph space-ph',
  'q-bio': 'BM CB GN MN NC OT PE QM SC TO',
  'q-fin': 'CP EC GN MF PM PR RM ST TR',
  stat: 'AP CO ME ML OT TH',
};
/** Archives without subject classes, which are categories themselves. */
const WHOLE = ['gr-qc', 'hep-ex', 'hep-lat', 'hep-ph', 'hep-th', 'math-ph', 'nucl-ex', 'nucl-th', 'quant-ph'];

const NAMES: readonly string[] = [
  ...Object.entries(ARCHIVES).flatMap(([archive, names]) =>
    names.split(' ').map((name) => `${archive}.${name}`),
  ),
  ...WHOLE,
];

const BY_KEY = new Map([...NAMES, ...Object.keys(ARCHIVES)].map((name) => [name.toLowerCase(), name]));

/** The category or archive as arXiv writes it, typed in any case; undefined if arXiv has none of that name. */
export const readCategory = (typed: string): string | undefined => BY_KEY.get(typed.trim().toLowerCase());

export const isCategory = (typed: string): boolean => readCategory(typed) !== undefined;

/** True of an archive that is divided into categories, such as `cs`. */
export const isArchive = (name: string): boolean => Object.hasOwn(ARCHIVES, name);

/** True if a paper's category is the one asked for or belongs to the archive asked for, whatever their case. */
export function matchesCategory(category: string, asked: string): boolean {
  const [own, wanted] = [category.toLowerCase(), asked.toLowerCase()];
  return own === wanted || (!wanted.includes('.') && own.startsWith(`${wanted}.`));
}

/** Categories that somebody may have meant by a subject class alone, such as `CL`. */
export const categoriesOfClass = (typed: string): string[] =>
  NAMES.filter((name) => name.toLowerCase().endsWith(`.${typed.trim().toLowerCase()}`));

// arXiv may add a category before this file knows it, and its papers should keep it. Their other classes have digits.
const TERM = /^[a-z]+(?:-[a-z]+)*(?:\.(?:[A-Z]{2}|[a-z]+(?:-[a-z]+)*))?$/;

/** True if a term that arXiv gives with a paper is a category, not a class of another scheme such as `I.2.7` or `68T50`. */
export const isCategoryTerm = (term: string): boolean => TERM.test(term);
