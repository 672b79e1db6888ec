import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { catalogue } from '../../src/analytics/index.gen.ts';
import { runReferenceStream } from '../../src/engines/reference/stream/run-stream.ts';
import type { Session } from '../../src/engines/spark/connect/session.ts';
import {
  provisionalPanesPlan,
  provisionalQueries,
} from '../../src/engines/spark/stream/provisional.ts';
import {
  provisionalReader,
  type ProvisionalReader,
} from '../../src/engines/spark/stream/provisional-reader.ts';
import { approximateColumns } from '../../src/engines/spark/stream/provisional-sketch.ts';
import type { StreamProgress } from '../../src/engines/spark/connect/streaming.ts';
import { streamConfig } from '../../src/engines/spark/stream/stream-config.ts';
import { defaultSettings } from '../../src/model/settings.ts';
import { sliding } from '../../src/model/window.ts';
import { type Query, type QueryOptions, queriesOf } from '../../src/plan/query.ts';
import { zoneOffsets } from '../../src/plan/zone.ts';
import type { PaneLine } from '../../src/result/pane-line.ts';
import { toPaneLine } from '../../src/result/to-pane-line.ts';
import { readTopic } from '../../src/sinks/kafka/topic.cases.ts';
import { generateLines } from '../../src/sources/generator/generate.ts';
import { definitions } from '../contract/definitions.ts';
import { startTestBroker } from '../kafka/broker.ts';
import { createStockClient, type StockClient } from '../kafka/topics.ts';
import { runAvailable } from './run-available.ts';
import { startTestSpark } from './server.ts';
import { openTestSession } from './session.ts';

const broker = await startTestBroker();
const spark = await startTestSpark();

const context = { settings: defaultSettings, zone: zoneOffsets('Asia/Kolkata', 1.79e15, 1.8e15) };
const queriesFor = (options: QueryOptions = {}): readonly Query[] =>
  queriesOf([...catalogue, ...definitions], { ...options, windows: true }).filter(
    ({ window }) => window,
  );
/** Longer than the log: all windows stay open. */
const longDelayUs = 7_200_000_000;

