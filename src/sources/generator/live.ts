import { eventBatches } from './batches.ts';
import type { EventBatch } from './event-batch.ts';
import { pow } from './exact-math.ts';
import { newHeldLines } from './held-lines.ts';
import { lineWriter } from './line-writer.ts';
import { generatorSettings, type GeneratorOptions } from './options.ts';
import { logUniform, mix, randomStream, unit } from './random.ts';
import { ndjsonFormat } from './text-format.ts';
import { newTally, type GroundTruth } from './truth.ts';

export type LiveOptions = Omit<GeneratorOptions, 'events' | 'end' | 'days'> & {
  /** Events a second. */
  readonly rate: number;
  /** The time at which it begins, in µs since 1970. */
  readonly startUs: number;
};

/** Generated lines whose events happen as they are asked for, without end. */
export type LiveLines = {
  /** The next `count` lines, of the time since the last call up to `nowUs`; valid until the next. */
  readonly take: (count: number, nowUs: number) => Iterable<Uint8Array>;
  /** What the lines hold that were taken so far. */
  readonly truth: () => GroundTruth;
};

const minute = 60_000_000;
/** An offline player delivers what happened at least so long ago, and at most six hours. */
const shortestDelay = 11 * minute;
const longestDelay = 360 * minute;
const longestDisorder = 5 * minute;
const longestRetry = 10 * minute;

const dayUs = 86_400_000_000;
/** Time before the first line in which sessions get under way: at once there are ends to see. */
const warmUpUs = 10 * minute;
const mostEvents = 4_000_000_000;
const mostDays = 365;
/** Listeners for each event a second, so that most of them rest at any time. */
const usersPerRate = 400;
const leastUsers = 2000;
const mostUsers = 40_000;
const leastSongs = 1000;
const mostSongs = 5000;

const within = (value: number, least: number, most: number): number =>
  Math.min(most, Math.max(least, Math.round(value)));

/** Traffic that is as dense as the listeners make it; it is played at the rate that is wanted. */
const trafficOptions = (options: LiveOptions, seed: number): GeneratorOptions => {
  const users = options.users ?? within(options.rate * usersPerRate, leastUsers, mostUsers);
  const density = Math.min(options.rate, users / usersPerRate);
  const events = within(density * 86_400 * mostDays, 100_000, mostEvents);
  const days = Math.max(1, Math.min(mostDays, events / density / 86_400));
  return {
    seed,
    users,
    songs: options.songs ?? within(options.rate * 100, leastSongs, mostSongs),
    events,
    days,
    end: options.startUs - warmUpUs + Math.round(days * dayUs),
    malformed: options.malformed,
    late: 0,
    duplicates: 0,
    disorder: 0,
  };
};

/**
 * Seeded events that happen now. What the generator plans in its own time is given times of the
 * clock: an event happens when it is taken, but for those that an offline player delivers late;
 * events out of order and copies are held back on their way.
 */
export const generateLive = (options: LiveOptions): LiveLines => {
  const seed = options.seed ?? 1;
  const settings = generatorSettings(trafficOptions(options, seed));
  const shares = generatorSettings({ ...options, events: 1_000_000 });
  const { late, disorder, duplicates } = shares;
  const first = eventBatches(settings, true);
  const write = lineWriter(ndjsonFormat(first.catalogue.songs));
  const tally = newTally({ ...settings, late, disorder, duplicates }, first.catalogue, () => 0);
  const held = newHeldLines(options.startUs);
  const detours = randomStream(seed, 'detours');
  const copies = randomStream(seed, 'copies');
  const copyChance = duplicates / (1 - duplicates);

  function* batches(): Generator<EventBatch> {
    yield* first.batches;
    for (let next = seed + 1; ; next++) {
      yield* eventBatches(generatorSettings(trafficOptions(options, next)), true).batches;
    }
  }
  const source = batches();
  const nextBatch = (): EventBatch => source.next().value as EventBatch;
  let batch = nextBatch();
  while (batch.time[0]! < options.startUs) batch = nextBatch();
  let row = 0;
  let before = options.startUs;

  /** A whole session is late, all its events by the same time. */
  const delayOf = (user: number, session: number): number => {
    const draw = mix(mix(user ^ seed) + session) >>> 0;
    if (draw / 2 ** 32 >= late) return 0;
    const share = (mix(draw + 1) >>> 0) / 2 ** 32;
    return Math.floor(shortestDelay * pow(longestDelay / shortestDelay, share));
  };

  const factsOf = (events: EventBatch, at: number) => ({
    time: events.time[at]!,
    action: events.action[at]!,
    user: events.user[at]! - 1,
    song: events.song[at]!,
    played: events.played[at]!,
  });

  const slice = (events: EventBatch, from: number, to: number): EventBatch => ({
    rows: to - from,
    id: events.id.subarray(from * 4, to * 4),
    time: events.time.subarray(from, to),
    action: events.action.subarray(from, to),
    user: events.user.subarray(from, to),
    session: events.session.subarray(from, to),
    song: events.song.subarray(from, to),
    played: events.played.subarray(from, to),
    device: events.device.subarray(from, to),
    place: events.place.subarray(from, to),
    fault: events.fault.subarray(from, to),
  });

  /** At most `count` rows that follow, with their times. */
  const nextRows = (count: number, from: number, step: number): EventBatch => {
    if (row === batch.rows) {
      batch = nextBatch();
      row = 0;
    }
    const rows = slice(batch, row, Math.min(batch.rows, row + count));
    row += rows.rows;
    for (let i = 0; i < rows.rows; i++) {
      const delay = delayOf(rows.user[i]!, rows.session[i]!);
      rows.time[i] = Math.floor(from + step * (i + 1)) - delay;
    }
    return rows;
  };

  const count = ({ time, action, user, song, played }: ReturnType<typeof factsOf>): void =>
    tally.addEvent(time, action, user, song, played);

  function* take(wanted: number, nowUs: number): Generator<Uint8Array> {
    const step = (nowUs - before) / Math.max(1, wanted);
    let from = before;
    before = nowUs;
    let left = wanted;
    for (; left > 0; left--) {
      const line = held.release(nowUs);
      if (line === undefined) break;
      if (line.copyOf) tally.addCopy();
      else count(line);
      yield line.bytes;
    }
    while (left > 0) {
      const rows = nextRows(left, from, step);
      const { bytes, ends } = write(rows);
      let start = 0;
      let kept = 0;
      for (let i = 0; i < rows.rows; i++) {
        const end = ends[i]!;
        const fault = rows.fault[i]!;
        const facts = factsOf(rows, i);
        const isHeld = fault === 0 && unit(detours) < disorder;
        const isCopied = fault === 0 && unit(copies) < copyChance;
        if (isHeld) {
          const due = nowUs + logUniform(detours, 500_000, longestDisorder);
          held.hold(due, { ...facts, bytes: bytes.slice(start, end), copyOf: false });
        }
        if (isCopied) {
          // After its original, also where that is held back.
          const detour = isHeld ? longestDisorder : 0;
          const due = nowUs + detour + logUniform(copies, 200_000, longestRetry);
          held.hold(due, { ...facts, bytes: bytes.slice(start, end), copyOf: true });
        }
        if (isHeld) {
          if (start > kept) yield bytes.subarray(kept, start);
          kept = end;
        } else {
          left--;
          if (fault > 0) tally.addMalformed(fault - 1);
          else count(facts);
        }
        start = end;
      }
      if (start > kept) yield bytes.subarray(kept, start);
      from += step * rows.rows;
    }
  }

  return { take, truth: tally.truth };
};
