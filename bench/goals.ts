import type { Format } from './data.ts';
import type { Contender, Group } from './group.ts';
import type { Summary } from './summary.ts';

export interface Goal {
  readonly text: string;
  readonly reached: boolean;
}

type Summaries = (group: Group, contender: Contender) => Summary | undefined;

const wallGoals: Readonly<Record<string, number>> = {
  '10m parquet': 6.5,
  '10m ndjson': 10,
  '1m parquet': 1.2,
  '1m ndjson': 1.5,
};
const memoryGoals: Readonly<Record<string, number>> = { '10m': 2.5e9, '100m': 12e9 };
const peerRatio: Readonly<Record<Format, number>> = { parquet: 0.55, ndjson: 0.65 };
const sparkRatio = 1 / 30;
const longRatio = 12;
const helpSeconds = 0.15;
const smallSeconds = 0.6;
const generatedPerSecond = 250_000;

const atMost = (
  name: string,
  value: number,
  goal: number,
  print: (value: number) => string,
): Goal => ({
  text: `${name} ${print(value)} of at most ${print(goal)}`,
  reached: value <= goal,
});

const seconds = (value: number): string => `${value.toFixed(2)} s`;
const gigabytes = (value: number): string => `${(value / 1e9).toFixed(2)} GB`;
const ratio = (value: number): string => value.toFixed(3);

const batchGoals = (
  group: Extract<Group, { kind: 'batch' }>,
  own: Summary,
  groups: readonly Group[],
  summaries: Summaries,
): readonly Goal[] => {
  const { size, format } = group;
  const goals: Goal[] = [];
  const wall = wallGoals[`${size.name} ${format}`];
  if (wall !== undefined) goals.push(atMost('wall time', own.wall, wall, seconds));
  const memory = memoryGoals[size.name];
  if (memory !== undefined && own.peak !== undefined) {
    goals.push(atMost('peak memory', own.peak, memory, gigabytes));
  }
  const peers = group.contenders
    .filter((name) => name !== 'tonearm' && name !== 'pyspark')
    .flatMap((name) => summaries(group, name)?.wall ?? []);
  if (peers.length > 0) {
    goals.push(
      atMost('of the fastest peer', own.wall / Math.min(...peers), peerRatio[format], ratio),
    );
  }
  const spark = group.contenders.includes('pyspark') ? summaries(group, 'pyspark') : undefined;
  if (spark !== undefined)
    goals.push(atMost('of PySpark', own.wall / spark.wall, sparkRatio, ratio));
  if (size.name === '100m') {
    const tenth = groups.find(
      (other) => other.kind === 'batch' && other.size.name === '10m' && other.format === format,
    );
    const base = tenth && summaries(tenth, 'tonearm');
    if (base !== undefined) goals.push(atMost('of 10m', own.wall / base.wall, longRatio, ratio));
  }
  return goals;
};

/** What issue and design ask of a group, with what was measured. */
export const goalsOf = (
  group: Group,
  groups: readonly Group[],
  summaries: Summaries,
): readonly Goal[] => {
  const own = summaries(group, 'tonearm');
  if (own === undefined) return [];
  switch (group.kind) {
    case 'help':
      return [atMost('wall time', own.wall, helpSeconds, seconds)];
    case 'small':
      return [atMost('wall time', own.wall, smallSeconds, seconds)];
    case 'generate': {
      const rate = group.size.events / own.wall;
      const thousands = (value: number): string => `${Math.round(value / 1_000)} k/s`;
      return [
        {
          text: `${thousands(rate)} of at least ${thousands(generatedPerSecond)}`,
          reached: rate >= generatedPerSecond,
        },
      ];
    }
    case 'batch':
      return batchGoals(group, own, groups, summaries);
  }
};
