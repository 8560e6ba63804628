/** Suggestions while a person fills in /digest: their subscriptions, and time zones with their current time. */
import type { ChannelId } from '../../src/domain/place.ts';
import type { Subscription } from '../../src/domain/subscription.ts';
import { describeDays, placeName } from '../../src/reply/digest.ts';
import { findTimeZones, localTime } from '../../src/subscriptions/time-zones.ts';
import { collapseSpace, truncate } from '../../src/text/display.ts';
import type { Choice, Command, Invoker, Services } from '../command.ts';
import { channelNames, reachable } from './subscriptions.ts';

// Discord's limits: https://discord.com/developers/docs/interactions/application-commands.
const MAX_CHOICES = 25;
const MAX_CHOICE_CHARS = 100;

export const completeDigest: NonNullable<Command['autocomplete']> = async (
  { name, value },
  services,
  invoker,
) => {
  if (name === 'subscription') return completeSubscription(value, services, invoker);
  return findTimeZones(value, MAX_CHOICES).map((zone) => ({
    name: `${zone.replaceAll('_', ' ')} (now ${localTime(zone, services.clock)})`,
    value: zone,
  }));
};

async function completeSubscription(typed: string, services: Services, invoker: Invoker): Promise<Choice[]> {
  const subscriptions = await reachable(invoker, services);
  const names = await channelNames(subscriptions, invoker, services);
  const wanted = typed.trim().toLowerCase();
  return subscriptions
    .map((subscription) => ({ name: labelOf(subscription, names), value: subscription.id }))
    .filter((choice) => choice.name.toLowerCase().includes(wanted))
    .slice(0, MAX_CHOICES);
}

function labelOf(subscription: Subscription, names: ReadonlyMap<ChannelId, string>): string {
  const { time, timeZone, days, topics, state } = subscription;
  const parts = [
    placeName(subscription, names),
    `${describeDays(days)} at ${time} ${timeZone}`,
    state.kind === 'active' ? '' : state.kind,
    topics.join('; '),
  ];
  return truncate(collapseSpace(parts.filter(Boolean).join(' · ')), MAX_CHOICE_CHARS);
}
