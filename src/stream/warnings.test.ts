import { describe, expect, test } from 'vitest';
import { formatInstant } from '../event/time.ts';
import type { Progress } from './progress.ts';
import { quietProgress, tenOClock } from './progress.cases.ts';
import { createWarnings } from './warnings.ts';

const second = 1_000;
const minute = 60 * second;

/** Changes of the quiet record, part by part. */
interface Change {
  readonly lag?: number;
  readonly totals?: Partial<Progress['totals']>;
  readonly stateBytes?: number;
  readonly partitions?: Readonly<Record<string, string | null>>;
  readonly idle?: readonly string[];
  readonly source?: string;
}

const changed = (change: Change): Progress => ({
  ...quietProgress,
  eventTime: {
    ...quietProgress.eventTime,
    partitions: change.partitions ?? quietProgress.eventTime.partitions,
  },
  stateOperators: {
    ...quietProgress.stateOperators,
    stateBytes: change.stateBytes ?? quietProgress.stateOperators.stateBytes,
  },
  sources: {
    ...quietProgress.sources,
    lag: change.lag ?? 0,
    idle: change.idle ?? [],
    description: change.source ?? quietProgress.sources.description,
  },
  totals: { ...quietProgress.totals, ...change.totals },
});

/** A batch each second for so many minutes; the warnings with the minute in which they came. */
const run = (
  minutes: number,
  at: (second: number) => Change,
): readonly (readonly [number, string])[] => {
  const warnings = createWarnings();
  const given: [number, string][] = [];
  for (let now = 0; now <= minutes * 60; now += 1) {
    const texts = warnings.batch(changed(at(now)), now * second);
    for (const text of texts) given.push([Math.floor(now / 60), text]);
  }
  return given;
};

const texts = (given: ReturnType<typeof run>): readonly string[] => given.map(([, text]) => text);

test('a stream that is well gives none', () => {
  const calm = run(130, (now) => ({
    lag: now % 7,
    totals: { read: now * 100, accepted: now * 96, late: now * 4, rejected: { json: now * 4 } },
    stateBytes: 200_000_000 + (now % 600) * 20_000,
  }));
  expect(calm).toEqual([]);
});

describe('growing lag', () => {
  test('is told where all of a minute lies above all of another', () => {
    const [first] = run(6, (now) => ({ lag: now * 10, totals: { read: now } }));
    expect(first).toEqual([
      4,
      expect.stringMatching(
        /^the lag grew from [\d,]+ records to [\d,]+ records within 5 minutes: give the stream more/,
      ),
    ]);
  });

  test('is in bytes for the embedded log', () => {
    const [first] = run(6, (now) => ({
      lag: 1e6 + now * 1e6,
      source: 'file:log',
      totals: { read: now },
    }));
    expect(first?.[1]).toMatch(/^the lag grew from \d+ MB to \d+ MB within/);
  });

  test('says where nothing is read at all', () => {
    const [first] = run(6, (now) => ({ lag: now * 10 }));
    expect(first?.[1]).toContain('nothing is read: look at the brokers');
  });

  test('is not one that comes and goes, nor a backlog that is worked off', () => {
    expect(run(30, (now) => ({ lag: now % 45 === 0 ? 0 : now, totals: { read: now } }))).toEqual(
      [],
    );
    expect(run(30, (now) => ({ lag: 1e6 - now, totals: { read: now } }))).toEqual([]);
    const late = (now: number): Change => ({ lag: now === 0 ? 0 : 1e6 - now });
    expect(run(30, late)).toEqual([]);
  });

  test('is told at most once in ten minutes', () => {
    const given = run(25, (now) => ({ lag: now * 10, totals: { read: now } }));
    expect(given.map(([at]) => at)).toEqual([4, 14, 24]);
  });
});

