/** Draws exactly `wanted` of `total` things in one pass over them (selection sampling). */
export type Quota = { wanted: number; total: number };

/** Whether the next thing is drawn; `unitNumber` is uniform in [0, 1). */
export const draws = (quota: Quota, unitNumber: number): boolean => {
  const drawn = unitNumber * quota.total < quota.wanted;
  quota.total--;
  if (drawn) quota.wanted--;
  return drawn;
};
