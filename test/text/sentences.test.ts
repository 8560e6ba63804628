import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { splitSentences } from '../../src/text/sentences.ts';

const texts = (text: string) => splitSentences(text).map((sentence) => sentence.text);

/** Splits at '|', which marks a reader's sentence ends. */
const marked = (text: string) => text.split('|').map((sentence) => sentence.trim());

describe('splitSentences', () => {
  test.each([
    ['plain prose', 'We do this. | It works! | Does it? | Yes.'],
    ['Latin abbreviations', 'Models, e.g. BERT, i.e. encoders, cf. Vaswani, are slow vs. RNNs. | We fix it.'],
    [
      'authors',
      'As in Smith et al. (2020) and Doe et al. Transformers win. | Following Doe et al. | We agree.',
    ],
    ['figures and equations', 'See Fig. 3, Eq. (4), Sec. IV and Tab. 2. | Then stop.'],
    ['numbers', 'Accuracy rises by 3.5 points, from 91.2 to 94.7. | Version 2.0 follows.'],
    ['a number at the end', 'The score is 0.98. | The rest is 12.5. | Done.'],
    ['No. before a number only', 'We rank No. 1 of all. | Is it luck? | No. | We checked.'],
    ['initials', 'Proposed by Allen Newell, J. C. Shaw and H. A. Simon. | It lives.'],
    ['dotted capitals', 'Reports of the U.S. Department of Labor. | Made in the U.S. | We use them.'],
    ['an ellipsis', 'And so on... until it ends. | It ends... | We stop.'],
    ['brackets', 'We test (see Sec. 2. It is long.) everything. | (It works.) | Fine.'],
    [
      'quotations',
      'Asked "Is it good? Or bad?" the model waits. | It said “Stop. Now.” and left. | "We end."',
    ],
    ['formulas', 'Let $x. Y > 0$ hold and $5. | We pay $10 for $a.b$. | Done.'],
    ['web addresses', 'Code: https://a.org/x.Y?q=1. | See https://b.org. | The end.'],
    [
      'glued sentences',
      'This is hard.|We solve it with torch.Tensor and Character.AI rapidly. | The end (it is).|In sum.',
    ],
    ['numbered items', 'We do three things: 1. We ask. | 2. We answer. | The end.'],
    ['names with a small letter first', 'We use encoders. | mBERT wins. | vLLM is fast.'],
    ['units that look like titles', 'It runs under 100 ms. | Besides, MT. | We built an app. | It sells.'],
    ['blank lines', 'A title without a stop|\n\nThen text.'],
    ['wrapped lines', 'One sentence\nover lines. | Another\none.'],
    ['other scripts', '我们提出了一种方法。|它很好！| これはペンです。| यह काम करता है। | نعم؟ | لا۔'],
    [
      'names that end in a mark',
      'Answers come from Yahoo! Answers and Quora. | We play Jeopardy! games. | It sells! | We stop.',
    ],
    [
      'names with a full stop, if they come twice',
      'We propose MR. Video, an agent. | In practice, MR. Video has two stages. | It uses an MLP. | Layers follow.',
    ],
    ['comparisons in brackets', 'Errors (Explicit vs. Implicit). | We use 3.5 M. | Scores, e.g., F1, rise.'],
    ['emoji', 'We release X! | 🎉 Try it. 🚀🚀'],
    ['citations in brackets', 'Found by E. DeGiuli [Phys. Rev. Lett. 122, 128301], it holds. | We go on.'],
  ])('%s', (_, text) => {
    expect(texts(text.replaceAll('|', ''))).toEqual(
      marked(text).map((sentence) => sentence.replaceAll('|', '')),
    );
  });

  test('whitespace alone has no sentences', () => {
    expect(splitSentences(' \n\t ')).toEqual([]);
    expect(splitSentences('')).toEqual([]);
  });

  test('for any text the sentences contain every visible character, in order and at the given offsets', () => {
    const pieces = fc.constantFrom(
      '. ',
      '.',
      '!',
      '? ',
      '(',
      ')',
      '"',
      '$',
      'e.g. ',
      'al. ',
      'The ',
      'we',
      '。',
      '\n\n',
      '…',
      '1. ',
      '[',
      'https://a.b/c. ',
      '“',
      '”',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fc.oneof(pieces, fc.string()), { maxLength: 40 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (whole) => {
        let end = 0;
        for (const sentence of splitSentences(whole)) {
          expect(whole.slice(end, sentence.start).trim()).toBe('');
          expect(sentence.text).toBe(whole.slice(sentence.start, sentence.end));
          expect(sentence.text.trim()).toBe(sentence.text);
          expect(sentence.text).not.toBe('');
          end = sentence.end;
        }
        expect(whole.slice(end).trim()).toBe('');
      }),
      { numRuns: 500 },
    );
  });

  test.each(['.', '((', '. ', 'a.The ', '"a', '$a', '\n ', '[', '“', '1. ', 'https://'])(
    'a hundred thousand times %j is processed in a moment',
    (piece) => {
      const text = `${piece.repeat(100_000)}x`;
      splitSentences(text);
    },
  );
});
