/** Recognises messages that are not questions: thanks, greetings, calls for help, and questions about the bot itself. */

export type SmallTalk = 'thanks' | 'greeting' | 'help' | 'identity' | 'farewell';

const PHRASES: Readonly<Record<SmallTalk, readonly string[]>> = {
  thanks: [
    'thanks',
    'thank you',
    'thank u',
    'thx',
    'ty',
    'tysm',
    'many thanks',
    'cheers',
    'much appreciated',
    'appreciate it',
    'great',
    'perfect',
    'awesome',
    'cool',
    'nice',
    'nice one',
    'well done',
    'good bot',
    'good job',
    'great job',
    'ok',
    'okay',
    'got it',
    'lol',
    'haha',
    'danke',
    'vielen dank',
    'merci',
    'merci beaucoup',
    'gracias',
    'muchas gracias',
    'obrigado',
    'obrigada',
    'grazie',
    'ありがとう',
    'ありがとうございます',
    '谢谢',
    '多谢',
    '감사합니다',
    '고마워',
    'спасибо',
  ],
  greeting: [
    'hi',
    'hello',
    'hey',
    'hiya',
    'yo',
    'howdy',
    'good morning',
    'good afternoon',
    'good evening',
    'morning',
    'sup',
    'whats up',
    'what is up',
    'how are you',
    'how are you doing',
    'hows it going',
    'greetings',
    'ping',
    'test',
    'testing',
    'are you there',
    'anyone there',
    'hallo',
    'guten morgen',
    'guten tag',
    'bonjour',
    'salut',
    'hola',
    'buenos dias',
    'ola',
    'bom dia',
    'ciao',
    'こんにちは',
    'おはよう',
    '你好',
    '您好',
    '안녕하세요',
    '안녕',
    'привет',
  ],
  help: [
    'help',
    'help me',
    'help please',
    'i need help',
    'can you help',
    'can you help me',
    'how do you work',
    'how does this work',
    'how do i use you',
    'how do i use this',
    'how to use',
    'how to use this',
    'what can you do',
    'what do you do',
    'commands',
    'what are your commands',
    'usage',
    'instructions',
    'hilfe',
    'aide',
    'ayuda',
    'ajuda',
    'aiuto',
    '帮助',
    'ヘルプ',
    '도움말',
  ],
  identity: [
    'who are you',
    'what are you',
    'who is this',
    'what is this',
    'what is this bot',
    'whats your name',
    'what is your name',
    'who made you',
    'who built you',
    'are you a bot',
    'are you human',
    'are you an ai',
    'are you chatgpt',
    'introduce yourself',
    'wer bist du',
    'qui es tu',
    'quien eres',
    '你是谁',
    'あなたは誰',
    '누구세요',
  ],
  farewell: [
    'bye',
    'goodbye',
    'good night',
    'gn',
    'see you',
    'see ya',
    'cya',
    'later',
    'tschuss',
    'au revoir',
    'adios',
    '再见',
  ],
};

/** Words that turn none of these into a question: "hello there!", "ok thanks a lot, paperboy". */
const PADDING = [
  'a lot',
  'again',
  'all',
  'and',
  'bot',
  'buddy',
  'dear',
  'everyone',
  'folks',
  'for that',
  'for the answer',
  'for the help',
  'for this',
  'friend',
  'guys',
  'man',
  'mate',
  'much',
  'my',
  'now',
  'oh',
  'paperboy',
  'please',
  'pls',
  'really',
  'so',
  'that helps',
  'that was helpful',
  'there',
  'very helpful',
  'very much',
  'well',
  'bitte',
  'beaucoup',
];

const MAX_CHARS = 80;

const KIND_OF = new Map(
  (Object.entries(PHRASES) as [SmallTalk, readonly string[]][]).flatMap(([kind, phrases]) =>
    phrases.map((phrase) => [plainWords(phrase), kind] as const),
  ),
);
const IS_PADDING = new Set(PADDING.map(plainWords));

/** The kind of small talk in a message, the first if it holds several; undefined for anything that may be a question. */
export function smallTalkIn(text: string): SmallTalk | undefined {
  if (text.length > MAX_CHARS) return undefined;
  const kinds = kindsOf(plainWords(text).split(' '));
  return kinds?.[0];
}

/** The kinds of the phrases that make up all of these words, padding apart; undefined if any word is left over. */
function kindsOf(words: readonly string[]): SmallTalk[] | undefined {
  if (words.length === 0) return [];
  for (let length = words.length; length > 0; length--) {
    const head = words.slice(0, length).join(' ');
    const kind = KIND_OF.get(head);
    if (!kind && !IS_PADDING.has(head)) continue;
    const rest = kindsOf(words.slice(length));
    if (rest) return kind ? [kind, ...rest] : rest;
  }
  return undefined;
}

function plainWords(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[\p{M}'’]/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
