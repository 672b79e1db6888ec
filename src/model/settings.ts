/** The numbers of the definitions that a user may configure. */
export interface Settings {
  /** An ended playback counts as a stream from this many milliseconds of audio (the 30-second rule). */
  readonly streamMinMs: number;
  /** Two events of one listener at most this many microseconds apart belong to one session. */
  readonly sessionGapUs: number;
}

export type SettingName = keyof Settings;

export const defaultSettings: Settings = Object.freeze({
  streamMinMs: 30_000,
  sessionGapUs: 30 * 60 * 1_000_000,
});
