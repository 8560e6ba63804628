/** All commands, in the order of /help. */
import { ask } from './ask.ts';
import type { Command } from './command.ts';
import { digest } from './digest/digest.ts';
import { createHelp } from './help.ts';
import { papers } from './papers.ts';
import { privacy } from './privacy.ts';
import { similar } from './similar.ts';
import { summary } from './summary.ts';
import { trending } from './trending.ts';
import { usage } from './usage.ts';

const answering: readonly Command[] = [papers, ask, similar, summary, trending, digest, usage, privacy];

export const commands: readonly Command[] = [...answering, createHelp(answering)];
