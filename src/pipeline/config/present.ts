/** The properties that have a value. */
export const present = <T extends object>(values: {
  readonly [K in keyof T]: T[K] | undefined;
}): Partial<T> =>
  Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined),
  ) as Partial<T>;
