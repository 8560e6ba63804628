/** Discord's refusal of a request: status, numeric code, message and, for a bad body, the fields at fault. */

/** Field names and list indexes, down to `{ _errors: [...] }`. */
export interface FieldErrors {
  [field: string]: FieldErrors | { readonly code: string; readonly message: string }[];
}

/** https://docs.discord.com/developers/topics/opcodes-and-status-codes#json */
export class RestError extends Error {
  override readonly name = 'RestError';
  readonly status: 400 | 401 | 403 | 404 | 413 | 415;
  readonly code: number;
  readonly errors: FieldErrors | undefined;

  constructor(status: RestError['status'], code: number, message: string, errors?: FieldErrors) {
    super(message);
    this.status = status;
    this.code = code;
    this.errors = errors;
  }

  /** The JSON body as Discord sends it. */
  toBody(): { message: string; code: number; errors?: FieldErrors } {
    const { message, code, errors } = this;
    return errors === undefined ? { message, code } : { message, code, errors };
  }
}

export const unknownChannel = () => new RestError(404, 10003, 'Unknown Channel');
export const unknownMessage = () => new RestError(404, 10008, 'Unknown Message');
export const unknownWebhook = () => new RestError(404, 10015, 'Unknown Webhook');
export const unknownInteraction = () => new RestError(404, 10062, 'Unknown interaction');
