import { ResponseError } from '@platformatic/kafka';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestBroker, type TestBroker } from '../../../test/kafka/broker.ts';
import { createStockClient, stockMessages, type StockClient } from '../../../test/kafka/topics.ts';
import { retrying } from '../../kafka/retry.ts';
import type { ReadOptions, RecordReader } from '../record-source.ts';
import { openKafkaSource, type KafkaSource } from './kafka-source.ts';
import { addResult, emptyRecords, readAll, readLines } from './read.cases.ts';

let broker: TestBroker;
let stock: StockClient;
const open: { close(): Promise<void> }[] = [];

beforeAll(async () => {
  broker = await startTestBroker({
    'log.retention.check.interval.ms': '500',
    'log.cleaner.backoff.ms': '200',
  });
  if (broker.reason === undefined) stock = createStockClient(broker.bootstrap);
}, 120_000);

beforeEach((context) => {
  if (broker.reason !== undefined) context.skip(broker.reason);
});

afterAll(async () => {
  await Promise.all(open.map((one) => one.close()));
  await stock?.close();
  await broker.remove();
});

const addressOf = (bootstrap: string): { readonly host: string; readonly port: number } => {
  const [host = '', port] = bootstrap.split(':');
  return { host, port: Number(port) };
};

const openSource = async (topic: string): Promise<KafkaSource> => {
  if (broker.reason !== undefined) throw new Error(broker.reason);
  const { bootstrap } = broker;
  const source = await openKafkaSource({
    brokers: [addressOf(bootstrap)],
    topic,
    clientId: 'tonearm-test',
    name: `kafka://${bootstrap}/${topic}`,
  });
  open.push(source);
  return source;
};

const read = (source: KafkaSource, options: Partial<ReadOptions> = {}): RecordReader => {
  const reader = source.read({ from: new Map(), onNotice: () => {}, ...options });
  open.unshift(reader);
  return reader;
};

const endsOf = async (source: KafkaSource): Promise<Map<number, number>> =>
  new Map((await source.bounds()).map(({ partition, end }) => [partition, end]));

const numbered = (partition: number, from: number, count: number) =>
  Array.from({ length: count }, (_, index) => ({
    partition,
    key: `k${index}`,
    value: `{"partition":${partition},"n":${from + index},"text":"${'x'.repeat(200)}"}`,
  }));

const valuesOf = (records: readonly { readonly value: string | null }[]): (string | null)[] =>
  records.map(({ value }) => value);

describe('records are read as they were written', () => {
  it('with every codec of the stock producer, and as the broker packs them', async () => {
    const codecs = ['none', 'gzip', 'snappy', 'lz4'] as const;
    for (const kept of ['producer', 'gzip', 'snappy', 'lz4', 'zstd']) {
      const topic = `codecs-${kept}`;
      await stock.createTopic(topic, 2, { 'compression.type': kept });
      const first = codecs.flatMap((_, index) => numbered(0, index * 300, 300));
      const second = codecs.flatMap((_, index) => numbered(1, index * 3, 3));
      for (const [index, codec] of codecs.entries()) {
        const part = first.slice(index * 300, index * 300 + 300);
        await stock.send(topic, [...part, ...second.slice(index * 3, index * 3 + 3)], codec);
      }
      const source = await openSource(topic);
      const until = await endsOf(source);
      expect([...until.values()]).toEqual([first.length, second.length]);
      const records = await readAll(read(source, { until }), until);
      expect(records.values.get(0)).toEqual(valuesOf(first));
      expect(records.values.get(1)).toEqual(valuesOf(second));
      expect(records.offsets.get(0)).toEqual(first.map((_, index) => index));
      expect(records.next).toEqual(until);
    }
  });

  it('between offsets, and refuses what is no line', async () => {
    await stock.createTopic('between', 1);
    const values = ['a', null, 'b', '', ' ', 'c', 'x'.repeat(65_537), 'd\ne', 'f'];
    await stock.send(
      'between',
      values.map((value) => ({ partition: 0, value })),
    );
    const source = await openSource('between');
    const until = new Map([[0, 8]]);
    const records = await readAll(read(source, { from: new Map([[0, 1]]), until }), until);
    expect(records.values.get(0)).toEqual(['b', 'c', 'd\re']);
    expect(records.offsets.get(0)).toEqual([2, 5, 7]);
    expect(records.refused.get(0)).toEqual([
      [1, 'empty'],
      [3, 'empty'],
      [4, 'json'],
      [6, 'oversize'],
    ]);
  });

  it('without those of transactions that were given up, up to the last stable one', async () => {
    const topic = 'transactions';
    await stock.createTopic(topic, 1);
    const producer = stock.transactional('h1');
    const write = async (values: readonly string[], end: 'commit' | 'abort' | 'open') => {
      const transaction = await producer.beginTransaction();
      const records = values.map((value) => ({ partition: 0, value }));
      await transaction.send({ messages: stockMessages(topic, records) });
      if (end !== 'open') await transaction[end]();
    };
    await write(['a', 'b'], 'commit');
    await write(['given up'], 'abort');
    await stock.send(topic, [{ partition: 0, value: 'plain' }]);
    await write(['c'], 'commit');
    await write(['given up', 'too'], 'abort');
    await write(['not yet'], 'open');
    await stock.send(topic, [{ partition: 0, value: 'behind' }]);

    const source = await openSource(topic);
    const [bounds] = await source.bounds();
    // Ten records and markers before the open transaction.
    expect(bounds).toEqual({ partition: 0, first: 0, end: 11 });
    const until = await endsOf(source);
    const records = await readAll(read(source, { until }), until);
    expect(records.values.get(0)).toEqual(['a', 'b', 'plain', 'c']);
    // The broker writes the marker of an end that it has answered on its own time: before or after 'plain'.
    expect([
      [0, 1, 4, 6],
      [0, 1, 5, 6],
    ]).toContainEqual(records.offsets.get(0));
    expect(records.ends).toEqual(new Map([[0, 11]]));
    await expect(read(source, { from: until }).next({ maxBytes: 1, waitMs: 50 })).resolves.toEqual({
      chunks: [],
      ends: new Map([[0, 11]]),
    });
  });
});

