/** So long what was told is not told again. */
const silenceMs = 600_000;

/** Tells whether it is time to say something (again) under a name; then it counts as said. */
export const createSilence = (): ((name: string | number, elapsedMs: number) => boolean) => {
  const told = new Map<string | number, number>();
  return (name, elapsedMs) => {
    const last = told.get(name);
    if (last !== undefined && elapsedMs - last < silenceMs) return false;
    told.set(name, elapsedMs);
    return true;
  };
};
