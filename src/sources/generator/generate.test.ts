import { createHash } from 'node:crypto';
import { test } from '@fast-check/vitest';
import fc from 'fast-check';
import { describe, expect } from 'vitest';
import { Compile } from 'typebox/compile';
import { eventSchema, type Event } from '../../event/schema.ts';
import { bytesOf, byListener, decodedRun, eventsOf, type DecodedRun } from './decoded.cases.ts';
import { generateColumns, generateLines } from './generate.ts';
import type { GeneratorOptions } from './options.ts';

const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const endings = ['skip', 'complete', 'stop'];

/** The truth, counted again from what the decoder accepted. */
const recounted = (run: DecodedRun) => {
  const events = eventsOf(run);
  const ended = events.filter(({ action }) => endings.includes(action));
  const actions: Record<string, number> = {};
  for (const { action } of events) actions[action] = (actions[action] ?? 0) + 1;
  const rejected: Record<string, number> = {};
  for (const line of run.lines) {
    if (!line.ok) rejected[line.reason] = (rejected[line.reason] ?? 0) + 1;
  }
  let newest = -Infinity;
  let late = 0;
  let outOfOrder = 0;
  for (const { event_time: time } of events) {
    if (time < newest) outOfOrder++;
    if (newest - time > 600_000_000) late++;
    newest = Math.max(newest, time);
  }
  const times = events.map(({ event_time: time }) => time);
  return {
    lines: run.lines.length,
    events: events.length,
    duplicates: run.lines.filter((line) => line.ok).length - events.length,
    malformed: run.lines.filter((line) => !line.ok).length,
    rejected,
    leftOut: 0,
    late,
    outOfOrder,
    actions: { play: 0, pause: 0, resume: 0, skip: 0, complete: 0, stop: 0, ...actions },
    streams: ended.filter(({ played_ms: played }) => played! >= 30_000).length,
    listeningMs: ended.reduce((sum, { played_ms: played }) => sum + played!, 0),
    users: new Set(events.map(({ user_id: id }) => id)).size,
    songs: new Set(events.map(({ song_id: id }) => id)).size,
    artists: new Set(events.flatMap(({ artist_id: id }) => id ?? [])).size,
    firstEventAt: times.length === 0 ? null : Math.min(...times),
    lastEventAt: times.length === 0 ? null : Math.max(...times),
  };
};

/** The playbacks of one listener, whose sessions do not overlap. */
const playbacksOf = (events: readonly Event[]): readonly (readonly Event[])[] => {
  const playbacks: Event[][] = [];
  for (const event of events) {
    if (event.action === 'play') playbacks.push([]);
    playbacks.at(-1)!.push(event);
  }
  return playbacks;
};

const shape = /^play( pause( resume)?)? (skip|complete|stop)$/;

const holdsTogether = (playback: readonly Event[]): boolean => {
  const first = playback[0]!;
  const last = playback.at(-1)!;
  const heard = playback.slice(1).map(({ played_ms: played }) => played!);
  const part = last.played_ms! / last.song_duration_ms!;
  return (
    shape.test(playback.map(({ action }) => action).join(' ')) &&
    playback.every(
      ({ song_id: song, session_id: session, country }) =>
        song === first.song_id && session === first.session_id && country === first.country,
    ) &&
    heard.every((played, i) => i === 0 || played >= heard[i - 1]!) &&
    (last.action === 'complete' ? part > 0.9 : part < 1) &&
    last.event_time - first.event_time >= last.played_ms! * 1000
  );
};

const options: GeneratorOptions = {
  events: 20_000,
  late: 0.02,
  duplicates: 0.03,
  disorder: 0.05,
  malformed: 0.02,
};

describe('a run of 20,000 lines with everything in it', () => {
  const run = decodedRun(options);
  const events = eventsOf(run);

  test('holds what its ground truth says', () => {
    const { settings, sessions, ...truth } = run.truth;
    expect(recounted(run)).toEqual(truth);
    expect(truth.lines).toBe(20_000);
    expect([truth.duplicates, truth.malformed]).toEqual([600, 400]);
    expect(Object.keys(truth.rejected).length).toBeGreaterThan(15);
    expect(truth.late / truth.events).toBeCloseTo(settings.late, 2);
    expect(truth.outOfOrder / truth.events).toBeGreaterThan(0.04);
    expect(sessions).toBeGreaterThan(500);
  });

  test('is all within its span', () => {
    const { settings, firstEventAt, lastEventAt } = run.truth;
    expect(firstEventAt).toBeGreaterThanOrEqual(settings.start);
    expect(lastEventAt).toBeLessThan(settings.end);
    expect(lastEventAt).toBeGreaterThan(settings.end - 3_600_000_000);
  });

  test('is made of whole playbacks that hold together', () => {
    const wrong: unknown[] = [];
    for (const own of byListener(events).values()) {
      for (const playback of playbacksOf(own)) if (!holdsTogether(playback)) wrong.push(playback);
    }
    expect(wrong).toEqual([]);
  });

  test('has as many sessions as there are runs without a gap of more than 30 minutes', () => {
    let sessions = 0;
    for (const own of byListener(events).values()) {
      let last = -Infinity;
      for (const { event_time: time } of own) {
        if (time - last > 1_800_000_000) sessions++;
        last = time;
      }
    }
    expect(run.truth.sessions).toBe(sessions);
  });

  test('repeats duplicates byte for byte, after the event they repeat', () => {
    const seen = new Map<string, Event>();
    let copies = 0;
    for (const line of run.lines) {
      if (!line.ok) continue;
      const before = seen.get(line.event.event_id);
      if (before !== undefined) {
        copies++;
        expect(line.event).toEqual(before);
      }
      seen.set(line.event.event_id, line.event);
    }
    expect(copies).toBe(600);
  });
});

