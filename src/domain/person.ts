/** People, and what their platform has of its own: an id carries its platform, so that two platforms never collide. */

export type Platform = 'discord';

/** Such as `discord:80351110224678912`. */
export type PlatformId = `${Platform}:${string}`;

/** Somebody's account. */
export type PersonId = PlatformId;

export const platformId = (platform: Platform, id: string): PlatformId => `${platform}:${id}`;

/**
 * The id as the platform itself writes it.
 * @throws Error where it is another platform's.
 */
export function nativeId(platform: Platform, id: PlatformId): string {
  const prefix = `${platform}:`;
  if (!id.startsWith(prefix)) throw new Error(`${id} is not on ${platform}.`);
  return id.slice(prefix.length);
}
