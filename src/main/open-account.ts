/** How the program logs in: to Discord with a token, else to a playground of its own. */

import type { Playground } from '../../playground/playground.ts';
import type { DiscordConfig } from '../config/config.ts';
import { type Clock, systemClock } from '../lib/clock.ts';

export interface Account {
  readonly playground?: Playground;
  /** What the program's time is: in the playground it can be moved. */
  readonly clock: Clock;
  /** How to log in, once it is known where this program's own server listens. */
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
