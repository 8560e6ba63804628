/** LaTeX commands that stand for characters, and the accents. Names: https://ctan.org/pkg/comprehensive (symbols-a4). */

const GREEK =
  'alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ lambda λ mu μ ' +
  'nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi ϕ varphi φ chi χ psi ψ omega ω ' +
  'Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω digamma ϝ ' +
  'ell ℓ hbar ℏ imath ı jmath ȷ wp ℘ Re ℜ Im ℑ aleph ℵ beth ℶ partial ∂ nabla ∇ eth ð';

const LETTERS =
  'o ø O Ø l ł L Ł ss ß ae æ AE Æ oe œ OE Œ aa å AA Å i ı j ȷ dh ð DH Ð th þ TH Þ dj đ DJ Đ ng ŋ NG Ŋ';

const SYMBOLS =
  'times × div ÷ pm ± mp ∓ cdot · ast * star ⋆ circ ∘ bullet • oplus ⊕ ominus ⊖ otimes ⊗ oslash ⊘ odot ⊙ ' +
  'cap ∩ cup ∪ uplus ⊎ sqcap ⊓ sqcup ⊔ wedge ∧ vee ∨ land ∧ lor ∨ setminus ∖ wr ≀ dagger † ddagger ‡ amalg ⨿ ' +
  'leq ≤ le ≤ leqslant ≤ geq ≥ ge ≥ geqslant ≥ neq ≠ ne ≠ ll ≪ gg ≫ equiv ≡ sim ~ simeq ≃ approx ≈ cong ≅ asymp ≍ ' +
  'doteq ≐ propto ∝ prec ≺ succ ≻ preceq ⪯ succeq ⪰ lesssim ≲ gtrsim ≳ lessapprox ⪅ gtrapprox ⪆ triangleq ≜ ' +
  'subset ⊂ supset ⊃ subseteq ⊆ supseteq ⊇ subsetneq ⊊ supsetneq ⊋ sqsubseteq ⊑ sqsupseteq ⊒ in ∈ notin ∉ ni ∋ ' +
  'mid | nmid ∤ parallel ∥ perp ⊥ bot ⊥ top ⊤ vdash ⊢ dashv ⊣ models ⊨ vDash ⊨ Vdash ⊩ smile ⌣ frown ⌢ bowtie ⋈ ' +
  'forall ∀ exists ∃ nexists ∄ neg ¬ lnot ¬ emptyset ∅ varnothing ∅ infty ∞ angle ∠ triangle △ square □ Box □ ' +
  'blacksquare ■ diamond ⋄ Diamond ◇ lozenge ◊ clubsuit ♣ diamondsuit ♦ heartsuit ♥ spadesuit ♠ bigstar ★ ' +
  'therefore ∴ because ∵ checkmark ✓ cmark ✓ xmark ✗ sharp ♯ flat ♭ natural ♮ prime ′ backprime ‵ degree ° deg ° ' +
  'leftarrow ← gets ← rightarrow → to → leftrightarrow ↔ uparrow ↑ downarrow ↓ updownarrow ↕ nearrow ↗ searrow ↘ ' +
  'swarrow ↙ nwarrow ↖ Leftarrow ⇐ Rightarrow ⇒ Leftrightarrow ⇔ Uparrow ⇑ Downarrow ⇓ implies ⇒ impliedby ⇐ iff ⇔ ' +
  'longleftarrow ⟵ longrightarrow ⟶ longleftrightarrow ⟷ Longrightarrow ⟹ Longleftarrow ⟸ Longleftrightarrow ⟺ ' +
  'mapsto ↦ longmapsto ⟼ hookrightarrow ↪ hookleftarrow ↩ rightsquigarrow ⇝ leadsto ⇝ rightleftharpoons ⇌ ' +
  'nrightarrow ↛ nleftarrow ↚ twoheadrightarrow ↠ rightrightarrows ⇉ circlearrowleft ↺ circlearrowright ↻ ' +
  'sum ∑ prod ∏ coprod ∐ int ∫ iint ∬ iiint ∭ oint ∮ bigcup ⋃ bigcap ⋂ bigoplus ⨁ bigotimes ⨂ bigvee ⋁ bigwedge ⋀ ' +
  'bigsqcup ⨆ biguplus ⨄ surd √ langle ⟨ rangle ⟩ lfloor ⌊ rfloor ⌋ lceil ⌈ rceil ⌉ lvert | rvert | vert | Vert ‖ ' +
  'lVert ‖ rVert ‖ lbrace { rbrace } lbrack [ rbrack ] llbracket ⟦ rrbracket ⟧ ldots … dots … dotsc … dotsb … cdots ⋯ ' +
  'vdots ⋮ ddots ⋱ textellipsis … colon : slash / backslash \\ And & ' +
  'S § P ¶ dag † ddag ‡ copyright © pounds £ euro € EUR € yen ¥ circledR ® circledast ⊛ ' +
  'textregistered ® texttrademark ™ textcopyright © textdegree ° textcelsius ℃ celsius ℃ textmu μ textohm Ω ' +
  'texteuro € textsterling £ textyen ¥ textdollar $ textpm ± texttimes × textdiv ÷ textbullet • textperiodcentered · ' +
  'textasciitilde ~ texttildelow ~ textasciicircum ^ textunderscore _ textbackslash \\ textbar | textless < textgreater > ' +
  'textemdash — textendash – textquotesingle \' textquotedbl " textquoteleft ‘ textquoteright ’ textquotedblleft “ ' +
  'textquotedblright ” lq ‘ rq ’ guillemotleft « guillemotright » textexclamdown ¡ textquestiondown ¿ textsection § ' +
  'textparagraph ¶ textdagger † textdaggerdbl ‡ textpercent % textperthousand ‰ textpertenthousand ‱ permil ‰ percent % ' +
  'textrightarrow → textleftarrow ← textuparrow ↑ textdownarrow ↓ textonehalf ½ textonequarter ¼ textbraceleft { ' +
  'textbraceright } textnumero № textasteriskcentered * textordfeminine ª textordmasculine º ' +
  'ie i.e. eg e.g. Ie I.e. Eg E.g. etc etc. etal et~al. wrt w.r.t. vs vs. cf cf. iid i.i.d. ' +
  'LaTeX LaTeX TeX TeX BibTeX BibTeX LaTeXe LaTeX2e and ,';

