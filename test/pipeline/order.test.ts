import { rmSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { generateLines } from '../../src/sources/generator/generate.ts';
import { createIntake } from '../../src/intake/intake.ts';
import { openEventStore } from '../../src/engines/duckdb/event-store.ts';
import { createDecoder } from '../../src/event/decode.ts';
import { wire } from '../../src/event/event.cases.ts';
import { batch, countsIn, scratch, tablesIn } from './run-batch.ts';
import { runSql } from './sql-files.ts';

const path = scratch();
const options = [
  '--format',
  'csv',
  '--windows',
  '--window',
  '2h',
  '--slide',
  '1h',
  '--time-zone',
  'Europe/Berlin',
  '--min-ended',
  '1',
];

let lines: readonly string[] = [];
/** Lines that only NDJSON can hold. */
let broken: readonly string[] = [];
let expected: Readonly<Record<string, string>>;

beforeAll(async () => {
  const text = [
    ...generateLines({ events: 700, users: 20, songs: 15, duplicates: 0.2, malformed: 0.05 })
      .batches,
  ]
    .map(({ bytes }) => Buffer.from(bytes).toString('latin1'))
    .join('');
  const decoder = createDecoder();
  const whole = (line: string): boolean => decoder.decodeLine(Buffer.from(line, 'latin1')).ok;
  lines = text.split('\n').filter((line) => line !== '' && whole(line));
  broken = text.split('\n').filter((line) => line !== '' && !whole(line));
  writeFileSync(path('all.ndjson'), text, 'latin1');
  await batch([path('all.ndjson')], path('all'), options);
  expected = tablesIn(path('all'));
});

const writePart = async (
  index: number,
  part: readonly string[],
  kind: 'ndjson' | 'parquet',
): Promise<string> => {
  const name = path(`part-${index}.ndjson`);
  writeFileSync(name, part.map((line) => `${line}\n`).join(''), 'latin1');
  if (kind === 'ndjson') return name;
  const parquet = path(`part-${index}.parquet`);
  rmSync(parquet, { force: true });
  await runSql(
    `SET preserve_insertion_order = true`,
    `COPY (SELECT * FROM read_json('${name}', format = 'newline_delimited', columns = {event_id: 'VARCHAR', event_time: 'VARCHAR', action: 'VARCHAR', user_id: 'VARCHAR', song_id: 'VARCHAR', session_id: 'VARCHAR', song_title: 'VARCHAR', artist_id: 'VARCHAR', artist_name: 'VARCHAR', album_name: 'VARCHAR', genre: 'VARCHAR', song_duration_ms: 'BIGINT', played_ms: 'BIGINT', device: 'VARCHAR', country: 'VARCHAR', city: 'VARCHAR'})) TO '${parquet}'`,
  );
  return parquet;
};

it('any order and split of the input gives the same bytes', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray([...lines.keys()], { minLength: lines.length }),
      fc.array(
        fc.tuple(fc.nat(lines.length), fc.constantFrom('ndjson' as const, 'parquet' as const)),
        { minLength: 1, maxLength: 4 },
      ),
      async (order, cuts) => {
        const ends = [...cuts.map(([at]) => at), lines.length].toSorted((a, b) => a - b);
        const inputs = [await writePart(9, broken, 'ndjson')];
        let from = 0;
        for (const [index, to] of ends.entries()) {
          const part = order.slice(from, to).map((at) => lines[at] ?? '');
          inputs.push(await writePart(index, part, cuts[index]?.[1] ?? 'ndjson'));
          from = to;
        }
        await batch(inputs, path('out'), options);
        expect(tablesIn(path('out'))).toEqual(expected);
        expect(countsIn(path('out'))).toEqual(countsIn(path('all')));
      },
    ),
    { numRuns: 3 },
  );
});

it('hours, days and the table add up', () => {
  const sum = (name: string, column: string): number => {
    const [head = '', ...rows] = (expected[`${name}.csv`] ?? '').trimEnd().split('\n');
    const at = head.split(',').indexOf(column);
    return rows.reduce((total, row) => total + Number(row.split(',')[at]), 0);
  };
  for (const column of ['events', 'plays'] as const) {
    const all = sum('overview', column);
    expect(all).toBeGreaterThan(100);
    for (const name of [
      'hourly_activity',
      'weekday_hourly_activity',
      'device_usage',
      'geographic_distribution',
    ]) {
      expect(sum(name, column)).toBe(all);
    }
    expect(sum('overview_windowed', column)).toBe(2 * all);
    expect(sum('hourly_activity_windowed', column)).toBe(all);
  }
  expect(sum('hourly_activity', 'listening_ms')).toBe(sum('overview', 'listening_ms'));
  expect(sum('session_lengths', 'sessions')).toBe(sum('session_analysis', 'sessions'));
});

it('counts a row of a Parquet file once where its texts came before in other files', async () => {
  const groups = [['user_id']] as const;
  const store = await openEventStore({ groups });
  const intake = createIntake({ groups }, { workers: 0 });
  const decoder = createDecoder();
  const addFile = (name: string): Promise<number> =>
    store.appendParquet({
      path: path(name),
      name,
      decoder,
      mapping: undefined,
      onRejected: async () => {},
      onRows: () => {},
    });
  const addUsers = (from: number, to: number): void => {
    for (let at = from; at < to; at += 30_000) {
      const events = Array.from({ length: Math.min(30_000, to - at) }, (_, i) => ({
        ...decoder.decodeRecord(wire({ event_id: `b${at + i}`, user_id: `u${at + i}` })),
      }));
      store.append(intake.events(events.flatMap((one) => (one.ok ? [one.event] : []))));
    }
  };
  const file = (name: string): string =>
    `COPY (SELECT '${name}' || i AS event_id, '2026-11-22T10:15:30Z' AS event_time, 'play' AS action, 'u' || i AS user_id, 's' AS song_id FROM range(3) t(i)) TO '${path(name)}'`;
  await runSql(file('a.parquet'), file('b.parquet'));
  try {
    addUsers(0, 3);
    await addFile('a.parquet');
    // So many that DuckDB takes over what was appended.
    addUsers(3, 210_000);
    await addFile('b.parquet');
    expect(await store.finish()).toEqual({ accepted: 210_006, duplicates: 0 });
  } finally {
    await intake.close();
    await store.close();
  }
});