describe('late events', () => {
  const sharing = (share: number) => (now: number) => ({
    totals: { read: now * 10, accepted: now * 10, late: now * 10 * share },
  });

  test('are told above five in a hundred of the last minute', () => {
    expect(run(3, sharing(0.05))).toEqual([]);
    const [first] = run(3, sharing(0.06));
    expect(first).toEqual([
      1,
      '6.0 % of the events of the last minute came too late for a window: keep them with --late, or begin a new state with a longer --watermark-delay',
    ]);
  });

  test('are counted over the last minute, not since the state began', () => {
    const [first] = run(30, (now) => ({
      totals: { read: now * 100, accepted: now * 100, late: Math.max(0, now - 1_500) * 10 },
    }));
    expect(first?.[0]).toBe(25);
  });

  test('say nothing where there are few events', () => {
    expect(run(9, (now) => ({ totals: { accepted: now / 4, late: now / 4 } }))).toEqual([]);
  });
});

test('rejected records are told with the commonest reason of the last minute', () => {
  const [first] = run(3, (now) => ({
    totals: {
      read: now * 10,
      accepted: now * 9,
      rejected: { empty: 5_000, json: now * 0.4, 'type:event_time': now * 0.6 },
    },
  }));
  expect(first?.[1]).toBe(
    '10.0 % of the records of the last minute were rejected, most for type:event_time: look at them with --rejected, and at who sends them',
  );
});

describe('the state', () => {
  test('is told above 500 MB', () => {
    expect(run(1, () => ({ stateBytes: 500_000_000 }))).toEqual([]);
    expect(texts(run(1, () => ({ stateBytes: 510_000_000 })))).toEqual([
      expect.stringMatching(/^the state holds 510 MB for 31 open windows: /),
    ]);
  });

  test('is told where it grows over an hour', () => {
    const growing = run(75, (now) => ({ stateBytes: 50_000_000 + now * 20_000 }));
    expect(growing[0]).toEqual([
      60,
      expect.stringMatching(/^the state grew from [\d.]+ MB to [\d.]+ MB within an hour: /),
    ]);
    expect(run(75, (now) => ({ stateBytes: 10_000 * now }))).toEqual([]);
    expect(run(75, (now) => ({ stateBytes: 5e7 + ((now * 20_000) % 4e7) }))).toEqual([]);
  });
});

describe('a partition that holds the watermark back', () => {
  const time = (seconds: number): string => formatInstant(tenOClock + seconds * 1_000_000);

  test('is named, with what is known of it', () => {
    const [first] = run(7, (now) => ({
      partitions: { '0': time(600 + now), '1': time(0) },
      lag: 12,
    }));
    expect(first).toEqual([
      5,
      `partition 1 has held the watermark back for 5 minutes while others go on (its newest event is of ${time(0)}, its lag is 12 records): look at what is sent to it and at its leader; without lag it is left out after --idle-after`,
    ]);
  });

  test('may be one without any valid event', () => {
    const [first] = run(7, (now) => ({ partitions: { '0': time(now), '1': null } }));
    expect(first?.[1]).toContain('(it has no valid event,');
  });

  test('is none that is idle, that moves, or that others have not passed', () => {
    const held = { '1': time(0) };
    expect(run(7, (now) => ({ partitions: { '0': time(now), ...held }, idle: ['1'] }))).toEqual([]);
    expect(
      run(7, (now) => ({ partitions: { '0': time(900 + now), '1': time(Math.floor(now / 60)) } })),
    ).toEqual([]);
    expect(run(7, (now) => ({ partitions: { '0': time(now - 900), ...held } }))).toEqual([]);
    expect(run(7, () => ({ partitions: { '0': time(900), ...held } }))).toEqual([]);
  });
});

test('a sink that tries again is told once in ten minutes', () => {
  const warnings = createWarnings();
  expect(warnings.sinkRetry(0)).toEqual([expect.stringContaining('a destination did not take')]);
  expect(warnings.sinkRetry(10 * minute - 1)).toEqual([]);
  expect(warnings.sinkRetry(10 * minute)).toHaveLength(1);
});
