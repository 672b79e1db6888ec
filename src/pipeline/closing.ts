/** What was opened so far; all of it is closed at the end, the last first. */
export interface Closing {
  add(close: () => Promise<void> | void): void;
}

/**
 * Runs an action and closes what it has opened, also where opening the next thing or closing another
 * fails. The first error is the one that is thrown.
 */
export const withClosing = async <T>(action: (closing: Closing) => Promise<T>): Promise<T> => {
  const closers: (() => Promise<void> | void)[] = [];
  const failures: unknown[] = [];
  let result: { readonly value: T } | undefined;
  try {
    result = { value: await action({ add: (close) => void closers.push(close) }) };
  } catch (error) {
    failures.push(error);
  }
  for (const close of closers.toReversed()) {
    try {
      await close();
    } catch (error) {
      failures.push(error);
    }
  }
  if (result === undefined || failures.length > 0) throw failures[0];
  return result.value;
};
