import { formats } from './data.ts';
import type { Group } from './group.ts';
import type { BenchOptions } from './options.ts';
import { sizeOf } from './size.ts';

/** Processes this short vary more from run to run. */
const shortRuns = 7;
const large = 5_000_000;

/** What is measured, in order: what takes long comes last. */
export const planOf = (options: BenchOptions): readonly Group[] => {
  const { runs, peers, sizes } = options;
  const groups: Group[] = [];
  if (options.parts.includes('start')) {
    groups.push({ kind: 'help', runs: shortRuns }, { kind: 'small', runs: shortRuns });
  }
  for (const size of sizes.toSorted((left, right) => left.events - right.events)) {
    for (const format of formats) {
      if (options.parts.includes('batch')) {
        const contenders = ['tonearm', ...peers] as const;
        groups.push({ kind: 'batch', size, format, contenders, runs });
      }
      if (options.parts.includes('generate')) {
        groups.push({ kind: 'generate', size, format, runs: size.events < large ? runs : 1 });
      }
    }
  }
  if (options.long) {
    const size = sizeOf('100m');
    groups.push({ kind: 'batch', size, format: 'parquet', contenders: ['tonearm'], runs: 1 });
  }
  return groups;
};
