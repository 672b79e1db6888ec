import { type Cube, cubeFor } from './cube-relation.ts';
import { aggregateId, type Need } from './relation.ts';
import { type Slot, slotId, uniqueSlots } from './slot.ts';

/** Estimated number of groups of a set of slots. */
export type Estimate = (slots: readonly Slot[]) => Promise<number>;

/** Needs that share a cube, and what answering them from it costs. */
interface Cluster {
  readonly needs: readonly Need[];
  readonly slots: readonly Slot[];
  readonly groups: number;
  readonly cost: number;
}

// Relative costs of DuckDB's hash aggregation, per row read and per group made.
const perRow = 1;
const perSlot = 0.6;
const perAggregate = 0.35;
const perGroup = 4;

const aggregatesIn = (needs: readonly Need[]): number =>
  new Set(needs.flatMap((need) => need.aggregates).map(aggregateId)).size;

const readCost = (rows: number, slots: number, aggregates: number): number =>
  rows * (perRow + perSlot * slots + perAggregate * aggregates);

/** Reading needs from the events one by one, or from a cube that has to be built first. */
const clusterOf = async (
  needs: readonly Need[],
  rows: number,
  estimate: Estimate,
): Promise<Cluster> => {
  const slots = uniqueSlots(needs.flatMap((need) => need.slots));
  const groups = await estimate(slots);
  const from = needs.length === 1 ? rows : groups;
  let cost = 0;
  if (needs.length > 1) {
    cost += readCost(rows, slots.length, aggregatesIn(needs)) + perGroup * groups;
  }
  for (const need of needs) {
    cost += readCost(from, need.slots.length, need.aggregates.length);
    cost += perGroup * (await estimate(need.slots));
  }
  return { needs, slots, groups, cost };
};

/** Needs with equal slots, together. */
const bySlots = (needs: readonly Need[]): readonly (readonly Need[])[] => {
  const groups = new Map<string, Need[]>();
  for (const need of needs) {
    const id = uniqueSlots(need.slots).map(slotId).sort().join('|');
    const group = groups.get(id);
    if (group === undefined) groups.set(id, [need]);
    else group.push(need);
  }
  return [...groups.values()];
};

/** The two clusters that save most when they share a cube, joined; undefined where none saves. */
const bestJoin = async (
  clusters: readonly Cluster[],
  rows: number,
  estimate: Estimate,
): Promise<readonly Cluster[] | undefined> => {
  let most = 0;
  let best: readonly Cluster[] | undefined;
  for (const [index, left] of clusters.entries()) {
    for (const right of clusters.slice(index + 1)) {
      const joined = await clusterOf([...left.needs, ...right.needs], rows, estimate);
      const saved = left.cost + right.cost - joined.cost;
      if (saved > most) {
        most = saved;
        best = [...clusters.filter((one) => one !== left && one !== right), joined];
      }
    }
  }
  return best;
};

/**
 * Chooses cubes of the events that several steps share: starting with every step on its own, the
 * two groups of steps that save most are joined, as long as something is saved. The widest cube
 * comes first, so that narrower ones can be made from it.
 */
export const planCubes = async (
  needs: readonly Need[],
  rows: number,
  estimate: Estimate,
  nameOf: (index: number) => string,
): Promise<readonly Cube[]> => {
  const eligible = needs.filter((need) => !need.late && need.where === undefined);
  let clusters: readonly Cluster[] = await Promise.all(
    bySlots(eligible).map((same) => clusterOf(same, rows, estimate)),
  );
  for (;;) {
    const joined = await bestJoin(clusters, rows, estimate);
    if (joined === undefined) break;
    clusters = joined;
  }
  return clusters
    .filter((cluster) => cluster.needs.length > 1)
    .toSorted((left, right) => right.groups - left.groups)
    .map((cluster, index) => cubeFor(nameOf(index), cluster.needs));
};
