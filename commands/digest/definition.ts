/** The options of /digest, as Discord shows them. */
import {
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandSubcommandOption,
  ApplicationCommandOptionType,
  ChannelType,
} from 'discord-api-types/v10';
import { MAX_LAG_DAYS, MAX_SIZE } from '../../src/subscriptions/read-settings.ts';
import { type Definition, EVERYWHERE } from '../command.ts';

const CHANNEL: APIApplicationCommandBasicOption = {
  type: ApplicationCommandOptionType.Channel,
  name: 'channel',
  description: 'Where to post (default: this channel)',
  channel_types: [ChannelType.GuildText, ChannelType.GuildAnnouncement],
};
const SETTINGS: APIApplicationCommandBasicOption[] = [
  {
    type: ApplicationCommandOptionType.String,
    name: 'time',
    description: 'Such as 09:00 or 9am (default 09:00)',
    max_length: 20,
  },
  {
    type: ApplicationCommandOptionType.String,
    name: 'timezone',
    description: 'Start typing a city and pick one',
    autocomplete: true,
    max_length: 60,
  },
  {
    type: ApplicationCommandOptionType.String,
    name: 'days',
    description: 'weekdays (default), daily, or days such as mon,wed,fri',
    max_length: 100,
  },
  {
    type: ApplicationCommandOptionType.String,
    name: 'period',
    description: "New papers each day (default), or the week's best",
    choices: [
      { name: 'daily', value: 'daily' },
      { name: 'weekly: the best of seven days', value: 'weekly' },
    ],
  },
  {
    type: ApplicationCommandOptionType.Integer,
    name: 'size',
    description: 'How many papers at most (default 5)',
    min_value: 1,
    max_value: MAX_SIZE,
  },
  {
    type: ApplicationCommandOptionType.String,
    name: 'topics',
    description: 'Topics to follow, in your own words, separated by ;',
    max_length: 2_000,
  },
  {
    type: ApplicationCommandOptionType.String,
    name: 'categories',
    description: 'arXiv categories, such as cs.CL cs.LG, or cs for all of it',
    max_length: 200,
  },
  {
    type: ApplicationCommandOptionType.Integer,
    name: 'lag',
    description: 'Age of the list in days, for votes to come in (default 1)',
    min_value: 0,
    max_value: MAX_LAG_DAYS,
  },
  {
    type: ApplicationCommandOptionType.String,
    name: 'quiet',
    description: 'What to do on a day without new papers',
    choices: [
      { name: 'Say so in one line', value: 'say' },
      { name: 'Stay silent', value: 'silent' },
    ],
  },
];
const PICTURE: APIApplicationCommandBasicOption = {
  type: ApplicationCommandOptionType.Boolean,
  name: 'picture',
  description: "Show the top paper's picture (default: true)",
};
const PUBLISH: APIApplicationCommandBasicOption = {
  type: ApplicationCommandOptionType.Boolean,
  name: 'publish',
  description: 'Publish each post to servers that follow this announcement channel (default: false)',
};
const ROLE: APIApplicationCommandBasicOption = {
  type: ApplicationCommandOptionType.Role,
  name: 'role',
  description: 'A role to mention with each post; @everyone for none (default)',
};
const THREAD: APIApplicationCommandBasicOption = {
  type: ApplicationCommandOptionType.Boolean,
  name: 'thread',
  description: 'Open a thread for discussion under each post (default: false)',
};
const ADDRESS: APIApplicationCommandBasicOption = {
  type: ApplicationCommandOptionType.String,
  name: 'address',
  description: 'Your email address; a link sent there confirms it',
  required: true,
  max_length: 400,
};
const SUBSCRIPTION: APIApplicationCommandBasicOption = {
  type: ApplicationCommandOptionType.String,
  name: 'subscription',
  description: 'Which one; leave it out if there is only one',
  autocomplete: true,
  max_length: 100,
};

const sub = (
  name: string,
  description: string,
  options: APIApplicationCommandBasicOption[] = [],
): APIApplicationCommandSubcommandOption => ({
  type: ApplicationCommandOptionType.Subcommand,
  name,
  description,
  options,
});

/** No default_member_permissions: /digest me is everybody's. docs/decisions/0011-one-digest-command.md */
export const DIGEST: Definition = {
  ...EVERYWHERE,
  name: 'digest',
  description: 'Have trending papers delivered, to a channel, to you, or by email',
  options: [
    sub('subscribe', 'Post trending papers in a channel of this server', [
      CHANNEL,
      ...SETTINGS,
      PICTURE,
      THREAD,
      PUBLISH,
      ROLE,
    ]),
    sub('me', 'Have trending papers sent to your direct messages', [...SETTINGS, PICTURE]),
    sub('email', 'Have trending papers sent by email', [ADDRESS, ...SETTINGS]),
    sub('list', 'See the subscriptions here, and your own'),
    sub('edit', 'Change a subscription; what you leave out stays', [
      SUBSCRIPTION,
      CHANNEL,
      ...SETTINGS,
      PICTURE,
      THREAD,
      PUBLISH,
      ROLE,
    ]),
    sub('preview', 'Preview, privately, what a subscription would post now', [SUBSCRIPTION]),
    sub('pause', 'Pause a subscription until you resume it', [SUBSCRIPTION]),
    sub('resume', 'Resume a paused subscription', [SUBSCRIPTION]),
    sub('remove', 'Delete a subscription', [SUBSCRIPTION]),
  ],
};
