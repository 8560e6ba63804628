import { expect, test } from 'vitest';
import { smallTalkIn } from '../../src/answer/small-talk.ts';

test.each([
  ['thanks!', 'thanks'],
  ['Thank you so much', 'thanks'],
  ['ok thanks a lot, paperboy', 'thanks'],
  ['👍 great, thx', 'thanks'],
  ['Danke!', 'thanks'],
  ['ありがとう', 'thanks'],
  ['hi', 'greeting'],
  ['Hello there', 'greeting'],
  ['hey, how are you?', 'greeting'],
  ["what's up", 'greeting'],
  ['¡Hola!', 'greeting'],
  ['help', 'help'],
  ['Help me please!', 'help'],
  ['what can you do?', 'help'],
  ['who are you?', 'identity'],
  ['are you a bot', 'identity'],
  ['bye', 'farewell'],
])('“%s” is small talk', (text, kind) => {
  expect(smallTalkIn(text)).toBe(kind);
});

test.each([
  'help me find papers on unlearning',
  'test time compute',
  'hello world benchmark for agents',
  'who are the authors of attention is all you need',
  'great ape vocalisation models',
  'what are you able to say about LoRA?',
  'cool chic cold start',
  'later layers of transformers',
])('“%s” may be a question', (text) => {
  expect(smallTalkIn(text)).toBeUndefined();
});
