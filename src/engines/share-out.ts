/** Statements that need one another, on any one connection. */
export type Task<C, T> = (connection: C) => Promise<T>;

/**
 * Runs tasks on several connections at the same time, each on the next that is free. Where one
 * fails no other is begun, and its error is thrown when all have ended.
 * @returns the results in the order of the tasks
 */
export const shareOut = async <C, T>(
  connections: readonly C[],
  tasks: readonly Task<C, T>[],
): Promise<readonly T[]> => {
  const results: T[] = [];
  const waiting = [...tasks.entries()];
  const work = async (connection: C): Promise<void> => {
    for (;;) {
      const next = waiting.shift();
      if (next === undefined) return;
      const [index, task] = next;
      try {
        results[index] = await task(connection);
      } catch (error) {
        waiting.length = 0;
        throw error;
      }
    }
  };
  const ends = await Promise.allSettled(connections.map(work));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  return results;
};
