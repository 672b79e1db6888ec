/**
 * The most that each may take so that all together take about `total`: those that have less leave
 * the rest to the others. `ready` is what each has; at least 1.
 */
export const fairShare = (ready: readonly number[], total: number): number => {
  let left = total;
  let takers = ready.length;
  for (const size of ready.toSorted((a, b) => a - b)) {
    const share = left / takers;
    if (size >= share) return Math.max(1, Math.floor(share));
    left -= size;
    takers -= 1;
  }
  return Math.max(1, total);
};
