/** What looks wrong about the lists that were read, so that nobody takes yesterday's news for today's. */

/** One thing that a reader of the list should know. Days are ISO. */
export type Notice =
  /** There is no list for the day, a weekday; the newest is that of `newest`. */
  | { readonly kind: 'missing'; readonly day: string; readonly newest: string | undefined }
  /** The day's list is that of the day before. */
  | { readonly kind: 'repeated'; readonly day: string; readonly before: string }
  /** The newest list is more than a week old. */
  | { readonly kind: 'old'; readonly newest: string }
  /** The day's list has far fewer papers than usual. */
  | { readonly kind: 'short'; readonly day: string; readonly papers: number; readonly usual: number }
  /** The source could not be read. */
  | { readonly kind: 'unreadable'; readonly day: string; readonly problem: string };
