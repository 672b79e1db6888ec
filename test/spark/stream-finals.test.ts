import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Producer } from '@platformatic/kafka';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { catalogue } from '../../src/analytics/index.gen.ts';
import type { LogRecord } from '../../src/engines/reference/stream/log-record.ts';
import { runReferenceStream } from '../../src/engines/reference/stream/run-stream.ts';
import type { Session } from '../../src/engines/spark/connect/session.ts';
import { finalPanesPlan } from '../../src/engines/spark/stream/finals.ts';
import { streamConfig } from '../../src/engines/spark/stream/stream-config.ts';
import { defaultSettings } from '../../src/model/settings.ts';
import { queriesOf } from '../../src/plan/query.ts';
import { zoneOffsets } from '../../src/plan/zone.ts';
import { toPaneLine } from '../../src/result/to-pane-line.ts';
import { generateLines } from '../../src/sources/generator/generate.ts';
import { readTopic } from '../../src/sinks/kafka/topic.cases.ts';
import { startTestBroker } from '../kafka/broker.ts';
import { createStockClient, type StockClient } from '../kafka/topics.ts';
import { runAvailable } from './run-available.ts';
import { startTestSpark } from './server.ts';
import { openTestSession } from './session.ts';

const broker = await startTestBroker();
const spark = await startTestSpark();

const queries = queriesOf(catalogue, { windows: true }).filter(({ window }) => window);
const context = { settings: defaultSettings, zone: zoneOffsets('UTC', 0, 1) };
const delayUs = 600_000_000;
const partitions = 2;

/** Lines of some hours with copies and malformed ones among them; none is late. */
const generatedLines = (events: number): readonly Uint8Array[] => {
  const shares = { late: 0, duplicates: 0.03, malformed: 0.01 };
  const { batches } = generateLines({ events, users: 60, songs: 80, days: 0.2, ...shares });
  const values: Uint8Array[] = [];
  for (const { rows, bytes, ends } of batches) {
    // The bytes as they are: read as text, those that are no UTF-8 would become valid.
    for (let row = 0; row < rows; row++) {
      values.push(bytes.slice(row === 0 ? 0 : ends[row - 1], (ends[row] ?? 0) - 1));
    }
  }
  return values;
};

const logOf = (lines: readonly Uint8Array[]): readonly LogRecord[] =>
  lines.map((value, place) => ({
    partition: place % partitions,
    offset: Math.floor(place / partitions),
    value,
  }));

/** By key, each final pane that a watermark (microseconds) has reached. */
const expectedFinals = (
  log: readonly LogRecord[],
  watermark: number,
): ReadonlyMap<string, unknown> => {
  // Spark's watermark is that of the batch before, so that nothing in a first batch is late.
  const watermarkDelayUs = 10 * 86_400_000_000;
  const { panes } = runReferenceStream({ log, queries, context, watermarkDelayUs });
  const due = panes.filter(({ analytic, end }) => {
    const hold = analytic.over === undefined ? 0 : defaultSettings.sessionGapUs;
    return end + hold <= watermark;
  });
  return new Map(
    due.map((pane) => {
      const { json } = toPaneLine({ ...pane, revision: 1, final: true, watermark: null });
      const value = JSON.parse(json) as {
        analytic: string;
        window: { start: string; end: string };
      };
      return [`${value.analytic}|${value.window.start}|${value.window.end}`, value] as const;
    }),
  );
};

describe.skipIf(broker.reason !== undefined || spark.reason !== undefined)(
  'final panes of a topic on Spark',
  () => {
    const bootstrap = broker.reason === undefined ? broker.bootstrap : '';
    let stock: StockClient;
    let session: Session;
    let folder: string;
    beforeAll(async () => {
      stock = createStockClient(bootstrap);
      session = await openTestSession();
      await session.setConfig({ ...streamConfig, 'spark.sql.session.timeZone': 'UTC' });
    }, 120_000);
    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'tonearm-spark-finals-'));
      return () => rm(folder, { recursive: true, force: true });
    });
    afterAll(async () => {
      await session.close({ release: true });
      await stock.close();
      await broker.remove();
    });

    const createTopics = async (name: string): Promise<void> => {
      await stock.createTopic(name, partitions);
      await stock.createTopic(`${name}-finals`, 1);
    };

    const produce = async (topic: string, log: readonly LogRecord[]): Promise<void> => {
      const producer = new Producer({
        clientId: 'events',
        bootstrapBrokers: [bootstrap],
      });
      await producer.send({
        messages: log.map(({ partition, value }) => ({
          topic,
          partition,
          value: Buffer.from(value ?? []),
        })),
        acks: -1,
      });
      await producer.close();
    };

    /** Reads what is there. @returns how much that was, and the watermark in microseconds */
    const runTopic = async (topic: string) => {
      const source = { brokers: bootstrap, topic, startingOffsets: 'earliest' };
      const plan = finalPanesPlan(
        queries,
        context,
        { ...source, watermarkDelayUs: delayUs },
        topic,
      );
      const query = await runAvailable(session, plan, {
        ...{ bootstrap, topic: `${topic}-finals`, checkpoint: join(folder, 'checkpoint') },
      });
      const progress = await query.recentProgress();
      const sources = progress.flatMap((batch) => batch.sources);
      return {
        plan: await query.explain(),
        read: sources.reduce((sum, { numInputRows }) => sum + numInputRows, 0),
        watermark: Date.parse(progress.at(-1)?.eventTime?.watermark ?? '') * 1000,
      };
    };

    const written = async (topic: string): Promise<readonly (readonly [string, unknown])[]> =>
      (await readTopic(bootstrap, `${topic}-finals`)).map(
        ({ key, value }) => [String(key), JSON.parse(value) as unknown] as const,
      );

    test('are those of the reference, each once, as far as the watermark has come', async () => {
      const log = logOf(generatedLines(3_000));
      await createTopics('whole');
      await produce('whole', log);
      const { plan, read, watermark } = await runTopic('whole');
      expect(read).toBe(log.length);
      // Sessions use the parse of the others again, and keep a shuffle of their own for duplicates.
      expect(plan.match(/ReusedExchange/g)).toHaveLength(1);
      const found = await written('whole');
      const expected = expectedFinals(log, watermark);
      expect(expected.size).toBeGreaterThan(200);
      expect(found).toHaveLength(expected.size);
      expect(new Map(found)).toEqual(expected);
    }, 120_000);

    test('are the same, each once, after a stop in the middle of the log', async () => {
      const lines = generatedLines(2_000);
      const stop = 1_000;
      // Sent again behind the stop, to the other partition.
      const again = lines.slice(stop - 51, stop);
      const log = logOf([...lines.slice(0, stop), ...again, ...lines.slice(stop)]);
      const before = log.slice(0, stop);
      const after = log.slice(stop);
      await createTopics('halves');
      await produce('halves', before);
      const first = await runTopic('halves');
      const early = await written('halves');
      await produce('halves', after);
      const second = await runTopic('halves');
      expect([first.read, second.read]).toEqual([before.length, after.length]);

      const found = await written('halves');
      const expected = expectedFinals(log, second.watermark);
      expect(early.length).toBeGreaterThan(50);
      expect(found).toHaveLength(expected.size);
      expect(new Map(found)).toEqual(expected);
    }, 120_000);
  },
);
