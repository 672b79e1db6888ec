/**
 * The batches one by one, each made while the reader of the one before is still at work in
 * another thread. A batch is read before its successor is made. An error comes in its turn.
 */
export const pullAhead = <T>(batches: Iterable<T>): (() => IteratorResult<T>) => {
  const iterator = batches[Symbol.iterator]();
  const pull = (): (() => IteratorResult<T>) => {
    try {
      const result = iterator.next();
      return () => result;
    } catch (thrown) {
      return () => {
        throw thrown;
      };
    }
  };
  let ahead: (() => IteratorResult<T>) | undefined;
  return () => {
    const current = ahead ?? pull();
    ahead = undefined;
    setImmediate(() => {
      ahead ??= pull();
    });
    return current();
  };
};
