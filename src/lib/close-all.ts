/** Lets go of several things, so that one which fails keeps none of the others open. */

/** One after another, each whatever became of those before. @throws the first error, at the end. */
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
