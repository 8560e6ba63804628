/**
 * Checks a request's body against a schema and refuses it in Discord's words: 400, code 50035, with the path of each
 * mistake.
 */
import type { z } from 'zod';
import { type FieldErrors, RestError } from './rest-error.ts';

/**
 * The body as the schema reads it.
 * @throws RestError that lists every mistake.
 */
export function parseForm<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body, { reportInput: true });
  if (parsed.success) return parsed.data;
  const errors: FieldErrors = {};
  for (const issue of parsed.error.issues) addError(errors, issue.path, describeIssue(issue));
  throw new RestError(400, 50035, 'Invalid Form Body', errors);
}

/** Runs a check of one part of a body, and prefixes that part to the path of its mistakes. */
export function withinField<T>(field: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof RestError) || error.errors === undefined) throw error;
    throw new RestError(error.status, error.code, error.message, { [field]: error.errors });
  }
}

/** Makes a schema's refine report Discord's own error code. */
export function formIssue(code: string, message: string, path: (string | number)[] = []) {
  return { code: 'custom' as const, params: { code }, message, path };
}

/** Drops null fields: where Discord allows null, it means the same as leaving the field out. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([, field]) => field !== null);
  return Object.fromEntries(kept.map(([name, field]) => [name, withoutNulls(field)]));
}

function addError(root: FieldErrors, path: PropertyKey[], error: { code: string; message: string }): void {
  let place = root;
  for (const step of path) {
    const next = place[String(step)];
    const child: FieldErrors = next === undefined || Array.isArray(next) ? {} : next;
    place[String(step)] = child;
    place = child;
  }
  const before = place._errors;
  place._errors = [...(Array.isArray(before) ? before : []), error];
}

function describeIssue(issue: z.core.$ZodIssue): { code: string; message: string } {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? REQUIRED : wrongType(issue.expected, issue.input);
    case 'too_big':
      return issue.origin === 'string' || issue.origin === 'array'
        ? { code: 'BASE_TYPE_MAX_LENGTH', message: `Must be ${issue.maximum} or fewer in length.` }
        : { code: 'NUMBER_TYPE_MAX', message: `int value should be less than or equal to ${issue.maximum}.` };
    case 'too_small':
      if (issue.input === '') return REQUIRED;
      return issue.origin === 'string' || issue.origin === 'array'
        ? { code: 'BASE_TYPE_MIN_LENGTH', message: `Must be ${issue.minimum} or more in length.` }
        : {
            code: 'NUMBER_TYPE_MIN',
            message: `int value should be greater than or equal to ${issue.minimum}.`,
          };
    case 'invalid_value':
      return {
        code: 'BASE_TYPE_CHOICES',
        message: `Value must be one of {${issue.values.map(String).join(', ')}}.`,
      };
    case 'invalid_format':
      return issue.format === 'url'
        ? { code: 'URL_TYPE_INVALID_URL', message: 'Not a well formed URL.' }
        : { code: 'STRING_TYPE_REGEX', message: 'String value did not match validation regex.' };
    case 'custom':
      return { code: String(issue.params?.code ?? 'BASE_TYPE_INVALID'), message: issue.message };
    default:
      return { code: 'BASE_TYPE_CHOICES', message: issue.message };
  }
}

const REQUIRED = { code: 'BASE_TYPE_REQUIRED', message: 'This field is required' };

function wrongType(expected: string, input: unknown): { code: string; message: string } {
  switch (expected) {
    case 'string':
      return { code: 'STRING_TYPE_CONVERT', message: `Could not interpret "${String(input)}" as string.` };
    case 'boolean':
      return { code: 'BOOLEAN_TYPE_CONVERT', message: 'Must be either true or false.' };
    case 'array':
      return { code: 'LIST_TYPE_CONVERT', message: 'Only iterables may be used in a ListType' };
    case 'object':
      return { code: 'DICT_TYPE_CONVERT', message: 'Only dictionaries may be used in a DictType' };
    default:
      return { code: 'NUMBER_TYPE_COERCE', message: `Value "${String(input)}" is not ${expected}.` };
  }
}
