/** The bot as a process, restarted with another EMBEDDING_MODEL. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeTinyModel } from '../../embedding/tiny-model.ts';
import { newFolder, type Program, runProgram, startProgram } from '../../helpers/program.ts';

const ready = async (program: Program): Promise<string> => {
  const [url] = await program.says('stdout', /http:\/\/127\.0\.0\.1:\d+/);
  return url;
};
const metricsOf = async (url: string): Promise<string> => (await fetch(`${url}/metrics`)).text();

async function stop(program: Program): Promise<string> {
  program.signal('SIGTERM');
  return (await program.exit).stderr;
}

test('it answers by the former model, says so everywhere, and changes to the new one', async () => {
  const folder = newFolder();
  writeTinyModel(join(folder, 'tiny'), ['learning', 'language', 'models']);
  const env = { DATABASE_URL: `file:${join(folder, 'paperboy.db')}` };
  const nowhere = { ...env, EMBEDDING_MODEL: './nowhere' };
  const tiny = { ...env, EMBEDDING_MODEL: './tiny' };

  const first = startProgram(['start'], env, folder);
  expect(await metricsOf(await ready(first))).toContain('paperboy_fallback_model 0\n');
  await stop(first);

  const lost = startProgram(['start'], nowhere, folder);
  const url = await ready(lost);
  await lost.says(
    'stderr',
    /"answering":"paper-static-256@[0-9a-f]{12}","msg":"the model of the settings is not there/,
  );
  const metrics = await metricsOf(url);
  expect(metrics).toContain('paperboy_fallback_model 1\n');
  expect(metrics).toContain('paperboy_vectors 119\n');
  expect(metrics).toContain('paperboy_queue_length{queue="embedding"} 119\n');
  expect((await fetch(`${url}/health`)).status).toBe(200);
  expect(await stop(lost)).toMatch(
    /"problem":"There is no model folder [^"]*nowhere\. Check the path in EMBEDDING_MODEL/,
  );
  expect((await runProgram(['doctor'], nowhere, folder)).stdout).toMatch(
    /^✓ Meanwhile: paper-static-256@[0-9a-f]{12}, the model before it, goes on answering$/m,
  );
  const searched = await runProgram(['search', 'language models'], nowhere, folder);
  expect(searched).toMatchObject({
    code: 0,
    stderr: expect.stringMatching(/Until then paper-static-256@\w+ answers\.$/m),
  });

  expect((await runProgram(['doctor'], tiny, folder)).stdout).toMatch(
    /^✓ Vectors: 0 of 119 papers; the rest are embedded at the next start, and until then paper-static-256@[0-9a-f]{12} answers$/m,
  );
  const changed = startProgram(['start'], tiny, folder);
  const changedUrl = await ready(changed);
  await changed.says('stderr', /"model":"tiny@[0-9a-f]{12}","done":119,"msg":"all papers are embedded"/);
  expect(await metricsOf(changedUrl)).toContain('paperboy_fallback_model 0\n');
  expect(await metricsOf(changedUrl)).toContain('paperboy_queue_length{queue="embedding"} 0\n');
  expect(await stop(changed)).not.toContain('"level":"error"');
});
