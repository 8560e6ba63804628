/** The bot as a process that reads its sources by itself. */
import { expect, onTestFinished, test } from 'vitest';
import { startPlayground } from '../helpers/playground.ts';
import { newDatabase, startProgram } from '../helpers/program.ts';
import { startSourceServer } from '../helpers/source-server.ts';

test('the sources are read soon after the start; a failing one is reported once in the alert channel, and SIGTERM ends it in order', async () => {
  const discord = await startPlayground();
  onTestFinished(() => discord.close());
  const source = await startSourceServer();
  onTestFinished(() => source.close());
  source.interrupt = (_request, response) => {
    response.writeHead(404).end('{"error":"@everyone away"}');
    return true;
  };
  const { world } = discord.playground;
  const alarm = discord.nextMessage(({ content }) => content.includes('could not be read'));
  const program = startProgram(['start'], {
    DATABASE_URL: newDatabase(),
    DISCORD_TOKEN: discord.playground.token,
    DISCORD_API_URL: discord.apiUrl,
    SOURCES: 'hugging-face',
    HF_API_URL: source.settings.huggingFaceUrl,
    ALARM_CHANNEL_ID: world.channelId,
  });
  const message = await alarm;
  expect(message.channel_id).toBe(world.channelId);
  expect(message.mention_everyone).toBe(false);
  program.signal('SIGTERM');
  const { code, stderr } = await program.exit;
  expect(code).toBe(0);
  const warnings = stderr
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
    .filter(({ level }) => level === 'warn');
  expect(warnings).toEqual([
    expect.objectContaining({
      what: 'hugging-face',
      problem: expect.stringMatching(/^Hugging Face could not be read .* status 404/),
    }),
  ]);
});
