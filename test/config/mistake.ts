/** Invalid settings. */
import { expect } from 'vitest';
import { parseConfig } from '../../src/config/config.ts';
import { ConfigError } from '../../src/domain/errors.ts';

/** The resulting message. */
export function mistake(env: Record<string, string>): string {
  try {
    parseConfig(env);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return error instanceof ConfigError ? error.message : '';
  }
  throw new Error(`Accepted ${JSON.stringify(env)}`);
}
