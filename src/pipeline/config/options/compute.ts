import { defaultSettings } from '../../../model/settings.ts';
import { count, milliseconds } from '../number-types.ts';
import { option, toggled, withDefault } from '../option.ts';
import { names, path } from '../text-types.ts';
import { duration, timeZone } from '../time-types.ts';

export const computeOptions = {
  only: option({
    type: names,
    defaultWords: 'all',
    description: 'computes these analytics alone',
    group: 'What to compute',
    commands: ['batch', 'stream', 'live', 'config'],
  }),
  analytics: option({
    type: path('FILE'),
    description: 'module (.js, .mjs, .ts) with analytics of your own, beside the built-in ones',
    group: 'What to compute',
    commands: ['batch', 'stream', 'live', 'config'],
  }),
  timeZone: withDefault({
    type: timeZone,
    default: 'UTC',
    description: 'where hours, days and weekdays are those of: an IANA name such as Europe/Berlin',
    group: 'What to compute',
    commands: ['batch', 'stream', 'live', 'config'],
  }),
  top: option({
    type: count(1),
    defaultWords: 'as each analytic says',
    description: 'rows of rankings',
    group: 'What to compute',
    commands: ['batch', 'config'],
  }),
  sessionGap: withDefault({
    type: duration,
    default: defaultSettings.sessionGapUs,
    description: 'longest pause within a session',
    group: 'What to compute',
    commands: ['batch', 'stream', 'live', 'config'],
  }),
  streamMin: withDefault({
    type: milliseconds,
    default: defaultSettings.streamMinMs,
    description:
      'audio from which an ended playback is a stream (the 30-second rule), milliseconds',
    group: 'What to compute',
    commands: ['batch', 'stream', 'live', 'config'],
  }),
  minEnded: option({
    type: count(0),
    defaultWords: 'as each analytic says',
    description: 'ended playbacks from which a song enters song_engagement',
    group: 'What to compute',
    commands: ['batch', 'config'],
  }),
  windows: toggled({
    description: 'adds each analytic over windows of event time, as <name>_windowed',
    group: 'What to compute',
    commands: ['batch', 'config'],
  }),
  window: option({
    type: duration,
    defaultWords: '5m',
    description: 'length of windows, for analytics whose windows are 5 minutes',
    group: 'What to compute',
    commands: ['batch', 'stream', 'live', 'config'],
  }),
  slide: option({
    type: duration,
    defaultWords: 'the length, so that windows do not overlap',
    description: 'how long after a window the next begins',
    group: 'What to compute',
    commands: ['batch', 'stream', 'live', 'config'],
  }),
  windowTop: option({
    type: count(1),
    defaultWords: 'as each analytic says',
    description: 'rows of rankings within a window',
    group: 'What to compute',
    commands: ['batch', 'stream', 'live', 'config'],
  }),
  windowMinEnded: option({
    type: count(0),
    defaultWords: 'as each analytic says',
    description: 'the same as --min-ended within a window',
    group: 'What to compute',
    commands: ['batch', 'stream', 'live', 'config'],
  }),
};
