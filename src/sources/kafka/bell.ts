/** A wait for something to happen. */
export interface Bell {
  /** Resolves at the next ring to true, after so many milliseconds to false. */
  wait(ms: number): Promise<boolean>;
  ring(): void;
}

export const createBell = (): Bell => {
  const waiting = new Set<(isRung: boolean) => void>();
  return {
    wait: (ms) =>
      new Promise((resolve) => {
        const finish = (isRung: boolean): void => {
          clearTimeout(timer);
          waiting.delete(finish);
          resolve(isRung);
        };
        const timer = setTimeout(finish, ms, false);
        waiting.add(finish);
      }),
    ring() {
      for (const finish of waiting) finish(true);
    },
  };
};
