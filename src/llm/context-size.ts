/** Asks a server for its context size in each server's own way, as OpenAI's interface has none. */
import type OpenAI from 'openai';
import { z } from 'zod';

// Ollama uses less than the model's maximum: https://github.com/ollama/ollama/blob/main/docs/faq.mdx. It truncates
// longer texts silently.
const OLLAMA_TOKENS = 4_096;

const tokens = z.int().min(256).optional().catch(undefined);
const modelsSchema = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      /** vLLM. */
      max_model_len: tokens,
      /** OpenRouter, Together. */
      context_length: tokens,
      /** Groq. */
      context_window: tokens,
    }),
  ),
});
// llama.cpp: https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md#get-props
const propsSchema = z.object({ default_generation_settings: z.object({ n_ctx: z.int().min(256) }) });
// Ollama: https://github.com/ollama/ollama/blob/main/docs/api.md#show-model-information
const showSchema = z.object({
  parameters: z.string().default(''),
  model_info: z.record(z.string(), z.unknown()).default({}),
});

/** In tokens; undefined if the server doesn't say. Never throws. */
export async function contextSize(
  client: OpenAI,
  model: string,
  signal: AbortSignal,
): Promise<number | undefined> {
  const root = client.baseURL.replace(/\/v\d+$/, '');
  const look = <T>(schema: z.ZodType<T>, asking: Promise<unknown>): Promise<T | undefined> =>
    asking.then((body) => schema.safeParse(body).data).catch(() => undefined);

  const models = await look(modelsSchema, client.get('/models', { signal }));
  const entry = models?.data.find(({ id }) => id === model);
  const told = entry?.max_model_len ?? entry?.context_length ?? entry?.context_window;
  if (told !== undefined || new URL(root).hostname === 'api.openai.com') return told;
  const props = await look(propsSchema, client.get(`${root}/props`, { signal }));
  if (props) return props.default_generation_settings.n_ctx;
  const show = await look(showSchema, client.post(`${root}/api/show`, { body: { model }, signal }));
  return show && ollamaContext(show);
}

function ollamaContext({ parameters, model_info }: z.infer<typeof showSchema>): number {
  const set = Number(/^num_ctx\s+(\d+)/m.exec(parameters)?.[1] ?? OLLAMA_TOKENS);
  const most = Object.entries(model_info).find(([name]) => name.endsWith('.context_length'))?.[1];
  return typeof most === 'number' ? Math.min(set, most) : set;
}
