/** /digest subscribe, me, email and edit: from what was filled in to a subscription. */
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { UserError } from '../../src/domain/errors.ts';
import { platformId } from '../../src/domain/person.ts';
import type { RoleId } from '../../src/domain/place.ts';
import type { Subscription, Target } from '../../src/domain/subscription.ts';
import { digestReply, duplicateReply, type ZoneOrigin } from '../../src/reply/digest.ts';
import type { Reply } from '../../src/reply/reply.ts';
import { findDuplicate } from '../../src/subscriptions/duplicates.ts';
import { nextPost } from '../../src/subscriptions/local-time.ts';
import { skipMisfires } from '../../src/subscriptions/misfire.ts';
import { readSettings, type Settings, WEEKDAYS } from '../../src/subscriptions/read-settings.ts';
import { timeZoneOfLocale } from '../../src/subscriptions/time-zones.ts';
import type { Invocation, Invoker, Services } from '../command.ts';
import { choose } from './subscriptions.ts';

/** A menu and a list of suggestions hold as many. */
const MAX_SUBSCRIPTIONS = 25;

export const settingsSchema = z.object({
  time: z.string().optional(),
  timezone: z.string().optional(),
  days: z.string().optional(),
  period: z.enum(['daily', 'weekly']).optional(),
  size: z.number().optional(),
  topics: z.string().optional(),
  categories: z.string().optional(),
  lag: z.number().optional(),
  quiet: z.enum(['say', 'silent']).optional(),
  thread: z.boolean().optional(),
  picture: z.boolean().optional(),
  publish: z.boolean().optional(),
  role: z.string().optional(),
});
const channelSchema = z.object({ channel: z.string().optional() });

export async function subscribeChannel({ options, invoker }: Invocation, services: Services): Promise<Reply> {
  const { serverId } = invoker;
  if (!serverId) {
    throw new UserError('That works in a server. Here, use /digest me to get papers as direct messages.');
  }
  if (!invoker.mayManageServer) {
    throw new UserError(
      'Posting in a channel needs the Manage Server permission. Use /digest me to get papers yourself.',
    );
  }
  const earlier = await services.engine.stores.subscriptions.ofServer(serverId);
  const { channel } = channelSchema.parse(options);
  const channelId = channel === undefined ? invoker.channelId : platformId('discord', channel);
  const target: Target = { kind: 'channel', serverId, channelId };
  return create({ target, options, invoker, earlier, state: { kind: 'active' } }, services);
}

/** Each person has one: asking again changes it. */
export async function subscribePerson({ options, invoker }: Invocation, services: Services): Promise<Reply> {
  const earlier = await services.engine.stores.subscriptions.ofPerson(invoker.personId);
  const own = earlier.find(({ target }) => target.kind === 'direct');
  if (own) return change(own, { ...own, state: { kind: 'active' } }, settingsSchema.parse(options), services);
  const target: Target = { kind: 'direct', personId: invoker.personId };
  return create({ target, options, invoker, earlier, state: { kind: 'active' } }, services);
}

export async function editDigest(asked: Invocation, services: Services): Promise<Reply> {
  const typed = settingsSchema.parse(asked.options);
  const { channel } = channelSchema.parse(asked.options);
  const subscription = await choose(asked, services);
  if (channel === undefined && Object.values(typed).every((value) => value === undefined)) {
    throw new UserError('Nothing to change yet. Add an option, for example time.');
  }
  if (channel === undefined) return change(subscription, subscription, typed, services);
  if (subscription.target.kind !== 'channel') {
    throw new UserError("That one doesn't post in a channel. Use /digest subscribe to make one that does.");
  }
  const target = { ...subscription.target, channelId: platformId('discord', channel) };
  return change(subscription, { ...subscription, target }, typed, services);
}

interface Draft extends Pick<Subscription, 'target' | 'state'> {
  readonly options: Invocation['options'];
  readonly invoker: Invoker;
  /** Those that are there already, in the same server or of the same person. */
  readonly earlier: readonly Subscription[];
}

async function create(given: Draft, services: Services): Promise<Reply> {
  const { subscription, zoneOrigin } = await draft(given, services);
  const duplicate = findDuplicate(given.earlier, subscription);
  if (duplicate) return offerEdit(duplicate, settingsSchema.parse(given.options), given.invoker, services);
  await services.engine.stores.subscriptions.add(subscription);
  return digestReply('made', subscription, nextPost(subscription, subscription.createdAt)?.at, zoneOrigin);
}

/** Shows the subscription that is there already, with a button that changes it to what was typed. */
async function offerEdit(
  duplicate: Subscription,
  typed: z.infer<typeof settingsSchema>,
  { personId }: Invoker,
  services: Services,
): Promise<Reply> {
  const isChange = !isDeepStrictEqual(withTyped(duplicate, typed), withTyped(duplicate, {}));
  const key = isChange ? await services.personal.keepQuery(personId, JSON.stringify(typed)) : undefined;
  const { state } = duplicate;
  const now = new Date(services.clock.now());
  const next = state.kind === 'active' ? nextPost(duplicate, now)?.at : undefined;
  return duplicateReply(duplicate, next, key);
}

