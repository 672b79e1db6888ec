import { setImmediate } from 'node:timers/promises';
import { afterAll, describe, expect, test } from 'vitest';
import { startTestBroker, type TestBroker } from '../../../test/kafka/broker.ts';
import type { ProducerOptions } from '../../kafka/produce-records.ts';
import { writableCodecs } from '../../kafka/writable-codecs.ts';
import { partitionOf } from '../../kafka/murmur2.ts';
import type { RecordSink } from '../record-sink.ts';
import { openKafkaPaneSink } from './pane-sink.ts';
import { openKafkaSink } from './record-sink.ts';
import { readTopic } from './topic.cases.ts';

const broker: TestBroker = await startTestBroker();
const bootstrap = broker.reason === undefined ? broker.bootstrap : '';

const target = (topic: string, more: Partial<ProducerOptions> = {}): ProducerOptions => ({
  name: `kafka://${bootstrap}/${topic}`,
  brokers: [{ host: '127.0.0.1', port: Number(bootstrap.split(':')[1]) }],
  topic,
  clientId: 'tonearm-test',
  createTopic: true,
  partitions: 3,
  codec: 'none',
  // Of a producer whose records are older than a day a restarted broker would know nothing.
  nowMs: Date.now,
  onNotice: () => {},
  ...more,
});

const keyOf = (i: number): string => `user-${i % 50}`;

afterAll(() => broker.remove());

describe.skipIf(broker.reason !== undefined)('a topic', () => {
  test.each(writableCodecs)('takes records (%s) by key, in order', async (codec) => {
    const sink = await openKafkaSink(target(`by-key-${codec}`, { codec }));
    expect(sink.partitions).toBe(3);
    for (let i = 0; i < 5000; i += 1) {
      sink.add(
        Buffer.from(keyOf(i)),
        Buffer.from(`{"value":${i},"padding":"${'x'.repeat(i % 300)}"}`),
      );
      await sink.ready();
    }
    await sink.flush();
    expect(sink.counts()).toEqual({ acknowledged: 5000, pending: 0 });
    await sink.close();
    const read = await readTopic(bootstrap, `by-key-${codec}`);
    expect(read).toHaveLength(5000);
    const numbers = read.map(({ value }) => (JSON.parse(value) as { value: number }).value);
    expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 5000 }, (_, i) => i));
    for (const [at, { partition, key }] of read.entries()) {
      const bytes = Buffer.from(key ?? '');
      expect([key, partition]).toEqual([
        keyOf(numbers[at] ?? -1),
        partitionOf(bytes, 0, bytes.length, 3),
      ]);
      if (read[at - 1]?.partition === partition) {
        expect(numbers[at]).toBeGreaterThan(numbers[at - 1] ?? -1);
      }
    }
  });

  test('records without a key take turns, and nothing has to be flushed to arrive', async () => {
    const sink = await openKafkaSink(target('turns'));
    for (const value of ['a', 'b', 'c', 'd']) sink.add(null, Buffer.from(value));
    while (sink.counts().pending > 0) await new Promise((resolve) => setTimeout(resolve, 1));
    await sink.close();
    expect(await readTopic(bootstrap, 'turns')).toEqual([
      { partition: 0, key: undefined, value: 'a' },
      { partition: 0, key: undefined, value: 'd' },
      { partition: 1, key: undefined, value: 'b' },
      { partition: 2, key: undefined, value: 'c' },
    ]);
  });

  test('a record longer than a batch arrives; one that the topic refuses ends it with words', async () => {
    const sink = await openKafkaSink(target('long', { partitions: 1 }));
    const long = Buffer.alloc(700_000, 'l');
    sink.add(null, Buffer.from('before'));
    sink.add(null, long);
    sink.add(null, Buffer.from('after'));
    await sink.flush();
    sink.add(null, Buffer.alloc(1_100_000, 'm'));
    const refused = {
      code: 'SINK_FAILED',
      message: expect.stringMatching(/refused records: MESSAGE_TOO_LARGE/) as string,
      hint: expect.stringContaining('max.message.bytes') as string,
    };
    await expect(sink.flush()).rejects.toMatchObject(refused);
    await expect(sink.ready()).rejects.toMatchObject(refused);
    await sink.close();
    const values = (await readTopic(bootstrap, 'long')).map(({ value }) => value);
    expect(values).toEqual(['before', long.toString(), 'after']);
  });

  test('panes are keyed by analytic and window', async () => {
    const sink = await openKafkaPaneSink(target('panes', { partitions: 1 }));
    const pane = (revision: number) => ({
      analytic: 'popular_songs',
      start: Date.UTC(2026, 10, 22, 10, 15) * 1000,
      end: Date.UTC(2026, 10, 22, 10, 20) * 1000,
      revision,
      final: revision === 2,
      json: `{"analytic":"popular_songs","title":"Ä","revision":${revision}}`,
    });
    await sink.deliver([pane(1), pane(2)]);
    await sink.deliver([]);
    await sink.close();
    const key = 'popular_songs|2026-11-22T10:15:00Z|2026-11-22T10:20:00Z';
    expect(await readTopic(bootstrap, 'panes')).toEqual([
      { partition: 0, key, value: pane(1).json },
      { partition: 0, key, value: pane(2).json },
    ]);
  });

  test('a topic that is missing is an error with the command that makes it', async () => {
    const missing = target('no-such-topic', { createTopic: false, partitions: undefined });
    await expect(openKafkaSink(missing)).rejects.toMatchObject({
      code: 'TOPIC_MISSING',
      hint: expect.stringContaining(`produce --to ${missing.name} --create-topic`) as string,
    });
  });

  test('a topic with another number of partitions is refused', async () => {
    await expect(openKafkaSink(target('panes', { partitions: 2 }))).rejects.toMatchObject({
      code: 'USAGE',
      message: 'the topic panes has 1 partitions, not 2',
    });
  });

  test('a name that brokers refuse is an error that says so', async () => {
    await expect(openKafkaSink(target('not/a/name'))).rejects.toMatchObject({
      code: 'SINK_FAILED',
      message: expect.stringContaining('the topic not/a/name cannot be made') as string,
    });
  });
});

