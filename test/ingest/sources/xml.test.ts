import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { parseXml } from '../../../src/ingest/sources/xml.ts';

const feedOf = (title: string, count: number): string =>
  `<feed>${`<a:entry><title type="text">${title}</title></a:entry>`.repeat(count)}</feed>`;

test('A long feed is parsed in small steps, between which other work runs', async () => {
  let turns = 0;
  let isDone = false;
  const others = (async () => {
    for (; !isDone; turns++) await setImmediate();
  })();
  await parseXml(feedOf('A title', 5_000), 'feed');
  isDone = true;
  await others;
  expect(turns).toBeGreaterThan(10);
});

test('The end of a step doesn’t matter, even within a character or a reference', async () => {
  // Not a multiple of a step's length.
  const title = 'é 🧪 &amp;lt; &#x1F9EA; <![CDATA[]] <b> &amp;]]>';
  expect(await parseXml(feedOf(title, 2_000), 'feed')).toEqual({
    entry: Array(2_000).fill({ title: { '@type': 'text', '#text': 'é 🧪 &lt; 🧪 ]] <b> &amp;' } }),
  });
});

test.each([
  ['another element than was opened', '<feed><entry></feed></entry>'],
  ['text after its end', '<feed></feed>x'],
  ['a second root', '<feed></feed><feed></feed>'],
  ['a bare ampersand', '<feed>a & b</feed>'],
  ['an attribute without quotes', '<feed a=b></feed>'],
  ['the same attribute twice', '<feed a="1" a="2"></feed>'],
  ['no end', '<feed><entry>'],
])('XML with %s is refused', async (_what, text) => {
  await expect(parseXml(text, 'feed')).rejects.toThrow(
    'it answered with XML that is broken or cut off at line 1',
  );
});

test('Elements that may repeat are lists even if there is one, and others only if there are several', async () => {
  const feed =
    '<feed><entry><author>A</author></entry><link href="a"/><link href="b"/><link href="c"/><x>1</x></feed>';
  expect(await parseXml(feed, 'feed')).toEqual({
    entry: [{ author: ['A'] }],
    link: [{ '@href': 'a' }, { '@href': 'b' }, { '@href': 'c' }],
    x: '1',
  });
});

test('Text beside attributes is kept, and empty text is not', async () => {
  expect(await parseXml('<feed><id type="x"> 1 </id><id type="y"> </id></feed>', 'feed')).toEqual({
    id: [{ '@type': 'x', '#text': '1' }, { '@type': 'y' }],
  });
});

test('Inner tags stay in a title, its inner texts included', async () => {
  expect(await parseXml('<feed><title>H<sub>2</sub>O in <b><i>x</i></b></title></feed>', 'feed')).toEqual({
    title: 'H<sub>2</sub>O in <b><i>x</i></b>',
  });
});
