import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { startFakeCluster, type FakeCluster } from '../../../test/kafka/fake-broker.ts';
import { encodeTestBatch } from '../../kafka/walk.cases.ts';
import type { ReadOptions, RecordReader } from '../record-source.ts';
import { openKafkaSource, type KafkaSource } from './kafka-source.ts';
import { readLines } from './read.cases.ts';

const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

const start = async (brokers: number, partitions: number): Promise<FakeCluster> => {
  const cluster = await startFakeCluster(brokers, partitions);
  open.push(cluster);
  return cluster;
};

const openSource = async ({ ports, topic }: FakeCluster): Promise<KafkaSource> => {
  const source = await openKafkaSource({
    brokers: ports.map((port) => ({ host: '127.0.0.1', port })),
    ...{ topic, clientId: 'tonearm-test', name: `kafka://fake/${topic}`, mostAttempts: 2 },
  });
  open.unshift(source);
  return source;
};

interface Reading {
  readonly reader: RecordReader;
  readonly notices: readonly string[];
}

const read = (source: KafkaSource, options: Partial<ReadOptions> = {}): Reading => {
  const notices: string[] = [];
  const onNotice = (text: string): void => void notices.push(text);
  const reader = source.read({ from: new Map(), onNotice, ...options });
  open.unshift(reader);
  return { reader, notices };
};

/** Adds a batch of so many records, named by partition and offset. */
const write = (cluster: FakeCluster, partition: number, count: number): void => {
  const state = cluster.partitions[partition];
  const from = state?.batches.at(-1)?.behind ?? state?.first ?? 0;
  const records = Array.from({ length: count }, (_, index) => ({
    offset: from + index,
    value: `${partition}-${from + index}`,
  }));
  state?.batches.push({ bytes: encodeTestBatch({ records }), behind: from + count });
};

