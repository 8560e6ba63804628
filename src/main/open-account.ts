/** Chooses the account: Discord's with a token, else one in a playground of its own. */

import type { Playground } from '../../playground/playground.ts';
import type { DiscordConfig } from '../config/config.ts';
import { type Clock, systemClock } from '../lib/clock.ts';

export interface Account {
  readonly playground?: Playground;
  /** The program's time; the playground can move it. */
  readonly clock: Clock;
  /** The login, once the address of this program's own server is known. */
  loginAt(ownUrl: string): { token: string; applicationId?: string | undefined; apiUrl: string };
}

export async function openAccount(
  discord: DiscordConfig,
  nextPost: () => Promise<Date | undefined>,
): Promise<Account> {
  if (discord.mode === 'discord') return { clock: systemClock, loginAt: () => discord };
  const [{ createPlayground }, { createMovableClock }] = await Promise.all([
    import('../../playground/playground.ts'),
    import('../../playground/movable-clock.ts'),
  ]);
  const clock = createMovableClock(systemClock);
  const playground = createPlayground({ clock, time: { moveTo: clock.moveTo, nextPost } });
  return { playground, clock, loginAt: (ownUrl) => ({ token: playground.token, apiUrl: `${ownUrl}/api` }) };
}
