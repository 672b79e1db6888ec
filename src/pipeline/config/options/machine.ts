import { defaultSpark, engineNames } from '../../batch-options.ts';
import { count, memorySize } from '../number-types.ts';
import { option, withDefault } from '../option.ts';
import { oneOf, path, sparkAddress } from '../text-types.ts';

export const machineOptions = {
  engine: withDefault({
    type: oneOf('NAME', engineNames),
    default: 'duckdb',
    description:
      'what computes: duckdb, spark (a cluster), or reference, the slow oracle in plain TypeScript for small inputs',
    group: 'Machine',
    commands: ['batch', 'stream', 'config', 'doctor'],
  }),
  spark: withDefault({
    type: sparkAddress,
    default: defaultSpark,
    description: 'where --engine spark finds its Spark Connect server: sc://HOST:PORT/;token=…',
    group: 'Machine',
    commands: ['batch', 'stream', 'config', 'doctor'],
  }),
  threads: option({
    type: count(1, 1024),
    defaultWords: 'one per core, in streams 1',
    description: 'threads to compute with',
    group: 'Machine',
    commands: ['batch', 'stream', 'live', 'config'],
  }),
  memoryLimit: option({
    type: memorySize,
    defaultWords: "the engine's, a part of the machine's",
    description: 'memory for the engine; what needs more goes to disk',
    group: 'Machine',
    commands: ['batch', 'stream', 'live', 'config'],
  }),
  spill: option({
    type: path('FOLDER'),
    defaultWords: 'a temporary one',
    description: 'folder for what does not fit into memory',
    group: 'Machine',
    commands: ['batch', 'stream', 'live', 'config'],
  }),
};