describe('a reader', () => {
  it('waits for records, and ends its wait when it is woken', async () => {
    await stock.createTopic('waits', 1);
    const source = await openSource('waits');
    const reader = read(source);
    expect(await reader.next({ maxBytes: 1, waitMs: 0 })).toMatchObject({ chunks: [] });
    const waiting = reader.next({ maxBytes: 1000, waitMs: 60_000 });
    await stock.send('waits', [{ partition: 0, value: 'x' }]);
    const records = emptyRecords();
    addResult(records, await waiting);
    expect(records.values.get(0)).toEqual(['x']);
    const woken = reader.next({ maxBytes: 1000, waitMs: 60_000 });
    reader.wake();
    expect((await woken).chunks).toEqual([]);
    const ended = reader.next({ maxBytes: 1000, waitMs: 60_000 });
    await reader.close();
    expect((await ended).chunks).toEqual([]);
  });

  it('gives each partition its share when there is more than asked for', async () => {
    await stock.createTopic('shares', 3);
    const few = numbered(2, 0, 2);
    for (const partition of [0, 1]) {
      for (let batch = 0; batch < 20; batch += 1) {
        await stock.send('shares', numbered(partition, batch * 100, 100));
      }
    }
    await stock.send('shares', few);
    const source = await openSource('shares');
    const until = await endsOf(source);
    expect(until).toEqual(
      new Map([
        [0, 2000],
        [1, 2000],
        [2, 2],
      ]),
    );
    const reader = read(source, { until });
    const records = emptyRecords();
    const looks: number[] = [];
    while ([...until].some(([partition, end]) => (records.next.get(partition) ?? 0) < end)) {
      const result = await reader.next({ maxBytes: 60_000, waitMs: 1000 });
      const size = result.chunks.reduce((sum, { bytes }) => sum + bytes.length, 0);
      looks.push(size);
      addResult(records, result);
    }
    // A batch has 24 kB: at most one more than was asked for from each of two partitions.
    expect(Math.max(...looks)).toBeLessThan(60_000 + 2 * 26_000);
    expect(records.values.get(2)).toEqual(valuesOf(few));
    expect(records.values.get(1)).toEqual(valuesOf(numbered(1, 0, 2000)));
  });

  it('finds new partitions and reads them from their first record', async () => {
    await stock.createTopic('grows', 1);
    const source = await openSource('grows');
    const notices: string[] = [];
    const reader = read(source, { onNotice: (text) => notices.push(text) });
    await stock.send('grows', numbered(0, 0, 5));
    const records = await readLines(reader, 5);
    await stock.admin.createPartitions({
      topics: [{ name: 'grows', count: 3, assignments: null }],
    });
    const other = createStockClient((broker as { bootstrap: string }).bootstrap);
    open.push(other);
    await other.send('grows', [...numbered(1, 0, 4), ...numbered(2, 0, 3)]);
    await readLines(reader, 12, records);
    expect(records.values.get(1)).toEqual(valuesOf(numbered(1, 0, 4)));
    expect(records.values.get(2)).toEqual(valuesOf(numbered(2, 0, 3)));
    expect(notices).toContain('partition 2 is new, read from its first record');
    expect([...records.ends.keys()]).toEqual([0, 1, 2]);
  });

  it('goes on behind records that compaction took', async () => {
    await stock.createTopic('compacted', 1, {
      'cleanup.policy': 'compact',
      'min.cleanable.dirty.ratio': '0.0',
      'segment.ms': '300',
      'max.compaction.lag.ms': '300',
    });
    const record = (key: string, value: string) => ({ partition: 0, key, value });
    const source = await openSource('compacted');
    await stock.send('compacted', [record('a', 'old'), record('b', 'b'), record('a', 'older')]);
    let count = 3;
    for (;;) {
      // Each look writes one record more, which rolls the segment before it.
      await stock.send('compacted', [record(`k${count}`, 'new')]);
      count += 1;
      const until = await endsOf(source);
      const { values, offsets, next } = await readAll(read(source, { until }), until);
      expect(next).toEqual(until);
      if (values.get(0)?.includes('old')) continue;
      expect(values.get(0)?.slice(0, 3)).toEqual(['b', 'older', 'new']);
      expect(offsets.get(0)?.slice(0, 3)).toEqual([1, 2, 3]);
      break;
    }
  });
});

