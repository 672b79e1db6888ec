/** A wait that can be ended from outside. */
export interface Pause {
  /** Resolves after so many milliseconds, or at `end`. */
  readonly wait: (ms: number) => Promise<void>;
  readonly end: () => void;
}

export const createPause = (): Pause => {
  let finish: (() => void) | undefined;
  return {
    wait: (ms) =>
      new Promise((resolve) => {
        const timer = setTimeout(() => finish?.(), ms);
        finish = () => {
          clearTimeout(timer);
          finish = undefined;
          resolve();
        };
      }),
    end: () => finish?.(),
  };
};