test('equal options give equal bytes, on any machine', () => {
  const bytes = bytesOf({ ...options, events: 5000 });
  expect(bytesOf({ ...options, events: 5000 }).equals(bytes)).toBe(true);
  expect(hash(bytes)).toMatchInlineSnapshot(
    `"25d71f02ad6eae22f91dd1e1b1d3e8f401827a447e91b8a40ecfa97c9abddcc0"`,
  );
});

test('another seed gives other events', () => {
  expect(hash(bytesOf({ events: 500, seed: 2 }))).not.toBe(hash(bytesOf({ events: 500, seed: 3 })));
});

test('a line has about 360 bytes, uses all 16 fields and conforms to the schema', () => {
  const bytes = bytesOf({ events: 5000 });
  expect(bytes.length / 5000).toBeGreaterThan(345);
  expect(bytes.length / 5000).toBeLessThan(380);
  const lines = bytes
    .toString()
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
  const schema = Compile(eventSchema);
  expect(lines.every((line) => schema.Check(line))).toBe(true);
  expect(new Set(lines.flatMap((line) => Object.keys(line as object))).size).toBe(16);
  expect(bytes.toString()).toMatch(/\p{Script=Arabic}/u);
  expect(bytes.toString()).toMatch(/\p{Script=Han}/u);
});

test('malformed lines change nothing about the others, and columns leave them out', () => {
  const good = decodedRun({ events: 3000, malformed: 0.1 });
  const columns = generateColumns({ events: 3000, malformed: 0.1 });
  const users = [...columns.batches].flatMap(({ rows, user }) => [...user.subarray(0, rows)]);
  const accepted = good.lines.flatMap((line) => (line.ok ? [line.event.user_id] : []));
  expect(users.slice(-652).map((n) => `u${n}`)).toEqual(accepted.slice(-652));
  const { malformed, leftOut, lines, ...rest } = columns.truth();
  expect([malformed, leftOut, lines]).toEqual([0, 300, 2700]);
  expect(rest.actions).toEqual(good.truth.actions);
});

test('CSV says the same as NDJSON', () => {
  const csv = generateLines({ events: 300 }, 'csv');
  const header = Buffer.from(csv.header).toString();
  const rows = [...csv.batches].map(({ bytes }) => Buffer.from(bytes).toString()).join('');
  expect(header).toMatch(/^event_id,event_time,.*,city\n$/);
  const cells = (row: string): string[] =>
    [...row.matchAll(/(?:"((?:[^"]|"")*)"|([^,"]*))(?:,|$)/g)]
      .slice(0, 16)
      .map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain!);
  const names = header.trimEnd().split(',');
  const lines = bytesOf({ events: 300 }).toString().trimEnd().split('\n');
  for (const [i, row] of rows.trimEnd().split('\n').entries()) {
    const present = cells(row).flatMap((cell, at) => (cell === '' ? [] : [[names[at]!, cell]]));
    const json = Object.entries(JSON.parse(lines[i]!) as object);
    expect(present).toEqual(json.map(([name, value]) => [name, String(value)]));
  }
});

const share = fc.constantFrom(0, 0.01, 0.2);

test.prop(
  [
    fc.record({
      seed: fc.maxSafeNat(),
      events: fc.integer({ min: 1, max: 400 }),
      days: fc.constantFrom(1 / 24, 1, 400),
      users: fc.integer({ min: 1, max: 60 }),
      songs: fc.integer({ min: 1, max: 60 }),
      late: share,
      duplicates: fc.constantFrom(0, 0.1, 0.5),
      disorder: share,
      malformed: fc.constantFrom(0, 0.1, 1),
    }),
  ],
  { numRuns: 25 },
)('any options give exactly the lines asked for, and a true ground truth', (any) => {
  const run = decodedRun(any);
  const { settings, sessions, ...truth } = run.truth;
  expect(recounted(run)).toEqual(truth);
  expect(truth.lines).toBe(any.events);
  expect(sessions).toBeLessThanOrEqual(truth.events);
  if (truth.events > 0) {
    expect(truth.firstEventAt).toBeGreaterThanOrEqual(settings.start);
    expect(truth.lastEventAt).toBeLessThan(settings.end);
  }
  const { play, skip, complete, stop } = truth.actions;
  if (truth.events > 1) expect(play).toBe(skip + complete + stop);
});

test('without lateness and disorder events arrive in the order of their times', () => {
  const { truth } = decodedRun({ events: 5000, late: 0, disorder: 0, duplicates: 0 });
  expect([truth.late, truth.outOfOrder]).toEqual([0, 0]);
});
