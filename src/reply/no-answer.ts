/** Says why a search has no answer, before the papers that come closest. */
import type { SearchResult } from '../retrieval/match.ts';
import type { QueryLanguage } from '../text/language-guess.ts';

const ASK_IN_ENGLISH: Readonly<Record<QueryLanguage, string>> = {
  ar: 'لم أتمكن من فهم هذا السؤال. اسأل بالإنجليزية من فضلك، أو استخدم نموذجًا لغويًا.',
  de: 'Diese Frage konnte ich nicht lesen. Bitte frag auf Englisch; mit einem Sprachmodell geht es auch auf Deutsch.',
  es: 'No he podido leer esta pregunta. Pregunta en inglés, por favor; con un modelo de lenguaje también funciona en español.',
  fr: 'Je n’ai pas pu lire cette question. Posez-la en anglais ; avec un modèle de langage, le français fonctionne aussi.',
  hi: 'मैं यह प्रश्न नहीं समझ सका। कृपया अंग्रेज़ी में पूछें, या कोई भाषा मॉडल जोड़ें।',
  it: 'Non sono riuscito a leggere questa domanda. Chiedi in inglese; con un modello linguistico funziona anche in italiano.',
  ja: 'この質問を読み取れませんでした。英語で質問してください。言語モデルを設定すれば日本語でも使えます。',
  ko: '이 질문을 이해하지 못했습니다. 영어로 질문해 주세요. 언어 모델을 설정하면 한국어도 됩니다.',
  nl: 'Ik kon deze vraag niet lezen. Vraag het in het Engels; met een taalmodel werkt Nederlands ook.',
  pl: 'Nie udało mi się odczytać tego pytania. Zapytaj po angielsku; z modelem językowym działa też polski.',
  pt: 'Não consegui ler esta pergunta. Pergunte em inglês; com um modelo de linguagem também funciona em português.',
  ru: 'Не удалось разобрать этот вопрос. Спросите, пожалуйста, по-английски; с языковой моделью работает и русский.',
  tr: 'Bu soruyu okuyamadım. Lütfen İngilizce sorun; bir dil modeliyle Türkçe de çalışır.',
  uk: 'Не вдалося розібрати це запитання. Запитайте, будь ласка, англійською; з мовною моделлю працює й українська.',
  zh: '我没能读懂这个问题。请用英语提问；配置语言模型后也可以用中文。',
};

/**
 * One sentence or two where the search knows more than that nothing fits: an unread language, a well-known paper that isn't
 * here, words that no paper holds. `quote` puts untrusted text into quotation marks.
 */
export function whyNoAnswer(
  { unreadLanguage, absent, missing = [] }: SearchResult,
  quote: (text: string) => string,
): string | undefined {
  if (unreadLanguage !== undefined) return ASK_IN_ENGLISH[unreadLanguage];
  if (absent)
    return `I don’t have ${quote(absent.title)} (arXiv:${absent.arxivId}). These papers come closest.`;
  if (missing.length === 0) return undefined;
  const words = missing.map(quote).join(missing.length === 2 ? ' or ' : ', ');
  return `I couldn’t find papers on ${words}. These come closest to the rest of your question.`;
}

/** Says which English query was searched, and which words were excluded; empty if neither applies. */
export function howSearched(
  { translated, excluded = [] }: SearchResult,
  quote: (text: string) => string,
): string[] {
  return [
    ...(translated ? [`Searched in English: ${quote(translated.english)}.`] : []),
    ...(excluded.length > 0 ? [`Left out papers that mention ${excluded.map(quote).join(' or ')}.`] : []),
  ];
}
