import { setTimeout as wait } from 'node:timers/promises';

/** Milliseconds to wait before an attempt: none before the first, at most a second. */
export const backoffMs = (attempt: number): number =>
  attempt <= 1 ? 0 : Math.min(1000, 50 * 2 ** (attempt - 1));

/** Does it until it succeeds, throws what does not pass by itself, or has failed `most` times. */
export const retrying = async <T>(
  action: () => Promise<T>,
  { most, passes }: { readonly most: number; readonly passes: (thrown: unknown) => boolean },
): Promise<T> => {
  for (let attempt = 1; ; attempt += 1) {
    await wait(backoffMs(attempt));
    try {
      return await action();
    } catch (thrown) {
      if (attempt >= most || !passes(thrown)) throw thrown;
    }
  }
};
