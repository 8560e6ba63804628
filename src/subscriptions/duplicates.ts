/** Finds a subscription that already brings a channel what a new one would. */
import type { Subscription } from '../domain/subscription.ts';

/** The subscription of the same channel with the same period, topics and categories on one of the same days, if there is one. */
export function findDuplicate(
  earlier: readonly Subscription[],
  subscription: Subscription,
): Subscription | undefined {
  const { target, days } = subscription;
  if (target.kind !== 'channel') return undefined;
  return earlier.find(
    (one) =>
      one.target.kind === 'channel' &&
      one.target.channelId === target.channelId &&
      subjectOf(one) === subjectOf(subscription) &&
      one.days.some((day) => days.includes(day)),
  );
}

const subjectOf = ({ cadence, topics, categories }: Subscription): string =>
  JSON.stringify([
    cadence,
    ...[topics, categories].map((names) => names.map((name) => name.toLowerCase()).sort()),
  ]);
