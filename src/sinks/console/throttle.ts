/** Calls `action` at once, and then at most once in so many milliseconds, the last time included. */
export interface Throttle {
  readonly ask: () => void;
  readonly stop: () => void;
}

export const throttled = (action: () => void, intervalMs: number): Throttle => {
  let timer: NodeJS.Timeout | undefined;
  let asked = false;
  const tick = (): void => {
    timer = undefined;
    if (!asked) return;
    asked = false;
    timer = setTimeout(tick, intervalMs);
    action();
  };
  return {
    ask: () => {
      asked = true;
      if (timer === undefined) tick();
    },
    stop: () => {
      clearTimeout(timer);
      timer = undefined;
      asked = false;
    },
  };
};