describe('a reader stops with the way out', () => {
  it('where records were deleted before they were read', async () => {
    await stock.createTopic('deleted', 1);
    await stock.send('deleted', numbered(0, 0, 10));
    await stock.admin.deleteRecords({
      topics: [{ name: 'deleted', partitions: [{ partition: 0, offset: 6n }] }],
    });
    const source = await openSource('deleted');
    expect(await source.bounds()).toEqual([{ partition: 0, first: 6, end: 10 }]);
    await expect(readLines(read(source, { from: new Map([[0, 5]]) }), 1)).rejects.toMatchObject({
      code: 'LOG_TRUNCATED',
      message: expect.stringContaining('records 5 to 5 are gone'),
      facts: { partition: 0, wanted: 5, first: 6, end: 10 },
      hint: expect.stringContaining('new --state'),
    });
    const records = await readLines(read(source, { from: new Map([[0, 6]]) }), 4);
    expect(records.offsets.get(0)).toEqual([6, 7, 8, 9]);
  });

  it('where the log is shorter than what was read of it', async () => {
    await stock.createTopic('short', 1);
    await stock.send('short', numbered(0, 0, 3));
    const source = await openSource('short');
    await expect(readLines(read(source, { from: new Map([[0, 9]]) }), 1)).rejects.toMatchObject({
      code: 'LOG_TRUNCATED',
      message: expect.stringContaining('ends at 3, but was read up to 9'),
    });
  });

  it('where the topic was made anew, and where it was deleted', async () => {
    await stock.createTopic('anew', 1);
    await stock.send('anew', numbered(0, 0, 3));
    const source = await openSource('anew');
    const reader = read(source);
    await readLines(reader, 3);
    await stock.admin.deleteTopics({ topics: ['anew'] });
    await stock.createTopic('anew', 1);
    await expect(readLines(reader, 1)).rejects.toMatchObject({ code: 'LOG_REPLACED' });
    await expect(source.bounds()).rejects.toMatchObject({ code: 'LOG_REPLACED' });

    const again = await openSource('anew');
    expect(again.identity).not.toBe(source.identity);
    const late = read(again);
    await late.next({ maxBytes: 1, waitMs: 0 });
    await stock.admin.deleteTopics({ topics: ['anew'] });
    await expect(readLines(late, 1)).rejects.toMatchObject({
      code: 'TOPIC_MISSING',
      message: expect.stringContaining('was deleted while it was read'),
    });
  });

  it('where there is no such topic', async () => {
    await expect(openSource('nowhere')).rejects.toMatchObject({
      code: 'TOPIC_MISSING',
      hint: expect.stringMatching(/tonearm produce --to kafka:\/\/.*\/nowhere --create-topic/),
    });
  });
});

describe('a start', () => {
  it('is at the first record, at the next one, or at the first from a time on', async () => {
    await stock.createTopic('starts', 2, { 'message.timestamp.type': 'CreateTime' });
    const at = (timestamp: number, value: string, partition: number) => ({
      ...{ topic: 'starts', partition, timestamp: BigInt(timestamp), value: Buffer.from(value) },
    });
    const { producer } = stock;
    await producer.send({
      messages: [at(1000, 'a', 0), at(2000, 'b', 0), at(3000, 'c', 0), at(1500, 'd', 1)],
      acks: -1,
    });
    const source = await openSource('starts');
    const starts = async (start: Parameters<KafkaSource['startingAt']>[0]) => [
      ...(await source.startingAt(start)),
    ];
    expect(await starts('earliest')).toEqual([
      [0, 0],
      [1, 0],
    ]);
    expect(await starts('latest')).toEqual([
      [0, 3],
      [1, 1],
    ]);
    expect(await starts({ timeMs: 1600 })).toEqual([
      [0, 1],
      [1, 1],
    ]);
    expect(await starts({ timeMs: 9999 })).toEqual([
      [0, 3],
      [1, 1],
    ]);
  });

  it('can be told to tools that show lag', async () => {
    const source = await openSource('starts');
    const offsets = source.groupOffsets('tonearm-lag');
    open.unshift(offsets);
    const commit = (): Promise<void> =>
      offsets.commit(new Map([[0, 2]]), AbortSignal.timeout(10_000));
    // The first time a cluster is asked, it makes its own topic for this.
    await retrying(commit, { most: 20, passes: (thrown) => thrown instanceof ResponseError });
    const groups = await stock.admin.listConsumerGroupOffsets({ groups: ['tonearm-lag'] });
    expect(groups[0]?.topics[0]).toMatchObject({
      name: 'starts',
      partitions: [{ partitionIndex: 0, committedOffset: 2n }],
    });
  });
});
