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
  description: 'Where to post; this channel if left out',
  channel_types: [ChannelType.GuildText, ChannelType.GuildAnnouncement],
};
const SETTINGS: APIApplicationCommandBasicOption[] = [
  {
    type: ApplicationCommandOptionType.String,
    name: 'time',
    description: 'When, such as 09:00 or 9am; 09:00 if left out',
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
    description: 'daily, weekdays, or days such as mon,wed,fri; weekdays if left out',
    max_length: 100,
  },
  {
    type: ApplicationCommandOptionType.Integer,
    name: 'size',
    description: 'Papers a post at most; 5 if left out',
    min_value: 1,
    max_value: MAX_SIZE,
  },
  {
    type: ApplicationCommandOptionType.String,
    name: 'topics',
    description: 'What the papers are to be about, in your own words, with ; between topics',
    max_length: 2_000,
  },
  {
    type: ApplicationCommandOptionType.String,
    name: 'categories',
    description: 'Categories of arXiv such as cs.CL, cs.LG',
    max_length: 200,
  },
  {
    type: ApplicationCommandOptionType.Integer,
    name: 'lag',
    description: 'How many days old the list is to be, so that votes have come in; 1 if left out',
    min_value: 0,
    max_value: MAX_LAG_DAYS,
  },
  {
    type: ApplicationCommandOptionType.String,
    name: 'quiet',
    description: 'What to do on a day that brought nothing new',
    choices: [
      { name: 'Say that nothing new came', value: 'say' },
      { name: 'Stay silent', value: 'silent' },
    ],
  },
];
const PICTURE: APIApplicationCommandBasicOption = {
  type: ApplicationCommandOptionType.Boolean,
  name: 'picture',
  description: "Show the top paper's picture (default: true)",
};
const THREAD: APIApplicationCommandBasicOption = {
  type: ApplicationCommandOptionType.Boolean,
  name: 'thread',
  description: 'Whether each post opens a thread for discussion',
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
  description: 'Which one; may be left out where there is only one',
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
    ]),
    sub('me', 'Have trending papers sent to your direct messages', [...SETTINGS, PICTURE]),
    sub('email', 'Have trending papers sent by email', [ADDRESS, ...SETTINGS]),
    sub('list', 'See what is subscribed here, and by you'),
    sub('edit', 'Change a subscription; what you leave out stays', [
      SUBSCRIPTION,
      CHANNEL,
      ...SETTINGS,
      PICTURE,
      THREAD,
    ]),
    sub('preview', 'See, privately, what a subscription would post now', [SUBSCRIPTION]),
    sub('pause', 'Stop a subscription until you resume it', [SUBSCRIPTION]),
    sub('resume', 'Go on with a paused subscription', [SUBSCRIPTION]),
    sub('remove', 'Take a subscription away for good', [SUBSCRIPTION]),
  ],
};
