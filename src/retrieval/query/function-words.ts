/** Function words of other languages, folded: no accents, lower case. */
import type { LexiconLanguage } from './translation.ts';

const WORDS: Readonly<Record<LexiconLanguage, string>> = {
  de: `aber alle allem allen aller alles als also am an andere anderen auch auf aus bei beim bringt dabei dafur damit dann
daran darauf das dass dazu dem den denen der deren des dessen die dies diese diesem diesen dieser dieses durch ein eine
einem einen einer eines er erst es fur gegen geht gibt haben hat hatte hin ich ihr ihre im in ins ist jede jeder jedes
kann kein keine konnen machen macht man mehrere mein mir mit mittels nach nicht noch nur ob oder ohne per sein seine sich
sie sind so sodass soll sollen sollte uber um und uns unter viel vom von vor wann war warum was weil welche welcher welches
wenn wer werden wie wieso aktuelle aktuellen aktueller bitte etwas finde finden gern interessiere jemand kennt mochte
neueste neuesten suchen suchst zeig zeige will wir wird wo womit wozu wurde zu zum zur zwischen`,
  fr: `a afin ai alors apres au aucun aussi autre autres aux avant avec avoir c ca car ce cela celle celui ces cet cette
ceux chaque chez comme comment contre d dans de des donc dont du elle en encore entre est et etre eu fait faire faut il
ils j je l la le les leur leurs lors lui m ma mais me meme mes mon n ne ni nos notre nous on ou par parmi pas pendant
peut peuvent plusieurs pour pourquoi qu quand que quel quelle quelles quels qui quoi s sa sans se selon ses si son sont
sous sur t ta tous tout toute toutes tres trop tu un une vers via vos votre vous y aimerais bonjour cherche connaissez dernier derniere derniers dernieres existe montre montrez peux recent
recente recentes recents savoir svp trouve trouver veux voudrais`,
  es: `a al algo alguna algunas alguno algunos ante aquel aqui asi aun cada como con contra cual cuales cuando de del desde
donde dos durante e el ella ellos en entre era es esa ese eso esta estan estas este esto estos existe existen fue ha hace
hacer haciendo haga hagan han hasta hay la las le les lo los mas me mediante mi mis mucho muy ni no nos o otra otras otro
otros para pero por porque puede pueden que quien se segun ser si sin sobre son su sus tan te tiene tienen toda todas todo
todos tras un una unas uno unos y ya yo busco conoce dame favor gustaria muestra muestrame necesito quiero reciente recientes saber
ultima ultimas ultimo ultimos`,
  zh: `的 地 得 了 着 过 在 中 里 上 下 用 对 对于 与 和 及 以及 或 并 让 使 使得 将 把 被 给 从 到 由 向 为 为了 以 于 基于 关于 针对 如何 怎么 怎样
怎么样 什么 哪些 哪种 哪个 为什么 是 是否 有 有没有 能 能否 可以 会 吗 呢 吧 我 我们 想 请 问 找 这 那 该 其 之 不 没有 进行 实现 相关 方面 技术 工作 研究 方法 哪一些 最新 最近 最新的 近期 请问 帮我 给我 寻找 了解 知道 看看 介绍 更 更好地 更加 很 非常 比较好 怎样才能
怎么才能 如何才能 时候 时 后 前`,
  ja: `の は が を に へ と で や も か な ね から まで より など ため だけ ば て た だ です ます する した して される された れる られる いる ある こと もの
における において による によって についての について に関する に対する のための ための とは どう どのように なぜ 何 どの 用いた 使った 利用した 基づく 向け
できる 可能な という として 手法 方法 技術 研究 関連 その この させる 教えて 教えてください ください 下さい 知りたい 探しています 探して 最新 最新の 最近 最近の
について教えて うまく より良く ように ような という しない ない なる なった 際 時 場合 中 上 間 的 的な 化 性 した場合 するには するための`,
};

const SETS = new Map(
  Object.entries(WORDS).map(([language, words]) => [language, new Set(words.split(/\s+/))]),
);

export const isFunctionWord = (language: LexiconLanguage, word: string): boolean =>
  SETS.get(language)?.has(word) ?? false;

/** All of a language, for texts without spaces. */
export const functionWordsOf = (language: LexiconLanguage): ReadonlySet<string> =>
  SETS.get(language) ?? new Set();
