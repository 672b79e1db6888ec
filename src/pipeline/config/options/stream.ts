import { address, addresses } from '../address.ts';
import { count, real } from '../number-types.ts';
import { option, toggled, withDefault } from '../option.ts';
import { folderOrUri, groupName, path } from '../text-types.ts';
import { duration, durationOrOff, startAt } from '../time-types.ts';

export const streamOptions = {
  from: option({
    type: address,
    description: 'the log to read: kafka://host:9092[,host2]/topic, or file:DIR, the embedded log',
    group: 'Input',
    commands: ['stream'],
    notInFile: true,
  }),
  start: withDefault({
    type: startAt,
    default: 'earliest',
    description: 'where a new state begins to read; a time only for Kafka',
    group: 'Input',
    commands: ['stream', 'config'],
  }),
  bounded: toggled({
    description: 'takes what is there as all there will be: closes every window and ends',
    group: 'Input',
    commands: ['stream'],
    flagOnly: true,
  }),
  untilEnd: toggled({
    description: 'processes what is there, keeps windows open, and ends',
    group: 'Input',
    commands: ['stream'],
    flagOnly: true,
  }),
  liveRate: withDefault({
    type: real(0.1, 100_000, 'events a second, 0.1 to 100000'),
    default: 200,
    flag: 'rate',
    description: 'generated events a second',
    group: 'What to generate',
    commands: ['live', 'config'],
  }),
  watermarkDelay: withDefault({
    type: duration,
    default: 600_000_000,
    description: 'how far an event may be behind the newest of its partition and still be in time',
    group: 'Time and windows',
    commands: ['stream', 'live', 'config'],
  }),
  trigger: withDefault({
    type: duration,
    default: 500_000,
    description: 'longest time that a batch gathers events',
    group: 'Time and windows',
    commands: ['stream', 'live', 'config'],
  }),
  idleAfter: withDefault({
    type: duration,
    default: 60_000_000,
    description: 'how long a partition has nothing to read before the others go on without it',
    group: 'Time and windows',
    commands: ['stream', 'live', 'config'],
  }),
  maxFuture: withDefault<number | undefined>({
    type: durationOrOff,
    default: 300_000_000,
    description: 'how far an event may be ahead of the clock; off: as far as it likes',
    group: 'Time and windows',
    commands: ['stream', 'live', 'config'],
  }),
  streamTo: option({
    type: addresses,
    flag: 'to',
    description:
      'where panes go besides the console: file:DIR or kafka://host:9092/topic; repeatable',
    group: 'Output',
    commands: ['stream', 'live'],
    notInFile: true,
  }),
  lateTo: option({
    type: address,
    flag: 'late',
    defaultWords: 'the state keeps the newest 100,000',
    description:
      'where events go that came too late for a window: file:FILE.ndjson or a Kafka topic',
    group: 'Output',
    commands: ['stream'],
    notInFile: true,
  }),
  rejected: option({
    type: address,
    defaultWords: 'the state keeps the newest 100,000',
    description: 'where rejected records go: file:FILE.ndjson or a Kafka topic',
    group: 'Output',
    commands: ['stream'],
    notInFile: true,
  }),
  archive: option({
    type: path('FOLDER'),
    defaultWords: 'none',
    description:
      'folder for the accepted events as Parquet files by day and hour, late ones included: tonearm batch reads it',
    group: 'Output',
    commands: ['stream'],
    notInFile: true,
  }),
  state: option({
    type: folderOrUri,
    defaultWords: 'one per source and catalogue under $XDG_STATE_HOME/tonearm',
    description:
      'folder of the state: offsets, open windows, results on their way; with --engine spark that of the checkpoints, as the cluster sees it',
    group: 'Output',
    commands: ['stream'],
    notInFile: true,
  }),
  group: option({
    type: groupName,
    defaultWords: 'tonearm- and the name of the default state; none with --bounded',
    description:
      'Kafka group under which the offsets are stored for tools that show lag; off: nowhere',
    group: 'Output',
    commands: ['stream'],
    notInFile: true,
  }),
  status: toggled({
    description: 'prints what the state says of itself, without disturbing a running stream',
    group: 'Output',
    commands: ['stream'],
    flagOnly: true,
  }),
  metricsPort: option({
    type: count(1, 65_535),
    defaultWords: 'none',
    description: 'serves /metrics (Prometheus) and /health on this port of 127.0.0.1',
    group: 'Machine',
    commands: ['stream', 'live', 'config'],
  }),
};
