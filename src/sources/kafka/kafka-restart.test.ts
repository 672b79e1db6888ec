import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestBroker, type TestBroker } from '../../../test/kafka/broker.ts';
import { createStockClient, type StockClient } from '../../../test/kafka/topics.ts';
import { openKafkaSource } from './kafka-source.ts';
import { emptyRecords, readLines } from './read.cases.ts';

let broker: TestBroker;
let stock: StockClient;

beforeAll(async () => {
  broker = await startTestBroker();
  if (broker.reason === undefined) stock = createStockClient(broker.bootstrap);
}, 120_000);

afterAll(async () => {
  await stock?.close();
  await broker.remove();
});

const partitions = [0, 1, 2];
const batches = 40;
const batchRecords = 50;

const valueOf = (partition: number, index: number): string =>
  `${partition}-${index}-${'x'.repeat(300)}`;

it('reads every record once and in order, though the broker is killed twice', async (context) => {
  if (broker.reason !== undefined) {
    context.skip(broker.reason);
    return;
  }
  const topic = 'killed';
  await stock.createTopic(topic, partitions.length);
  let written = 0;
  const write = async (batch: number): Promise<void> => {
    const records = partitions.flatMap((partition) =>
      Array.from({ length: batchRecords }, (_, index) => ({
        partition,
        value: valueOf(partition, batch * batchRecords + index),
      })),
    );
    await stock.send(topic, records, batch % 2 === 0 ? 'none' : 'lz4');
  };
  const [host = '', port] = broker.bootstrap.split(':');
  const source = await openKafkaSource({
    brokers: [{ host, port: Number(port) }],
    topic,
    clientId: 'tonearm-test',
    name: `kafka://${broker.bootstrap}/${topic}`,
  });
  const notices: string[] = [];
  const reader = source.read({ from: new Map(), onNotice: (text) => notices.push(text) });
  const records = emptyRecords();
  const writeUpTo = async (end: number): Promise<void> => {
    for (; written < end; written += 1) await write(written);
  };
  const linesOf = (batches: number): number => partitions.length * batchRecords * batches;

  // Killed in the midst of reading, with a part fetched ahead.
  await writeUpTo(batches / 2);
  await readLines(reader, linesOf(3), records);
  await broker.kill();
  await readLines(reader, linesOf(6), records);
  await broker.start();
  await writeUpTo((batches * 3) / 4);
  await readLines(reader, linesOf(written), records);

  // Killed while it waits for news.
  const waiting = reader.next({ maxBytes: 1 << 20, waitMs: 300 });
  await broker.kill();
  expect((await waiting).chunks).toEqual([]);
  await broker.start();
  await writeUpTo(batches);
  await readLines(reader, linesOf(batches), records);
  await reader.close();
  await source.close();

  for (const partition of partitions) {
    const indexes = Array.from({ length: batches * batchRecords }, (_, index) => index);
    expect(records.values.get(partition)).toEqual(
      indexes.map((index) => valueOf(partition, index)),
    );
    expect(records.offsets.get(partition)).toEqual(indexes);
  }
  expect(notices.filter((text) => text.endsWith('; trying again')).length).toBe(2);
  expect(notices.filter((text) => text.endsWith('serves records again')).length).toBe(2);
}, 120_000);
