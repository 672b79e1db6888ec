/** Actions one after the other. */
export interface Queue {
  /** Begins the action when those before it have ended; never where one of them has failed. */
  add(action: () => Promise<void>): void;
  /** Resolves when all have ended. @throws what the one that failed has thrown */
  ended(): Promise<void>;
}

export const createQueue = (): Queue => {
  let last = Promise.resolve();
  return {
    add: (action) => {
      last = last.then(action);
      // Whoever waits for the end hears of it.
      last.catch(() => undefined);
    },
    ended: () => last,
  };
};
