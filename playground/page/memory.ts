/** What the browser keeps for the page: nothing that matters, so a browser that keeps nothing does no harm. */

/** The text kept under this key, or undefined. */
export function recall(key: string): string | undefined {
  return storage()?.getItem(key) ?? undefined;
}

export function remember(key: string, value: string): void {
  storage()?.setItem(key, value);
}

/** A browser that is told to store nothing throws on the mere mention of it. */
function storage(): Storage | undefined {
  try {
    return localStorage;
  } catch {
    return undefined;
  }
}
