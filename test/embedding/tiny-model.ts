/**
 * Models of a few kilobytes for tests, in a real model's files: a table of vectors behind a WordPiece tokenizer. The
 * ONNX weights are written by hand: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto has the field numbers.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface TinyModel {
  readonly dims: number;
  /** The vector of a word, [dims], or of one that is not in the vocabulary. */
  vectorOf(word: string): number[];
}

interface Options {
  readonly dims?: number;
  readonly seed?: number;
  /** The model's name in config.json. */
  readonly name?: string;
  /** If true, the model outputs one vector per text, here the doubled mean of its tokens. */
  readonly endsInSentence?: boolean;
}

const SPECIAL = ['[PAD]', '[UNK]'];

/** Writes a model that knows these words into the folder. */
export function writeTinyModel(
  folder: string,
  words: readonly string[],
  { dims = 8, seed = 1, name, endsInSentence = false }: Options = {},
): TinyModel {
  const vocabulary = [...SPECIAL, ...new Set(words)];
  const table = Float32Array.from({ length: vocabulary.length * dims }, (_, i) =>
    Math.sin(seed * 7.3 + i * i * 1.7),
  );
  mkdirSync(join(folder, 'onnx'), { recursive: true });
  writeFileSync(join(folder, 'onnx/model.onnx'), onnxModel(table, vocabulary.length, dims, endsInSentence));
  const write = (file: string, value: unknown) => writeFileSync(join(folder, file), JSON.stringify(value));
  write('config.json', {
    model_type: 'bert',
    hidden_size: dims,
    num_hidden_layers: 1,
    vocab_size: vocabulary.length,
    ...(name && { _name_or_path: name }),
  });
  write('tokenizer_config.json', {
    tokenizer_class: 'BertTokenizer',
    pad_token: '[PAD]',
    unk_token: '[UNK]',
    model_max_length: 512,
  });
  write('tokenizer.json', {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: SPECIAL.map((content, id) => ({
      id,
      content,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: true,
    })),
    normalizer: {
      type: 'BertNormalizer',
      clean_text: true,
      handle_chinese_chars: true,
      strip_accents: null,
      lowercase: true,
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: null,
    decoder: null,
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(vocabulary.map((word, id) => [word, id])),
    },
  });
  return {
    dims,
    vectorOf(word) {
      const id = Math.max(1, vocabulary.indexOf(word));
      return [...table.subarray(id * dims, (id + 1) * dims)];
    },
  };
}

const FLOAT = 1;
const INT64 = 7;

function onnxModel(table: Float32Array, words: number, dims: number, endsInSentence: boolean): Uint8Array {
  const gather = [text(1, 'table'), text(1, 'input_ids'), text(2, 'last_hidden_state'), text(4, 'Gather')];
  const sum = [
    ...[text(1, 'last_hidden_state'), text(1, 'axes'), text(2, 'sum'), text(4, 'ReduceSum')],
    message(5, text(1, 'keepdims'), number(3, 0), number(20, 2)),
  ];
  const out = [text(1, 'sum'), text(1, 'sum'), text(2, 'sentence_embedding'), text(4, 'Add')];
  const graph = message(
    7,
    message(1, ...gather),
    ...(endsInSentence ? [message(1, ...sum), message(1, ...out)] : []),
    text(2, 'tiny'),
    tensor('table', [words, dims], FLOAT, new Uint8Array(table.buffer)),
    tensor('axes', [1], INT64, new Uint8Array(BigInt64Array.of(1n).buffer)),
    valueInfo(11, 'input_ids', INT64, ['texts', 'tokens']),
    valueInfo(11, 'attention_mask', INT64, ['texts', 'tokens']),
    valueInfo(12, 'last_hidden_state', FLOAT, ['texts', 'tokens', dims]),
    ...(endsInSentence ? [valueInfo(12, 'sentence_embedding', FLOAT, ['texts', dims])] : []),
  );
  return Buffer.concat([number(1, 8), message(8, text(1, ''), number(2, 13)), graph]);
}

/** A weight stored in the graph. */
const tensor = (name: string, shape: readonly number[], type: number, data: Uint8Array): Buffer =>
  message(5, ...shape.map((size) => number(1, size)), number(2, type), text(8, name), bytes(9, data));

/** An input or output; variable dimensions have names. */
function valueInfo(field: number, name: string, type: number, shape: readonly (string | number)[]): Buffer {
  const sizes = shape.map((size) => message(1, typeof size === 'number' ? number(1, size) : text(2, size)));
  return message(field, text(1, name), message(2, message(1, number(1, type), message(2, ...sizes))));
}

// Protocol buffers: https://protobuf.dev/programming-guides/encoding/.
const number = (field: number, value: number): Buffer =>
  Buffer.from([...varint(field << 3), ...varint(value)]);
const bytes = (field: number, data: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from([...varint((field << 3) | 2), ...varint(data.length)]), data]);
const text = (field: number, value: string): Buffer => bytes(field, Buffer.from(value));
const message = (field: number, ...parts: readonly Buffer[]): Buffer => bytes(field, Buffer.concat(parts));

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
}
