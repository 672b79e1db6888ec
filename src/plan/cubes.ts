import { type Cube, cubeFor } from './cube-relation.ts';
import { aggregateId, type Need } from './relation.ts';
import { type Slot, slotId, uniqueSlots } from './slot.ts';

/** Estimated numbers of groups, one for each set of slots; asked for many sets at once. */
export type Estimate = (sets: readonly (readonly Slot[])[]) => Promise<readonly number[]>;

/** What costs depend on. */
interface Facts {
  readonly rows: number;
  readonly groupsOf: (slots: readonly Slot[]) => number;
  readonly aggregatesOf: (need: Need) => readonly string[];
}

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

const readCost = (rows: number, slots: number, aggregates: number): number =>
  rows * (perRow + perSlot * slots + perAggregate * aggregates);

const slotsOf = (needs: readonly Need[]): readonly Slot[] =>
  uniqueSlots(needs.flatMap((need) => need.slots));

const setId = (slots: readonly Slot[]): string =>
  uniqueSlots(slots).map(slotId).toSorted().join('|');

/** Reading needs from the events one by one, or from a cube that has to be built first. */
const clusterOf = (needs: readonly Need[], { rows, groupsOf, aggregatesOf }: Facts): Cluster => {
  const slots = slotsOf(needs);
  const groups = groupsOf(slots);
  const from = needs.length === 1 ? rows : groups;
  let cost = 0;
  if (needs.length > 1) {
    const aggregates = new Set(needs.flatMap(aggregatesOf)).size;
    cost += readCost(rows, slots.length, aggregates) + perGroup * groups;
  }
  for (const need of needs) {
    cost += readCost(from, need.slots.length, need.aggregates.length);
    cost += perGroup * groupsOf(need.slots);
  }
  return { needs, slots, groups, cost };
};

/** Needs with equal slots, together. */
const bySlots = (needs: readonly Need[]): readonly (readonly Need[])[] => {
  const groups = new Map<string, Need[]>();
  for (const need of needs) {
    const id = setId(need.slots);
    const group = groups.get(id);
    if (group === undefined) groups.set(id, [need]);
    else group.push(need);
  }
  return [...groups.values()];
};

const pairsOf = (clusters: readonly Cluster[]): readonly (readonly [Cluster, Cluster])[] =>
  clusters.flatMap((left, index) =>
    clusters.slice(index + 1).map((right): readonly [Cluster, Cluster] => [left, right]),
  );

/** The two clusters that save most when they share a cube, joined; undefined where none saves. */
const bestJoin = (clusters: readonly Cluster[], facts: Facts): readonly Cluster[] | undefined => {
  let most = 0;
  let best: readonly Cluster[] | undefined;
  for (const [left, right] of pairsOf(clusters)) {
    const joined = clusterOf([...left.needs, ...right.needs], facts);
    const saved = left.cost + right.cost - joined.cost;
    if (saved > most) {
      most = saved;
      best = [...clusters.filter((one) => one !== left && one !== right), joined];
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
  const known = new Map<string, number>();
  const aggregates = new Map(eligible.map((need) => [need, need.aggregates.map(aggregateId)]));
  const facts: Facts = {
    rows,
    groupsOf: (slots) => known.get(setId(slots)) ?? rows,
    aggregatesOf: (need) => aggregates.get(need) ?? [],
  };
  const learn = async (sets: readonly (readonly Slot[])[]): Promise<void> => {
    const asked = new Map(sets.map((slots) => [setId(slots), uniqueSlots(slots)]));
    for (const id of known.keys()) asked.delete(id);
    if (asked.size === 0) return;
    const found = await estimate([...asked.values()]);
    [...asked.keys()].forEach((id, index) => known.set(id, found[index] ?? rows));
  };
  const apart = bySlots(eligible);
  await learn(apart.map(slotsOf));
  let clusters: readonly Cluster[] = apart.map((same) => clusterOf(same, facts));
  for (;;) {
    await learn(pairsOf(clusters).map(([left, right]) => slotsOf([...left.needs, ...right.needs])));
    const joined = bestJoin(clusters, facts);
    if (joined === undefined) break;
    clusters = joined;
  }
  return clusters
    .filter((cluster) => cluster.needs.length > 1)
    .toSorted((left, right) => right.groups - left.groups)
    .map((cluster, index) => cubeFor(nameOf(index), cluster.needs));
};
