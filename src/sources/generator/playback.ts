import { actionCode } from './action-code.ts';
import { below, logUniform, unit, type Random } from './random.ts';

const longestPauseMs = 20 * 60_000;
const pausedShare = 0.06;
/** How often a playback is stopped that was not skipped: the last of a session, and others. */
const stoppedShare = { last: 0.5, other: 0.015 };

/** How one playback goes; filled anew by each {@link drawPlayback}. */
export type Playback = {
  /** Code of `skip`, `complete` or `stop`. */
  ending: number;
  playedMs: number;
  /** 0 where it is not paused. */
  pausedMs: number;
  /** Audio heard when it is paused. */
  pausedAtMs: number;
  /** Whether it goes on after the pause, or is stopped in it. */
  resumes: boolean;
};

export const newPlayback = (): Playback => ({
  ending: 0,
  playedMs: 0,
  pausedMs: 0,
  pausedAtMs: 0,
  resumes: false,
});

/** When a skipped song is skipped: half within 5 s, 60 % within 10 s, 72 % within 30 s. */
const skippedAfter = (random: Random, lengthMs: number): number => {
  const share = unit(random);
  const within = unit(random);
  if (share < 0.5) return 400 + Math.floor(within * 4600);
  if (share < 0.6) return 5000 + Math.floor(within * 5000);
  if (share < 0.72) return 10_000 + Math.floor(within * 20_000);
  return 30_000 + Math.floor(within * (lengthMs - 31_000));
};

const completedAfter = (random: Random, lengthMs: number): number => {
  const how = unit(random);
  if (how < 0.01) return lengthMs + 5000 + below(random, 55_000);
  return how < 0.3 ? lengthMs - below(random, 1500) : lengthMs;
};

const drawEnding = (random: Random, skipShare: number, isLast: boolean): number => {
  if (unit(random) < skipShare) return actionCode.skip;
  const stops = unit(random) < (isLast ? stoppedShare.last : stoppedShare.other);
  return stops ? actionCode.stop : actionCode.complete;
};

const drawPlayedMs = (random: Random, ending: number, lengthMs: number): number => {
  if (ending === actionCode.skip) return skippedAfter(random, lengthMs);
  if (ending === actionCode.complete) return completedAfter(random, lengthMs);
  return Math.floor(lengthMs * (0.03 + 0.94 * unit(random)));
};

/**
 * Decides how a song of `lengthMs` is played. It makes two events, or four with a pause, or
 * three where it is stopped in one: never more than `budget`, and never one less.
 */
export const drawPlayback = (
  playback: Playback,
  random: Random,
  lengthMs: number,
  skipShare: number,
  isLast: boolean,
  budget: number,
): void => {
  let ending = drawEnding(random, skipShare, isLast);
  let pauses = unit(random) < pausedShare;
  let resumes = !(pauses && ending === actionCode.stop && unit(random) < 0.5);
  if (budget === 3) {
    ending = actionCode.stop;
    pauses = true;
    resumes = false;
  } else if (pauses) {
    const left = budget - (resumes ? 4 : 3);
    if (left < 0 || left === 1) pauses = false;
  }
  const playedMs = drawPlayedMs(random, ending, lengthMs);
  playback.ending = ending;
  playback.playedMs = playedMs;
  playback.pausedMs = pauses ? Math.floor(logUniform(random, 3000, longestPauseMs)) : 0;
  playback.pausedAtMs = resumes ? Math.floor(playedMs * (0.1 + 0.8 * unit(random))) : playedMs;
  playback.resumes = resumes;
};