/** Commands that print their own name, with space around it. */
const OPERATORS =
  'log ln lg exp sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh coth max min sup inf lim limsup liminf arg ' +
  'det dim ker gcd lcm Pr hom mod bmod argmax argmin sgn sign softmax sigmoid poly polylog Tr tr rank diag';

const pairs = (list: string): [string, string][] => {
  const words = list.split(' ');
  return words.flatMap((name, i) => (i % 2 === 0 ? [[name, words[i + 1] ?? ''] as [string, string]] : []));
};

export const LETTER_COMMANDS: ReadonlyMap<string, string> = new Map([...pairs(GREEK), ...pairs(LETTERS)]);
export const GREEK_COMMANDS: ReadonlyMap<string, string> = new Map(pairs(GREEK));
export const SYMBOL_COMMANDS: ReadonlyMap<string, string> = new Map(
  pairs(SYMBOLS).map(([name, symbol]) => [name, symbol.replace('~a', ' a')]),
);
export const OPERATOR_COMMANDS: ReadonlySet<string> = new Set(OPERATORS.split(' '));

/** Accents as combining marks; those named by a letter need braces or a space behind them. */
export const ACCENTS: ReadonlyMap<string, string> = new Map([
  ['`', '\u0300'],
  ["'", '\u0301'],
  ['^', '\u0302'],
  ['~', '\u0303'],
  ['=', '\u0304'],
  ['u', '\u0306'],
  ['.', '\u0307'],
  ['"', '\u0308'],
  ['r', '\u030a'],
  ['H', '\u030b'],
  ['v', '\u030c'],
  ['d', '\u0323'],
  ['c', '\u0327'],
  ['k', '\u0328'],
  ['b', '\u0331'],
  ['t', '\u0361'],
]);

export const MATH_ACCENTS: ReadonlyMap<string, string> = new Map([
  ['hat', '\u0302'],
  ['widehat', '\u0302'],
  ['tilde', '\u0303'],
  ['widetilde', '\u0303'],
  ['bar', '\u0304'],
  ['dot', '\u0307'],
  ['ddot', '\u0308'],
  ['acute', '\u0301'],
  ['grave', '\u0300'],
  ['check', '\u030c'],
  ['breve', '\u0306'],
  ['vec', '\u20d7'],
]);