const linesOf = (count: number): readonly string[] => {
  const options = { events: count, users: 2_000, songs: 800, days: 1 / 24 };
  const { batches } = generateLines({ ...options, late: 0, duplicates: 0.03 });
  const lines: string[] = [];
  for (const { rows, bytes, ends } of batches) {
    const text = new TextDecoder().decode(bytes.subarray(0, ends[rows - 1]));
    // More listeners than a sketch counts exactly, a digit of the id behind each.
    const listener = /("event_id":"(.).*?"user_id":"[^"]*)/g;
    lines.push(...text.trimEnd().replaceAll(listener, '$1$2').split('\n'));
  }
  return lines;
};

interface Json {
  readonly analytic: string;
  readonly window: { readonly start: string; readonly end: string };
  readonly revision: number;
  readonly final: boolean;
  readonly approximate?: readonly string[];
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

const keyOf = ({ analytic, window }: Json): string => `${analytic}|${window.start}|${window.end}`;
const byKey = (lines: readonly PaneLine[]): ReadonlyMap<string, Json> =>
  new Map(
    lines.map(({ json }) => {
      const pane = JSON.parse(json) as Json;
      return [keyOf(pane), pane] as const;
    }),
  );

/** The panes of the reference over these lines, were all windows ended. */
const expectedPanes = (lines: readonly string[], queries: readonly Query[]) => {
  const log = lines.map((line, offset) => ({ partition: 0, offset, value: Buffer.from(line) }));
  const { panes } = runReferenceStream({
    log,
    queries: provisionalQueries(queries),
    context,
    watermarkDelayUs: 10 * longDelayUs,
  });
  return byKey(
    panes.map((pane) => toPaneLine({ ...pane, revision: 1, final: false, watermark: null })),
  );
};

/**
 * Exact columns are equal, row by row; estimates are within three standard errors.
 * @returns how many of them are not exact
 */
const expectSame = (
  found: ReadonlyMap<string, Json>,
  expected: ReadonlyMap<string, Json>,
  queries: readonly Query[],
): number => {
  let off = 0;
  expect([...found.keys()].toSorted()).toEqual([...expected.keys()].toSorted());
  for (const [key, { rows }] of expected) {
    const pane = found.get(key);
    const query = queries.find((one) => one.analytic.name === pane?.analytic);
    const sketched = query === undefined ? [] : approximateColumns(query, context);
    expect(pane?.approximate ?? []).toEqual(sketched.map(({ column }) => column));
    const exact = (some: typeof rows) =>
      some.map((row) =>
        Object.fromEntries(
          Object.entries(row).filter(([name]) => sketched.every(({ column }) => column !== name)),
        ),
      );
    expect(exact(pane?.rows ?? [])).toEqual(exact(rows));
    for (const [index, row] of rows.entries()) {
      for (const { column, of, error } of sketched) {
        const [is, want] = [Number(pane?.rows[index]?.[column]), Number(row[column])];
        if (is !== want) off += 1;
        // A sketch of a percentile has all of so few values.
        if (of === 'rank') expect(is).toBe(want);
        else expect(Math.abs(is - want)).toBeLessThanOrEqual(3 * error * want);
      }
    }
  }
  return off;
};

describe.skipIf(broker.reason !== undefined || spark.reason !== undefined)(
  'provisional panes of a topic on Spark',
  () => {
    const bootstrap = broker.reason === undefined ? broker.bootstrap : '';
    const lines = linesOf(3_000);
    const unique = new Set(lines).size;
    let stock: StockClient;
    let session: Session;
    let folder: string;
    beforeAll(async () => {
      stock = createStockClient(bootstrap);
      session = await openTestSession();
      await session.setConfig(streamConfig);
      folder = await mkdtemp(join(tmpdir(), 'tonearm-spark-provisional-'));
      await stock.createTopic('events', 2);
    }, 120_000);
    afterAll(async () => {
      await session.close({ release: true });
      await stock.close();
      await broker.remove();
      await rm(folder, { recursive: true, force: true });
    });

    const produce = (some: readonly string[]): Promise<void> =>
      stock.send(
        'events',
        some.map((value, index) => ({ partition: index % 2, value })),
      );

    /** Reads what is new in the topic. */
    const runQueries = async (
      queries: readonly Query[],
      to: string,
      watermarkDelayUs = longDelayUs,
    ): Promise<readonly StreamProgress[]> => {
      const source = { brokers: bootstrap, topic: 'events', startingOffsets: 'earliest' };
      const about = { ...source, watermarkDelayUs };
      const plan = provisionalPanesPlan(queries, context, about, to);
      const place = { bootstrap, topic: to, checkpoint: join(folder, to) };
      return (await runAvailable(session, plan, place)).recentProgress();
    };

    /** Gives the reader what the topic holds, from the start, of which a compacted one keeps as much. */
    const feed = async (reader: ProvisionalReader, topic: string): Promise<void> => {
      const records = await readTopic(bootstrap, topic);
      for (const { value } of records) expect(reader.take(value)).toBe('taken');
      const keys = new Set(records.map(({ key }) => key));
      expect(keys.size).toBe(reader.rowCount);
      for (const key of keys) expect(key).toMatch(/^(?:[a-z_]+|\*\d+)\|[^|]+Z\|[^|]+Z\|\[.*\]$/);
    };

    test('equal those of the reference after each batch, but for sketches', async () => {
      const queries = queriesFor();
      const reader = provisionalReader(queries, context);
      const even = lines.filter((_, index) => index % 2 === 0);
      const odd = lines.filter((_, index) => index % 2 === 1);
      await stock.createTopic('open', 1);

      await produce(even);
      await runQueries(queries, 'open');
      await feed(reader, 'open');
      const first = byKey(reader.panes({ watermark: null }));
      expectSame(first, expectedPanes(even, queries), queries);
      expect(first.size).toBeGreaterThan(50);

      await produce(odd);
      await runQueries(queries, 'open');
      await feed(reader, 'open');
      const second = byKey(reader.panes({ watermark: null }));
      const off = expectSame(second, expectedPanes([...even, ...odd], queries), queries);
      // Small counts are exact; those of an hour are not.
      expect(off).toBeGreaterThan(0);
      for (const [key, { revision }] of second) {
        expect(revision).toBeGreaterThan(first.get(key)?.revision ?? 0);
      }
    }, 120_000);

    test('are those of every window that overlaps, and leave no state behind the watermark', async () => {
      const queries = queriesFor({ window: sliding('15 minutes', '5 minutes') });
      const reader = provisionalReader(queries, context);
      await stock.createTopic('sliding', 1);
      const progress = await runQueries(queries, 'sliding', 600_000_000);
      await feed(reader, 'sliding');
      const panes = byKey(reader.panes({ watermark: null }));
      expectSame(panes, expectedPanes(lines, queries), queries);
      // A batch with events, and one behind it, which has their watermark. Ids live as long as the hour.
      const groups = progress.map(({ stateOperators: [groups, ids] }) => {
        expect(ids?.numRowsTotal).toBe(unique);
        return groups?.numRowsTotal ?? 0;
      });
      expect(groups).toHaveLength(2);
      expect(groups[1]).toBeLessThan(groups[0] ?? 0);
    }, 120_000);
  },
);
