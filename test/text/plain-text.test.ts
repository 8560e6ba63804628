import { expect, test } from 'vitest';
import { plainQuery, plainText } from '../../src/text/plain-text.ts';

test.each([
  ['termed \\textbf{PointSFDA}, \\emph{\\ie} this', 'termed PointSFDA, i.e. this'],
  ['\\textbf{\\emph{a} b} and {\\bf c} {\\it d\\/}', 'a b and c d'],
  ['Do\\~nana and S\\~ao Paulo', 'Doñana and São Paulo'],
  ['Schr\\"{o}dinger, J\\"urgen M\\"uller, Fran\\c{c}ois', 'Schrödinger, Jürgen Müller, François'],
  [
    "Andr\\'e, Erd\\H{o}s, {\\L}ukasz, \\L ukasz, \\O rsted, \\'{\\i}",
    'André, Erdős, Łukasz, Łukasz, Ørsted, í',
  ],
  ['in $O(n)$ and $O(n^2)$, $O(n \\log n)$', 'in O(n) and O(n²), O(n log n)'],
  ['$\\gamma$-Quant, $\\pi_0$ and $\\beta_{0}$', 'γ-Quant, π0 and β0'],
  ['\\b{eta}-VAE with \\r{ho} = 1 at 360{\\deg}', 'β-VAE with ρ = 1 at 360°'],
  ['$10^{-3}$, $10^6$, $x^{k+1}$, $4^{th}$, $90^\\circ$', '10⁻³, 10⁶, x^(k+1), 4th, 90°'],
  ['$x_{i,j} \\in \\mathbb{R}^{d\\times d}$', 'x_(i,j) ∈ R^(d×d)'],
  ['$\\frac{a+b}{2}$, $\\sqrt{n}$ and $\\mathcal{O}(\\sqrt{T})$', '(a+b)/2, √n and O(√T)'],
  ['CO$_2$, \\(a \\leq b\\), \\[c\\] and $$d$$', 'CO2, a ≤ b, c and d'],
  ['H<sub>2</sub>O, 10<sup>6</sup>, <i>in italic</i>', 'H2O, 10⁶, in italic'],
  ['R&amp;D, AT&amp;amp;T, a &lt; b, caf&eacute;, &#233;', 'R&D, AT&T, a < b, café, é'],
  ['R\\&D in C\\#, 5\\%, \\$5, a\\_b', 'R&D in C#, 5%, $5, a_b'],
  ["``quotes'' and `single' and 2--3 --- so", '“quotes” and ' + "'single'" + ' and 2–3 — so'],
  ['Fig.~3 and Eric~Granger, but ~10 and 5~10', 'Fig. 3 and Eric Granger, but ~10 and 5~10'],
  ['as shown \\cite{a,b}, see~\\ref{c}. (\\citep[p. 3]{d})', 'as shown, see.'],
  ['\\url{https://a.b/c\\_d} and \\href{https://e.f}{code}', 'https://a.b/c_d and code (https://e.f)'],
  ['settings\\footnote{Code at \\url{https://a.b}.}.', 'settings (Code at https://a.b).'],
  ['<a href="https://a.b/c">this https URL</a>', 'https://a.b/c'],
  ['{{Concept-as-Tree}: {S}ynthetic {D}ata}', 'Concept-as-Tree: Synthetic Data'],
  ['82{,}115 tokens in $5{,}000$ texts', '82,115 tokens in 5,000 texts'],
  ['our \\method{} beats \\ours', 'our method beats ours'],
  ['Bird\\u2019s eye', 'Bird’s eye'],
  ['a\n  title\u00ad that\twraps', 'a title that wraps'],
  ['e\u0301', 'é'],
])('%j reads %j', (marked, plain) => {
  expect(plainText(marked)).toBe(plain);
});

test.each([
  'it costs $5 and $6',
  'from $5M to $10M, $48-$74 a head',
  'C:\\path\\file.txt and D:\\x',
  'a < b > c & d',
  'the <think> and </think> tags, <s> and <b>',
  'x^2, snake_case and 100% of it',
  'a set {0, 1} or {"a": 1}',
  'https://a.b/~user/x--y',
  'run it with --verbose',
  'a regular expression \\d+ and \\n',
  'H&E, Q&A; and R&D',
  '深度学习, がぎ and 한국',
])('%s stays as it is', (text) => {
  expect(plainText(text)).toBe(text);
});

test('Plain text stays plain when it is read again', () => {
  const once = plainText("$\\gamma$-Quant: $O(n^2)$ for \\textbf{all} 5\\% of ``it'' &amp; more");
  expect(plainText(once)).toBe(once);
});

test.each(['{', '}', '$a ', '\\textbf{', '\\frac', '_{', '^{', '<b>', '&amp;', '\\href{'])(
  '500,000 characters of %j are read in linear time',
  (piece) => {
    const started = performance.now();
    plainText(piece.repeat(500_000 / piece.length));
    // A second at most; what is quadratic takes minutes.
    expect(performance.now() - started).toBeLessThan(20_000);
  },
);

test('A query is read as papers are stored', () => {
  expect(plainQuery('Ｌｏｒａ')).toBe('Lora');
  expect(plainQuery('{{Concept-as-Tree}: {S}ynthetic}')).toBe('Concept-as-Tree: Synthetic');
});
