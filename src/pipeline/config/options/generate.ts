import { generatorDefaults } from '../../../sources/generator/options.ts';
import { count, real, share } from '../number-types.ts';
import { option, withDefault } from '../option.ts';
import { instant } from '../time-types.ts';

export const generateOptions = {
  events: withDefault({
    type: count(1, 4_000_000_000),
    default: generatorDefaults.events,
    description: 'how many events are generated; by batch only where there is no INPUT',
    group: 'What to generate',
    commands: ['batch', 'generate', 'produce', 'config'],
  }),
  seed: withDefault({
    type: count(0),
    default: generatorDefaults.seed,
    description: 'equal seeds and options give equal bytes',
    group: 'What to generate',
    commands: ['generate', 'produce', 'live'],
    flagOnly: true,
  }),
  end: withDefault({
    type: instant,
    default: generatorDefaults.end,
    description: 'every event happens before this time',
    group: 'What to generate',
    commands: ['generate'],
    flagOnly: true,
  }),
  days: withDefault({
    type: real(1 / 24, 36_500, 'a number of days from 1/24 to 36500'),
    default: generatorDefaults.days,
    description: 'days before the end in which events happen',
    group: 'What to generate',
    commands: ['generate'],
    flagOnly: true,
  }),
  users: option({
    type: count(1, 100_000_000),
    defaultWords: 'grows with the events',
    description: 'listeners to draw from',
    group: 'What to generate',
    commands: ['generate', 'produce'],
    flagOnly: true,
  }),
  songs: option({
    type: count(1, 100_000_000),
    defaultWords: 'grows with the events',
    description: 'songs to draw from',
    group: 'What to generate',
    commands: ['generate', 'produce'],
    flagOnly: true,
  }),
  late: withDefault({
    type: share(1),
    default: generatorDefaults.late,
    description: 'events that arrive more than ten minutes late',
    group: 'What to generate',
    commands: ['generate', 'produce'],
    flagOnly: true,
  }),
  duplicates: withDefault({
    type: share(0.5),
    default: generatorDefaults.duplicates,
    description: 'lines that repeat an earlier event',
    group: 'What to generate',
    commands: ['generate', 'produce'],
    flagOnly: true,
  }),
  disorder: withDefault({
    type: share(1),
    default: generatorDefaults.disorder,
    description: 'events that arrive up to five minutes out of order',
    group: 'What to generate',
    commands: ['generate', 'produce'],
    flagOnly: true,
  }),
  malformed: withDefault({
    type: share(1),
    default: generatorDefaults.malformed,
    description: 'lines that a reader must reject; only NDJSON can hold them',
    group: 'What to generate',
    commands: ['generate', 'produce'],
    flagOnly: true,
  }),
};
