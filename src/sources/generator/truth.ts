import { actions, type Action } from '../../event/event.ts';
import { actionCode } from './action-code.ts';
import type { Catalogue } from './catalogue.ts';
import type { GeneratorSettings } from './options.ts';
import { malformations } from './malformations.ts';

/** What a generated file holds, counted while it was made: the answers an analysis must give. */
export type GroundTruth = {
  readonly settings: GeneratorSettings;
  /** Lines or rows in the file. */
  readonly lines: number;
  /** Accepted events: every event once. */
  readonly events: number;
  /** Lines that repeat an event that came before them. */
  readonly duplicates: number;
  readonly malformed: number;
  /** Malformed lines by the reason for which the decoder must reject them. */
  readonly rejected: Readonly<Record<string, number>>;
  /** Malformed lines that were not written, because the format cannot hold them. */
  readonly leftOut: number;
  /** Accepted events older by more than ten minutes than the newest before them. */
  readonly late: number;
  /** Accepted events older than the newest before them, late ones included. */
  readonly outOfOrder: number;
  readonly actions: Readonly<Record<Action, number>>;
  /** Ended playbacks of at least 30 seconds. */
  readonly streams: number;
  /** Audio heard, over ended playbacks. */
  readonly listeningMs: number;
  readonly users: number;
  readonly songs: number;
  readonly artists: number;
  /** Client sessions; while listeners are not short, also the runs without a gap over 30 minutes. */
  readonly sessions: number;
  /** Event times in µs since 1970; null when there is no event. */
  readonly firstEventAt: number | null;
  readonly lastEventAt: number | null;
};

const lateMicros = 600_000_000;
const streamMs = 30_000;

/** Counts lines as they are written. */
export type Tally = {
  readonly addEvent: (
    time: number,
    action: number,
    user: number,
    song: number,
    played: number,
  ) => void;
  readonly addCopy: () => void;
  readonly addMalformed: (kind: number) => void;
  readonly truth: () => GroundTruth;
};

export const newTally = (
  settings: GeneratorSettings,
  catalogue: Catalogue,
  sessions: () => number,
): Tally => {
  const byAction = new Float64Array(actions.length);
  const byKind = new Float64Array(malformations.length);
  const users = new Uint8Array(settings.users);
  const songs = new Uint8Array(settings.songs);
  const count = { copies: 0, late: 0, outOfOrder: 0, streams: 0, listeningMs: 0 };
  const times = new Float64Array([Infinity, -Infinity]);

  return {
    addEvent: (time, action, user, song, played) => {
      byAction[action]!++;
      users[user] = 1;
      songs[song] = 1;
      if (action >= actionCode.skip) {
        if (played >= streamMs) count.streams++;
        count.listeningMs += played;
      }
      const newest = times[1]!;
      if (time < newest) {
        count.outOfOrder++;
        if (newest - time > lateMicros) count.late++;
      } else {
        times[1] = time;
      }
      if (time < times[0]!) times[0] = time;
    },
    addCopy: () => {
      count.copies++;
    },
    addMalformed: (kind) => {
      byKind[kind]!++;
    },
    truth: () => {
      const events = byAction.reduce((sum, n) => sum + n, 0);
      const malformed = byKind.reduce((sum, n) => sum + n, 0);
      const rejected = new Map<string, number>();
      for (const [kind, { reason }] of malformations.entries()) {
        const n = byKind[kind]!;
        if (n > 0) rejected.set(reason, (rejected.get(reason) ?? 0) + n);
      }
      const heardSongs = [...songs.keys()].filter((song) => songs[song] === 1);
      return {
        settings,
        lines: events + count.copies + malformed,
        events,
        duplicates: count.copies,
        malformed,
        rejected: Object.fromEntries([...rejected].toSorted(([a], [b]) => (a < b ? -1 : 1))),
        leftOut: settings.malformedLines - malformed,
        late: count.late,
        outOfOrder: count.outOfOrder,
        actions: Object.fromEntries(
          actions.map((action, code) => [action, byAction[code]!]),
        ) as Record<Action, number>,
        streams: count.streams,
        listeningMs: count.listeningMs,
        users: users.reduce((sum, n) => sum + n, 0),
        songs: heardSongs.length,
        artists: new Set(heardSongs.flatMap((song) => catalogue.songs.artist_id[song] ?? [])).size,
        sessions: sessions(),
        firstEventAt: events === 0 ? null : times[0]!,
        lastEventAt: events === 0 ? null : times[1]!,
      };
    },
  };
};