/** The press of that button. */
export async function applyTyped(
  subscription: Subscription,
  key: string,
  services: Services,
): Promise<Reply> {
  const kept = await services.personal.query(key);
  if (kept === undefined) throw new UserError('That offer has expired. Use /digest edit instead.');
  return change(subscription, subscription, settingsSchema.parse(JSON.parse(kept)), services);
}

/**
 * A new subscription, not stored yet, and where its time zone is from if it was not named.
 * @throws UserError for what was typed wrong, or may not be.
 */
export async function draft(
  { target, state, options, invoker, earlier }: Draft,
  services: Services,
): Promise<{ readonly subscription: Subscription; readonly zoneOrigin: ZoneOrigin | undefined }> {
  const typed = settingsSchema.parse(options);
  const isChannel = target.kind === 'channel';
  const zone = guessZone(earlier, (isChannel && invoker.serverLocale) || invoker.locale);
  const defaults: Settings = {
    time: '09:00',
    timeZone: zone.timeZone,
    days: WEEKDAYS,
    cadence: 'daily',
    size: 5,
    topics: [],
    categories: [],
    // Yesterday's list: by this morning its papers have votes.
    lagDays: 1,
    isSilentWhenQuiet: false,
    opensThread: false,
    showsPicture: true,
    isPublished: false,
  };
  const settings = readSettings(typed, defaults);
  await checkTarget(target, settings, readRole(typed.role, target, undefined), services);
  if (earlier.length >= MAX_SUBSCRIPTIONS) {
    throw new UserError(
      `There are ${MAX_SUBSCRIPTIONS} subscriptions here already, the most allowed. Make room with /digest remove.`,
    );
  }
  const subscription: Subscription = {
    id: services.newId(),
    target,
    createdBy: invoker.personId,
    ...settings,
    mentionedRole: readRole(typed.role, target, undefined),
    state,
    createdAt: new Date(services.clock.now()),
  };
  return { subscription, zoneOrigin: typed.timezone === undefined ? zone.origin : undefined };
}

/** Applies what was typed to `subscription`, which differs from `before` only in its place or state. */
export async function change(
  before: Subscription,
  subscription: Subscription,
  typed: z.infer<typeof settingsSchema>,
  services: Services,
): Promise<Reply> {
  const changed = withTyped(subscription, typed);
  await checkTarget(changed.target, changed, changed.mentionedRole, services);
  const { stores } = services.engine;
  const now = new Date(services.clock.now());
  await skipMisfires(stores, before, changed, now);
  await stores.subscriptions.update(changed);
  return digestReply(
    'changed',
    changed,
    changed.state.kind === 'active' ? nextPost(changed, now)?.at : undefined,
  );
}

const withTyped = (subscription: Subscription, typed: z.infer<typeof settingsSchema>): Subscription => ({
  ...subscription,
  ...readSettings(typed, subscription),
  mentionedRole: readRole(typed.role, subscription.target, subscription.mentionedRole),
});

/** Everyone's own role, whose id is that of the server, stands for no mention. */
function readRole(typed: string | undefined, target: Target, before: RoleId | undefined): RoleId | undefined {
  if (typed === undefined || target.kind !== 'channel') return before;
  const role = platformId('discord', typed);
  return role === target.serverId ? undefined : role;
}

/** @throws UserError that names what the bot may not do there. */
async function checkTarget(
  target: Target,
  { opensThread, isPublished }: Settings,
  role: RoleId | undefined,
  { channels }: Services,
): Promise<void> {
  if (target.kind !== 'channel') return;
  const check = await channels.check(target, { thread: opensThread, publish: isPublished, role });
  if (check === 'not-followable') {
    throw new UserError(
      'Only posts in an announcement channel can be published. Pick one, or leave publish out.',
    );
  }
  if (check === 'role-not-mentionable') {
    throw new UserError(
      "I can't mention that role. Allow anyone to mention it in the server's role settings, or give my role Mention Everyone there.",
    );
  }
  if (check === 'unknown') {
    throw new UserError(
      "I can't post there: it isn't a text channel of this server. Pick one with the channel option.",
    );
  }
  if ('missing' in check) {
    throw new UserError(
      `I can't post in that channel yet: I need ${listed(check.missing)} there. Give my role that in the channel's settings under Permissions, then try again.`,
    );
  }
}

export function guessZone(
  earlier: readonly Subscription[],
  locale: string,
): { timeZone: string; origin: ZoneOrigin } {
  const last = earlier.at(-1);
  if (last) return { timeZone: last.timeZone, origin: 'earlier' };
  const ofLocale = timeZoneOfLocale(locale);
  return ofLocale ? { timeZone: ofLocale, origin: 'language' } : { timeZone: 'UTC', origin: 'default' };
}

const listed = (names: readonly string[]): string =>
  [names.slice(0, -1).join(', '), names.at(-1)].filter(Boolean).join(' and ');
