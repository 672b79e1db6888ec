import { no, type Capabilities } from '../importing/capabilities.ts';

/** A scrobble says that a song was listened to from a moment on, and nothing about its end. */
export const capabilities: Capabilities = {
  skips: no('Last.fm keeps no plays that were skipped early, and does not mark the others.'),
  completions: no('A scrobble is sent after half of the song or 4 minutes, not at its end.'),
  pauses: no('Pauses are not recorded.'),
  listeningTime: no('How long a song was heard is not recorded.'),
  durations: no('The length of a song is not in the export.'),
  devices: no('Devices are not in the export.'),
  countries: no('Countries are not in the export.'),
  timePrecision: 'second',
  timeIs: 'start',
  time: 'Last.fm records the start of a playback, to the second.',
};

export const capabilitiesToTheMinute: Capabilities = {
  ...capabilities,
  timePrecision: 'minute',
  time: 'This kind of file has the start of a playback to the minute.',
};
