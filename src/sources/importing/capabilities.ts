/** Whether an export knows something, and what that means for the reports, in plain words. */
export interface Capability {
  readonly known: 'yes' | 'partly' | 'no';
  readonly sentence: string;
}

export interface Capabilities {
  readonly skips: Capability;
  readonly completions: Capability;
  readonly pauses: Capability;
  readonly listeningTime: Capability;
  /** Length of the songs. */
  readonly durations: Capability;
  readonly devices: Capability;
  readonly countries: Capability;
  readonly timePrecision: 'second' | 'minute';
  /** Which moment of a playback the export records. */
  readonly timeIs: 'start' | 'end';
  readonly time: string;
}

export const capabilityNames = {
  skips: 'skips',
  completions: 'completions',
  pauses: 'pauses',
  listeningTime: 'listening time',
  durations: 'song lengths',
  devices: 'devices',
  countries: 'countries',
} as const satisfies Partial<Record<keyof Capabilities, string>>;

export type CapabilityName = keyof typeof capabilityNames;

export const yes = (sentence: string): Capability => ({ known: 'yes', sentence });
export const partly = (sentence: string): Capability => ({ known: 'partly', sentence });
export const no = (sentence: string): Capability => ({ known: 'no', sentence });

const both = (a: Capability, b: Capability): Capability => ({
  known: a.known === b.known ? a.known : 'partly',
  sentence: a.sentence === b.sentence ? a.sentence : `${a.sentence} ${b.sentence}`,
});

/** What two kinds of export can tell together: the coarser time, and `partly` where they differ. */
export const combine = (a: Capabilities, b: Capabilities): Capabilities => ({
  skips: both(a.skips, b.skips),
  completions: both(a.completions, b.completions),
  pauses: both(a.pauses, b.pauses),
  listeningTime: both(a.listeningTime, b.listeningTime),
  durations: both(a.durations, b.durations),
  devices: both(a.devices, b.devices),
  countries: both(a.countries, b.countries),
  timePrecision: a.timePrecision === 'minute' ? 'minute' : b.timePrecision,
  timeIs: a.timeIs === 'end' ? 'end' : b.timeIs,
  time: a.time === b.time ? a.time : `${a.time} ${b.time}`,
});
