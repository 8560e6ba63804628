/** Fields that Discord limits, as zod reads them: texts and web addresses. */
import { z } from 'zod';

export const trimmed = (maxChars: number) => z.string().trim().max(maxChars);
export const required = (maxChars: number) => trimmed(maxChars).min(1);

export const WRONG_SCHEME = {
  params: { code: 'URL_TYPE_INVALID_SCHEME' },
  message: 'The scheme of this URL is not supported.',
};
export const webUrl = z
  .url()
  .max(2_048)
  .refine(hasScheme(['http', 'https', 'attachment']), WRONG_SCHEME);

export function hasScheme(schemes: readonly string[]) {
  return (url: string) => schemes.some((scheme) => url.toLowerCase().startsWith(`${scheme}:`));
}
