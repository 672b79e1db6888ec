import type { WireEvent } from '../../event/event.ts';
import { formatInstant } from '../../event/time.ts';
import { eventId } from './identity.ts';
import { compareDetails, type Playback } from './playback.ts';

interface Moment {
  readonly playback: Playback;
  readonly at: number;
  readonly action: 'play' | 'skip' | 'complete' | 'stop';
  readonly playedMs: number | null;
}

const moments = (playbacks: readonly Playback[]): Moment[] =>
  playbacks.flatMap((playback): Moment[] => {
    const play: Moment = { playback, at: playback.startedAt, action: 'play', playedMs: null };
    const { ending } = playback;
    return ending === null ? [play] : [play, { playback, ...ending }];
  });

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const compareIdentity = (a: Moment, b: Moment): number =>
  a.at - b.at ||
  compareText(a.playback.song.song_id, b.playback.song.song_id) ||
  compareText(a.action, b.action) ||
  (a.playedMs ?? -1) - (b.playedMs ?? -1);

/**
 * The events of the playbacks, ordered by time, then id: a `play` for each and its ending where
 * it is known. Events that agree in all that makes the id are numbered; which of them gets which
 * number follows from what they say, not from the order of the playbacks.
 */
export const playbackEvents = (
  playbacks: readonly Playback[],
  service: string,
  user: string,
): Iterable<WireEvent> => {
  const ordered = moments(playbacks).toSorted(
    (a, b) => compareIdentity(a, b) || compareDetails(a.playback, b.playback),
  );
  return {
    *[Symbol.iterator]() {
      let sameTime: WireEvent[] = [];
      let occurrence = 0;
      let before: Moment | undefined;
      for (const moment of ordered) {
        if (before !== undefined && before.at !== moment.at) {
          yield* byId(sameTime);
          sameTime = [];
        }
        const repeats = before !== undefined && compareIdentity(before, moment) === 0;
        occurrence = repeats ? occurrence + 1 : 0;
        sameTime.push(toEvent(moment, occurrence, service, user));
        before = moment;
      }
      yield* byId(sameTime);
    },
  };
};

const byId = (events: readonly WireEvent[]): readonly WireEvent[] =>
  events.length < 2 ? events : events.toSorted((a, b) => compareText(a.event_id, b.event_id));

const toEvent = (
  { playback, at, action, playedMs }: Moment,
  occurrence: number,
  service: string,
  user: string,
): WireEvent => {
  const { song, device, country } = playback;
  const time = formatInstant(at);
  return {
    event_id: eventId(service, user, song.song_id, time, action, playedMs, occurrence),
    event_time: time,
    action,
    user_id: user,
    ...song,
    ...(playedMs === null ? {} : { played_ms: playedMs }),
    ...(device === null ? {} : { device }),
    ...(country === null ? {} : { country }),
  };
};
