/** Closes several things so that a failure of one leaves none of the others open. */

/**
 * Closes one after another.
 * @throws the first error, after closing all.
 */
export async function closeAll(closers: readonly (() => unknown)[]): Promise<void> {
  const errors: unknown[] = [];
  for (const closer of closers) {
    try {
      await closer();
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw errors[0];
}
