/** Near-synonyms and antonyms of research prose that WordNet lacks. */

const groups = (text: string): string[][] =>
  text
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/));

/** One group per line; all words of a line are interchangeable. */
export const NEAR_GROUPS: readonly (readonly string[])[] = groups(`
outperform surpass exceed beat better superior best
improve improvement gain boost enhance better advance strengthen
increase raise rise grow growth higher more greater expand enlarge larger
decrease reduce reduction lower drop fall decline less fewer smaller cut shrink save
best highest top leading optimal
worst lowest bottom
worse poorer inferior lower
degrade degradation worsen worse hurt harm drop deteriorate
fast quick rapid speed speedup accelerate faster efficient
slow slower slowdown
cheap inexpensive affordable low-cost
expensive costly cost
accurate accuracy precise correct right exact
error mistake wrong fault
keep retain preserve maintain
need require demand necessary
lack absence missing without
scarce limited rare few little scarcity
struggle difficulty trouble challenge difficult hard fail problem
use employ leverage utilise utilize apply adopt exploit rely
show demonstrate reveal find indicate prove confirm suggest evidence
propose introduce present develop design offer build construct create
combine fuse integrate merge unify join together unite
close bridge narrow eliminate
split divide separate decompose disentangle
distinguish differentiate discriminate tell separate
similar comparable alike close same equal competitive par
different vary variation diverse differ diversity varied
test evaluate evaluation assess assessment benchmark measure experiment validate
allow enable permit let make
prevent avoid stop
remove eliminate drop discard prune
choose select selection pick
detect detection find recognise identify spot
explain interpret interpretable
estimate predict prediction
picture image photo photograph visual
answer reply respond response
person people human individual user
part component module portion element piece
data dataset corpus
word term token
study investigate examine explore analyse analyze
whole full complete entire all
cause lead yield produce generate result
train learn training learning
guide steer direct
help support aid benefit assist
several multiple many multi various numerous
important crucial critical essential key vital
big large huge great
small tiny little compact
new novel
public open accessible available release
task problem
size scale
memory storage footprint
time latency duration runtime
method approach technique framework algorithm
label annotate annotation
text document
speaker participant
correct repair fix
view perspective
`);

/** Pairs of opposites. */
export const CONTRARIES: readonly (readonly [readonly string[], readonly string[]])[] = `
increase raise rise grow gain boost higher more greater larger expand enlarge abundant plentiful many much longer | decrease reduce lower drop fall decline less fewer smaller shrink diminish scarce rare limited few little shorter
improve improvement better enhance outperform surpass exceed superior strengthen alleviate mitigate | limit restrict degrade degradation worse worsen hurt harm underperform inferior weaken deteriorate hamper hinder exacerbate
mitigate alleviate reduce suppress prevent curb lessen | aggravate exacerbate amplify increase raise more intensify
fast quick rapid accelerate faster speedup quickly swift | slow slower slowdown slowly
cheap inexpensive affordable free | expensive costly
easy straightforward ease easily effortless | difficult hard challenging challenge struggle trouble
allow enable permit facilitate | prevent forbid block prohibit hinder impede
keep retain preserve maintain | lose discard forget destroy drop remove degrade
accept | reject refuse decline
answer respond comply | refuse
include cover consider contain account address attend respond adapt | exclude ignore omit neglect overlook disregard
use rely depend | avoid ignore
same identical uniform agree agreement equal alike equivalent equivalence | different differ vary variation diverse disagree
freeze frozen | unfreeze trainable tune
open public accessible release available | closed private proprietary secret unavailable
supervised labelled labeled annotate | unsupervised unlabelled unlabeled
early first begin start before | late last end after
high strong large | low weak small
strong robust powerful | weak fragile brittle sensitive poor
global | local
online | offline
static rigid fixed | dynamic adaptive flexible
explicit | implicit
linear | nonlinear
sparse | dense
shared joint jointly together simultaneous | separate separately independent independently
single one | multiple several many multi
known seen | unknown unseen
narrow specific specialised specialized | broad wide comprehensive general
transparent interpretable explainable clear | opaque black-box unclear obscure
automatic automatically automated | manual manually hand
deterministic | stochastic random probabilistic
continuous | discrete
positive | negative
harmful toxic unsafe dangerous | harmless safe benign
succeed success successfully | fail failure
efficient | inefficient wasteful
stable consistent consistently | unstable inconsistent inconsistently instability
reliable trustworthy | unreliable
correct right true accurate | wrong incorrect false inaccurate
confirm support corroborate | refute contradict challenge reject disprove
optimal best | worst suboptimal
maximise maximize maximum most | minimise minimize minimum least
add insert introduce | remove delete eliminate
upper top above | lower bottom below
input | output
encoder | decoder
front | back
indistinguishable | distinguishable
common frequent often always | rare seldom never rarely
possible | impossible
sufficient enough | insufficient
balanced balance | imbalance unbalanced
coarse | fine
shallow | deep
teacher | student
outdoor | indoor
relevant | irrelevant
predictable | diverse surprising unpredictable
collapse fail | hold remain
ready mature | immature unready
negligible minimal | substantial significant considerable
partial partly | complete completely full fully
robust robustness secure resistant invulnerable | vulnerable vulnerability susceptible
simple straightforward plain elementary | intricate complicated elaborate sophisticated complex
strengthen reinforce amplify intensify | weaken undermine dampen suppress attenuate
ahead | behind
close near nearly | far
unify unite merge combine couple join integrate entangle | separate split divide decouple disentangle fragment fragmented isolate
noisy | clean denoised
help aid benefit support | hinder hurt harm obstruct
attract | repel
comparable comparably competitive par match | worse worst inferior far
similar alike | different dissimilar distinct
real-time interactive interactively live | offline
rigid stiff | deformable flexible soft
uplink | downlink
enforce follow obey respect comply | ignore violate break disregard
gradually progressively step | once abruptly suddenly instantly
cause trigger induce | prevent avert
create produce generate | destroy delete
encourage reward incentivise incentivize | penalise penalize discourage punish
familiar known | novel unfamiliar new
monolithic | modular
flat | hierarchical
frozen freeze | updated finetune tuned trainable
real authentic genuine | synthetic simulated fake artificial
underfit | overfit
sequential sequentially serial | parallel concurrently simultaneously
symmetric | asymmetric
balanced even | skewed lopsided
strict strictly tight | loose loosely relaxed
redundant superfluous unnecessary | essential necessary crucial
understudied underexplored unexplored overlooked | well-studied explored studied
advance promote further | hinder impede
inflate overestimate exaggerate | deflate underestimate understate
confident confidence certain | doubtful uncertain unsure
good well | poor poorly bad badly
visible | occluded hidden invisible
plentiful abundant abundance plenty ample deal wealth | scarce scarcity shortage paucity lack limited
optimal best ideal | suboptimal far
pronounced strong marked | slight shrink faint
clear clearly clarify obvious | unclear vague ambiguous
trust reliable | distrust unreliable
before precede beforehand | after follow afterwards
forward | backward
necessary mandatory required | optional
natural | unnatural artificial
win | lose
agree align aligned | conflict disagree misalign
homogeneous uniform | heterogeneous
proprietary commercial | open-source
emphasise emphasize focus | neglect ignore overlook
`
  .trim()
  .split('\n')
  .map((line) => {
    const [left = '', right = ''] = line.split('|');
    return [left.trim().split(/\s+/), right.trim().split(/\s+/)] as const;
  });
