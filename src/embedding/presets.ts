/**
 * Prompts and pooling of each family of embedding models. A wrong preset raises no error: the model only gets worse.
 */
import type { Pooling } from './pooling.ts';

export interface Preset {
  /** Matches the model's hub id, its folder's name, or the name in its config.json. */
  readonly names: RegExp;
  /** Put before a query. */
  readonly query: string;
  /** Put before a paper or one of its sentences. */
  readonly passage: string;
  /** Combines token vectors into a text's vector, unless the model outputs one vector per text. */
  readonly pooling: Pooling;
  /** Leaves the prompt's own tokens out of the mean. */
  readonly skipsPrompt?: true;
}

/** The usual settings of sentence transformers, used for unlisted models. */
export const PLAIN = { query: '', passage: '', pooling: 'mean' } as const;

const TASK = 'Given a topic or a question, retrieve abstracts of scientific papers about it';
const BGE_QUERY = 'Represent this sentence for searching relevant passages: ';

/** The first match counts, so narrower patterns come first. */
export const PRESETS: readonly Preset[] = [
  // https://huggingface.co/intfloat/e5-mistral-7b-instruct
  { names: /e5-mistral/i, query: `Instruct: ${TASK}\nQuery: `, passage: '', pooling: 'last_token' },
  // https://huggingface.co/intfloat/multilingual-e5-large-instruct: nothing before documents.
  { names: /e5-.*instruct/i, query: `Instruct: ${TASK}\nQuery: `, passage: '', pooling: 'mean' },
  // https://huggingface.co/intfloat/e5-base-v2, https://huggingface.co/intfloat/multilingual-e5-base
  { names: /(^|[/_-])e5-/i, query: 'query: ', passage: 'passage: ', pooling: 'mean' },

  // https://huggingface.co/hkunlp/instructor-large: “Represent the (domain) (type) for (task): ”; the mean excludes the
  // prompt: https://sbert.net/examples/sentence_transformer/applications/computing-embeddings/README.html
  {
    names: /(^|[/_-])instructor-/i,
    query: 'Represent the Science question for retrieving supporting documents: ',
    passage: 'Represent the Science document for retrieval: ',
    pooling: 'mean',
    skipsPrompt: true,
  },

  // https://ai.google.dev/gemma/docs/embeddinggemma/model_card: its prompts, with “none” for a title that isn't
  // separate. The ONNX files output one vector per text, after two dense layers:
  // https://huggingface.co/onnx-community/embeddinggemma-300m-ONNX
  {
    names: /embeddinggemma/i,
    query: 'task: search result | query: ',
    passage: 'title: none | text: ',
    pooling: 'mean',
  },

  // https://huggingface.co/Qwen/Qwen3-Embedding-0.6B: no space after “Query:”.
  { names: /qwen3-embedding/i, query: `Instruct: ${TASK}\nQuery:`, passage: '', pooling: 'last_token' },

  // https://huggingface.co/BAAI/bge-m3: no instruction.
  { names: /bge-m3/i, query: '', passage: '', pooling: 'cls' },
  // https://huggingface.co/BAAI/bge-large-zh-v1.5
  { names: /bge-.*-zh/i, query: '为这个句子生成表示以用于检索相关文章：', passage: '', pooling: 'cls' },
  // https://huggingface.co/BAAI/bge-small-en-v1.5
  { names: /bge-.*-en/i, query: BGE_QUERY, passage: '', pooling: 'cls' },

  // https://huggingface.co/Alibaba-NLP/gte-Qwen2-1.5B-instruct
  { names: /gte-qwen/i, query: `Instruct: ${TASK}\nQuery: `, passage: '', pooling: 'last_token' },
  // https://huggingface.co/Alibaba-NLP/gte-base-en-v1.5, …/gte-multilingual-base, …/gte-modernbert-base
  { names: /gte-(.*-en-v1|multilingual|modernbert)/i, query: '', passage: '', pooling: 'cls' },
  // https://huggingface.co/thenlper/gte-base
  { names: /(^|[/_-])gte-/i, ...PLAIN },

  // https://huggingface.co/nomic-ai/nomic-embed-text-v1.5, https://huggingface.co/nomic-ai/modernbert-embed-base
  {
    names: /nomic-embed-text|modernbert-embed/i,
    query: 'search_query: ',
    passage: 'search_document: ',
    pooling: 'mean',
  },

  // https://huggingface.co/mixedbread-ai/mxbai-embed-large-v1
  { names: /mxbai-embed-(2d-)?large/i, query: BGE_QUERY, passage: '', pooling: 'cls' },

  // https://huggingface.co/Snowflake/snowflake-arctic-embed-m-v2.0
  { names: /arctic-embed-.*v2/i, query: 'query: ', passage: '', pooling: 'cls' },
  // https://huggingface.co/Snowflake/snowflake-arctic-embed-m
  { names: /arctic-embed/i, query: BGE_QUERY, passage: '', pooling: 'cls' },

  // https://huggingface.co/sentence-transformers/multi-qa-mpnet-base-dot-v1
  { names: /multi-qa-.*-dot/i, query: '', passage: '', pooling: 'cls' },
  // https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2, …/all-mpnet-base-v2
  { names: /minilm|mpnet/i, ...PLAIN },
];

/** The preset that matches one of the model's names; if several match, the one of the earliest name. */
export function findPreset(names: readonly string[]): Omit<Preset, 'names'> {
  for (const name of names) {
    const preset = PRESETS.find(({ names: pattern }) => pattern.test(name));
    if (preset) return preset;
  }
  return PLAIN;
}
