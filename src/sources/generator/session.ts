import { actionCode } from './action-code.ts';
import { pick } from './alias.ts';
import type { Audience } from './audience.ts';
import type { Catalogue } from './catalogue.ts';
import { devices, drawDevice } from './devices.ts';
import { drawPlayback, newPlayback, type Playback } from './playback.ts';
import { below, mix, unit, type Random } from './random.ts';

const longestSession = 60;
const eventsPerPlayback = 5;

/** The events of one session in order; `played` is -1 where the event does not say. Times are in µs. */
export type Session = {
  count: number;
  user: number;
  readonly time: Float64Array;
  readonly action: Uint8Array;
  readonly song: Int32Array;
  readonly device: Uint8Array;
  readonly played: Int32Array;
  readonly playback: Playback;
};

/** Room for any session; filled anew by each {@link fillSession}. */
export const newSession = (): Session => {
  const size = longestSession * eventsPerPlayback;
  return {
    count: 0,
    user: 0,
    time: new Float64Array(size),
    action: new Uint8Array(size),
    song: new Int32Array(size),
    device: new Uint8Array(size),
    played: new Int32Array(size),
    playback: newPlayback(),
  };
};

export type World = {
  readonly seed: number;
  readonly catalogue: Catalogue;
  readonly audience: Audience;
};

const add = (
  session: Session,
  time: number,
  action: number,
  song: number,
  device: number,
  played: number,
): void => {
  const i = session.count++;
  session.time[i] = time;
  session.action[i] = action;
  session.song[i] = song;
  session.device[i] = device;
  session.played[i] = played;
};

/** Moods of a session, so that skips cluster: from listening through to looking for something. */
const moodShares = [0.34, 0.68, 0.9, 1];
const moodSkips = [0.5, 1.02, 1.4, 1.7];

/** Skips grow over the first songs of a session (Music Streaming Sessions Dataset). */
const positionSkips = [0.78, 0.94, 1, 1.05];

const baseSkip = 0.487;

/** Half of the songs come from the listener's own 64 favourites, the first ones more often. */
const drawSong = (world: World, random: Random, user: number): number => {
  const { popularity } = world.catalogue;
  if (unit(random) < 0.5) return pick(popularity, unit(random), unit(random));
  const rank = unit(random);
  const favourite = mix(user * 64 + Math.floor(rank * rank * 64) + 1) ^ world.seed;
  const where = (mix(favourite) >>> 0) / 4_294_967_296;
  return pick(popularity, where, (mix(favourite + 0x9e3779b9) >>> 0) / 4_294_967_296);
};

const playsOfSession = (random: Random): number => {
  if (unit(random) < 0.22) return 1;
  let plays = 2;
  while (plays < longestSession && unit(random) < 0.9) plays++;
  return plays;
};

/**
 * Fills `session` with playbacks of `user` from `start` on: whole ones that end before `end`,
 * at most `budget` events, and never so that a budget of one event is left over. May end up empty.
 * Only a budget that is one from the start gives a playback without an end.
 */
export const fillSession = (
  session: Session,
  world: World,
  random: Random,
  user: number,
  start: number,
  end: number,
  budget: number,
  weekend: boolean,
): void => {
  const { catalogue, audience } = world;
  const { playback } = session;
  session.count = 0;
  session.user = user;
  const plays = playsOfSession(random);
  const moodDraw = unit(random);
  let mood = 0;
  while (moodDraw >= moodShares[mood]!) mood++;
  const inclination = baseSkip * moodSkips[mood]! * audience.skip[user]! * (weekend ? 1.04 : 0.98);

  let device = unit(random) < 0.75 ? audience.device[user]! : drawDevice(random);
  let time = start + below(random, 1000);
  for (let n = 0; n < plays; n++) {
    if (unit(random) < 0.004) device = drawDevice(random);
    const left = budget - session.count;
    if (left === 0) break;
    const song = drawSong(world, random, user);
    const lengthMs = catalogue.songs.song_duration_ms[song]!;
    const skips = Math.min(
      0.95,
      inclination * catalogue.skip[song]! * devices[device]!.skip * positionSkips[Math.min(n, 3)]!,
    );
    drawPlayback(playback, random, lengthMs, skips, n === plays - 1, left);
    const { ending, playedMs, pausedMs, pausedAtMs } = playback;
    const endTime = time + (playedMs + pausedMs) * 1000 + below(random, 20_000);
    if (endTime >= end) break;

    add(session, time, actionCode.play, song, device, -1);
    if (left === 1) break;
    if (pausedMs > 0) {
      const pauseTime = time + pausedAtMs * 1000;
      add(session, pauseTime, actionCode.pause, song, device, pausedAtMs);
      if (playback.resumes) {
        const resumeTime = pauseTime + pausedMs * 1000;
        add(session, resumeTime, actionCode.resume, song, device, pausedAtMs);
      }
    }
    add(session, endTime, ending, song, device, playedMs);
    const gapMs = unit(random) < 0.1 ? 2000 + below(random, 88_000) : 50 + below(random, 1450);
    time = endTime + gapMs * 1000 + below(random, 1000);
  }
};
