/** Holds each committed WebAssembly kernel against its source. */
import { readFileSync } from 'node:fs';
import asc from 'assemblyscript/asc';
import { expect, it } from 'vitest';
import { projectPath } from '../src/lib/package-root.ts';

const { scripts } = JSON.parse(readFileSync(projectPath('package.json'), 'utf8'));
const commands: string[] = scripts.kernel.split(' && ');

it.each(commands)('is the output of `npm run kernel` for its source: %s', async (command) => {
  const [, ...options] = command.split(' ');
  const written = new Map<string, string | Uint8Array>();
  const { error, stderr } = await asc.main([...options, '--baseDir', projectPath('.')], {
    writeFile: (name, contents) => {
      written.set(name, contents);
    },
  });
  expect(error, stderr.toString()).toBeNull();
  expect(written.size).toBe(1);
  for (const [file, contents] of written) {
    const made = Buffer.from(contents);
    expect(made.equals(readFileSync(projectPath(file))), 'run `npm run kernel` and commit the result').toBe(
      true,
    );
  }
});