describe.skipIf(broker.reason !== undefined)('a broker that is killed', () => {
  const send = async (sink: RecordSink, from: number, to: number): Promise<void> => {
    for (let i = from; i < to; i += 1) {
      sink.add(Buffer.from(keyOf(i)), Buffer.from(`${i}`.padEnd(100, '.')));
      await sink.ready();
      if (i % 500 === 0) await setImmediate();
    }
  };

  test('and comes back has every record once and in order', { timeout: 60_000 }, async () => {
    const running = broker as Extract<TestBroker, { bootstrap: string }>;
    const notices: string[] = [];
    const options = target('killed', { onNotice: (text) => notices.push(text) });
    const sink = await openKafkaSink(options);
    await send(sink, 0, 30_000);
    // Batches are under way when it dies, and more are added while it is away.
    const killed = running.kill();
    await send(sink, 30_000, 60_000);
    await killed;
    await send(sink, 60_000, 80_000);
    expect(sink.counts().pending).toBeGreaterThan(20_000);
    await running.start();
    await send(sink, 80_000, 90_000);
    await sink.flush();
    expect(sink.counts()).toEqual({ acknowledged: 90_000, pending: 0 });
    await sink.close();
    expect(notices[0]).toMatch(/^kafka:.*; trying again$/);
    expect(notices.at(-1)).toBe(`${options.name}: sending again`);

    const byPartition = [0, 1, 2].map((): number[] => []);
    for (const { partition, value } of await readTopic(bootstrap, 'killed')) {
      byPartition[partition]?.push(Number.parseInt(value, 10));
    }
    for (const numbers of byPartition) {
      expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    }
    const all = byPartition.flat().toSorted((a, b) => a - b);
    expect(all.findIndex((number, i) => number !== i)).toBe(-1);
    expect(all).toHaveLength(90_000);
  });

  test('and stays away ends the producer, with what was not acknowledged', async () => {
    const sink = await openKafkaSink(target('away', { mostAttempts: 3 }));
    await send(sink, 0, 100);
    await sink.flush();
    await (broker as Extract<TestBroker, { bootstrap: string }>).kill();
    await send(sink, 100, 200);
    await expect(sink.flush()).rejects.toMatchObject({
      code: 'SINK_FAILED',
      message: expect.stringMatching(/^cannot write to kafka:/) as string,
    });
    expect(sink.counts()).toEqual({ acknowledged: 100, pending: 100 });
    await sink.close();
  });
});

test('an address where nobody listens is an error within seconds', async () => {
  const nobody = { ...target('t'), brokers: [{ host: '127.0.0.1', port: 1 }] };
  await expect(openKafkaSink(nobody)).rejects.toMatchObject({
    code: 'SINK_FAILED',
    message: expect.stringMatching(/^cannot reach kafka:/) as string,
    hint: 'check the address, and that a broker runs there',
  });
});