const names = (partition: number, from: number, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${partition}-${from + index}`);

const partitionOf = (cluster: FakeCluster, partition: number) => {
  const state = cluster.partitions[partition];
  if (state === undefined) throw new Error(`no partition ${partition}`);
  return state;
};

describe('a reader goes on, with every record once,', () => {
  it('where another broker leads', async () => {
    const cluster = await start(2, 2);
    write(cluster, 0, 3);
    write(cluster, 1, 3);
    const { reader, notices } = read(await openSource(cluster));
    const records = await readLines(reader, 6);
    Object.assign(partitionOf(cluster, 1), { leader: 1, epoch: 1 });
    write(cluster, 0, 2);
    write(cluster, 1, 4);
    await readLines(reader, 12, records);
    expect(records.values.get(0)).toEqual(names(0, 0, 5));
    expect(records.values.get(1)).toEqual(names(1, 0, 7));
    expect(cluster.fetches[1]).toBeGreaterThan(0);
    expect(notices).toContain(`127.0.0.1:${cluster.ports[1]} leads partition 1 now`);
  });

  it('where a leader is elected again, and where there is none for a while', async () => {
    const cluster = await start(1, 1);
    write(cluster, 0, 3);
    const { reader, notices } = read(await openSource(cluster));
    const records = await readLines(reader, 3);
    partitionOf(cluster, 0).epoch = 5;
    write(cluster, 0, 1);
    await readLines(reader, 4, records);
    partitionOf(cluster, 0).leader = undefined;
    expect((await reader.next({ maxBytes: 1, waitMs: 300 })).chunks).toEqual([]);
    Object.assign(partitionOf(cluster, 0), { leader: 0, epoch: 6 });
    write(cluster, 0, 1);
    await readLines(reader, 5, records);
    expect(records.values.get(0)).toEqual(names(0, 0, 5));
    expect(notices).toContain('nobody leads partition 0 at the moment');
  });

  it.each([
    ['a connection that breaks', (cluster: FakeCluster) => cluster.disconnect(0), []],
    // UNKNOWN_SERVER_ERROR, LEADER_NOT_AVAILABLE, KAFKA_STORAGE_ERROR, UNKNOWN_LEADER_EPOCH,
    // OFFSET_NOT_AVAILABLE, and OFFSET_OUT_OF_RANGE for an offset that is in range by now.
    [
      'errors that pass',
      (cluster: FakeCluster) => {
        partitionOf(cluster, 0).errors.push(-1, 5, 56, 75, 78, 1);
      },
      [/: \w+; trying again$/, /serves records again$/],
    ],
  ])('after %s', async (_, disturb, said) => {
    const cluster = await start(1, 2);
    write(cluster, 0, 3);
    const { reader, notices } = read(await openSource(cluster));
    const records = await readLines(reader, 3);
    disturb(cluster);
    write(cluster, 0, 2);
    write(cluster, 1, 2);
    await readLines(reader, 7, records);
    expect(records.values.get(0)).toEqual(names(0, 0, 5));
    expect(records.values.get(1)).toEqual(names(1, 0, 2));
    expect(notices).toEqual(said.map((text) => expect.stringMatching(text) as unknown));
  });

  it('where all but the first partition of an answer are cut in their first batch', async () => {
    const cluster = await start(1, 3);
    cluster.cutBytes = 5;
    for (const partition of [0, 1, 2]) for (let i = 0; i < 3; i += 1) write(cluster, partition, 2);
    const { reader } = read(await openSource(cluster));
    const records = await readLines(reader, 18);
    for (const partition of [0, 1, 2]) {
      expect(records.values.get(partition)).toEqual(names(partition, 0, 6));
    }
  });
});

describe('a reader fails', () => {
  it('with the place of what is corrupt, after all that stands before it', async () => {
    const cluster = await start(1, 2);
    write(cluster, 0, 3);
    write(cluster, 1, 2);
    write(cluster, 1, 2);
    write(cluster, 1, 2);
    partitionOf(cluster, 1).batches[1]?.bytes.writeUInt8(7, 66);
    const { reader } = read(await openSource(cluster));
    const records = await readLines(reader, 5);
    expect(records.values.get(0)).toEqual(names(0, 0, 3));
    expect(records.values.get(1)).toEqual(names(1, 0, 2));
    await expect(readLines(reader, 99, records)).rejects.toMatchObject({
      code: 'LOG_CORRUPT',
      facts: { topic: 'music', partition: 1, offset: 2 },
    });
  });

  it('at a batch of an old format, which it asks for only once', async () => {
    const cluster = await start(1, 1);
    write(cluster, 0, 1);
    const bytes = encodeTestBatch({ records: [{ offset: 1, value: 'old' }], magic: 1 });
    partitionOf(cluster, 0).batches.push({ bytes, behind: 2 });
    const good = partitionOf(cluster, 0).batches[0]?.bytes.length ?? 0;
    const { reader } = read(await openSource(cluster));
    // Time to ask more than once.
    await delay(100);
    const records = await readLines(reader, 1);
    await expect(readLines(reader, 2, records)).rejects.toMatchObject({ code: 'LOG_CORRUPT' });
    expect(cluster.recordBytes).toBe(good + bytes.length + bytes.length);
  });

  it.each([
    ['CORRUPT_MESSAGE', 2, 'LOG_CORRUPT'],
    ['TOPIC_AUTHORIZATION_FAILED', 29, 'SOURCE_UNREACHABLE'],
  ])('at %s', async (_, error, code) => {
    const cluster = await start(1, 1);
    write(cluster, 0, 1);
    partitionOf(cluster, 0).errors.push(error);
    const { reader } = read(await openSource(cluster));
    await expect(readLines(reader, 1)).rejects.toMatchObject({ code });
  });

  it('where the topic is another one', async () => {
    const cluster = await start(1, 1);
    write(cluster, 0, 1);
    const { reader } = read(await openSource(cluster));
    const records = await readLines(reader, 1);
    cluster.topicId = '00000000-0000-0000-0000-000000000002';
    await expect(readLines(reader, 2, records)).rejects.toMatchObject({
      code: 'LOG_REPLACED',
      facts: { was: '00000000-0000-0000-0000-000000000001', is: cluster.topicId },
    });
  });

  it('where a partition that is new has lost its first records already', async () => {
    const cluster = await start(1, 2);
    const { reader } = read(await openSource(cluster), { from: new Map([[0, 0]]) });
    partitionOf(cluster, 1).first = 4;
    await expect(readLines(reader, 1)).rejects.toMatchObject({
      code: 'LOG_TRUNCATED',
      facts: { partition: 1, wanted: 0, first: 4 },
    });
  });
});

it('a source where no broker answers is an error after so many attempts', async () => {
  const cluster = await start(1, 1);
  await cluster.close();
  await expect(openSource(cluster)).rejects.toMatchObject({
    code: 'SOURCE_UNREACHABLE',
    message: expect.stringContaining(`127.0.0.1:${cluster.ports[0]}`) as string,
    hint: expect.stringContaining('npm run kafka') as string,
  });
});

it.each([1, 8])('a reader fetches ahead only so much of %i partitions', async (partitions) => {
  const cluster = await start(1, partitions);
  const batch = encodeTestBatch({ records: [{ offset: 0, value: 'x'.repeat(60_000) }] });
  const count = 800;
  for (let index = 0; index < count; index += 1) {
    const offset = Math.floor(index / partitions);
    // The checksum leaves the offset out.
    const bytes = Buffer.from(batch);
    bytes.writeBigInt64BE(BigInt(offset), 0);
    partitionOf(cluster, index % partitions).batches.push({ bytes, behind: offset + 1 });
  }
  const { reader } = read(await openSource(cluster));
  const limit = 16 << 20;
  while (cluster.recordBytes < limit) await delay(1);
  let most = 0;
  let looks = 0;
  for (let taken = 0; taken < count; looks += 1) {
    // It has time to fetch more than it may.
    if (looks < 50) await delay(3);
    most = Math.max(most, cluster.recordBytes - taken * batch.length);
    const { chunks } = await reader.next({ maxBytes: 1, waitMs: 10_000 });
    for (const { bytes } of chunks) taken += Math.round(bytes.length / 60_000);
  }
  // What one fetch may bring comes on top, and batches that were cut.
  expect(most).toBeLessThan(limit + (9 << 20));
});

it('a reader waits for as many bytes as are asked for, unless it is woken', async () => {
  const cluster = await start(1, 1);
  const { reader } = read(await openSource(cluster));
  const asked = { maxBytes: 1 << 20, waitMs: 60_000 };
  const untilFetched = async (): Promise<void> => {
    const before = cluster.recordBytes;
    while (cluster.recordBytes === before) await delay(1);
    const fetches = cluster.fetches[0] ?? 0;
    while (cluster.fetches[0] === fetches) await delay(1);
  };
  const waiting = reader.next({ ...asked, leastBytes: 1 << 16 });
  for (let batch = 0; batch < 2; batch += 1) {
    write(cluster, 0, 1);
    await untilFetched();
  }
  reader.wake();
  const { chunks } = await waiting;
  expect(chunks.map(({ bytes }) => Buffer.from(bytes).toString())).toEqual(['0-0\n0-1\n']);

  const enough = reader.next({ ...asked, leastBytes: 100 });
  write(cluster, 0, 20);
  expect((await enough).chunks).toHaveLength(1);

  const { reader: bounded } = read(await openSource(cluster), { until: new Map([[0, 1]]) });
  expect((await bounded.next({ ...asked, leastBytes: 1 << 16 })).chunks).toHaveLength(1);
});

it('a chunk stays as it is until the next look, though memory is used again', async () => {
  const cluster = await start(1, 1);
  const [rounds, perRound] = [12, 300];
  const valueOf = (offset: number): string => `${offset}-${String(offset % 10).repeat(1_000)}`;
  const writeRound = (round: number): void => {
    const first = round * perRound;
    const records = Array.from({ length: perRound }, (_, index) => ({
      offset: first + index,
      value: valueOf(first + index),
    }));
    const bytes = encodeTestBatch({ records });
    partitionOf(cluster, 0).batches.push({ bytes, behind: first + perRound });
  };
  /** A reader that asks for more has taken in what it was given before. */
  const untilFetched = async (): Promise<void> => {
    const before = cluster.recordBytes;
    while (cluster.recordBytes === before) await delay(1);
    const asked = cluster.fetches[0] ?? 0;
    while (cluster.fetches[0] === asked) await delay(1);
  };
  const { reader } = read(await openSource(cluster));
  const memory = new Set<ArrayBufferLike>();
  writeRound(0);
  for (let round = 0; round < rounds; round += 1) {
    const { chunks } = await reader.next({ maxBytes: 1 << 20, waitMs: 10_000 });
    const fetched = untilFetched();
    writeRound(round + 1);
    await fetched;
    expect(chunks).toHaveLength(1);
    const { bytes } = chunks[0]!;
    memory.add(bytes.buffer);
    const values = Array.from({ length: perRound }, (_, index) =>
      valueOf(round * perRound + index),
    );
    expect(Buffer.from(bytes).toString()).toBe(`${values.join('\n')}\n`);
  }
  expect(memory.size).toBeLessThan(rounds / 2);
});

it('a bounded reader stops at its ends and leaves new partitions alone', async () => {
  const cluster = await start(1, 2);
  write(cluster, 0, 5);
  const until = new Map([[0, 3]]);
  const { reader } = read(await openSource(cluster), { until });
  const records = await readLines(reader, 3);
  write(cluster, 1, 1);
  expect(records.values).toEqual(new Map([[0, names(0, 0, 3)]]));
  expect(await reader.next({ maxBytes: 1, waitMs: 60_000 })).toEqual({
    chunks: [],
    ends: new Map([[0, 5]]),
  });
});
