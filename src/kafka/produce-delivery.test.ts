import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { appendRecord, openBatch, sealBatch } from './encode-batch.ts';
import { fakeBroker, type Fault } from './produce-broker.cases.ts';
import { createDelivery, type DeliveryOptions } from './produce-delivery.ts';

const faultKinds: readonly Fault[] = [
  ...(['ok', 'lost', 'unanswered', 'overtaken', 'mute'] as const),
  ...(['restarted', 'forgotten', 'moved', 'slow'] as const),
];

/** Sends batches of so many records each, some between pumps, and waits until all is over. */
const deliver = async (
  batches: readonly {
    readonly partition: number;
    readonly records: number;
    readonly pump: boolean;
  }[],
  faults: readonly Fault[],
  more: Partial<DeliveryOptions> = {},
) => {
  const { client, logs } = fakeBroker(3, [...faults]);
  const notices: string[] = [];
  let acknowledged = 0;
  let settle = (): void => {};
  const over = new Promise<void>((resolve) => {
    settle = resolve;
  });
  const delivery = createDelivery({
    client,
    name: 'kafka://fake/topic',
    topic: 'topic',
    led: { id: 'topic-id', leaders: logs.map(() => ({ host: 'fake', port: 1 })) },
    mostAttempts: 100,
    backoffMs: () => 0,
    onAcknowledged: () => {
      acknowledged += 1;
    },
    onChange: () => {
      if (acknowledged === batches.length || delivery.failure() !== undefined) settle();
    },
    onNotice: (text) => notices.push(text),
    ...more,
  });
  const expected = logs.map((): number[] => []);
  for (const { partition, records, pump } of batches) {
    const { queue } = delivery.partitions[partition]!;
    const sequence = queue.nextSequence();
    expected[partition]!.push(sequence);
    const batch = openBatch(Buffer.alloc(1024));
    for (let i = 0; i < records; i++) appendRecord(batch, Buffer.from('v'), -1, -1, 0, 1);
    queue.add({ bytes: sealBatch(batch, 'none', 0, { id: 1n, epoch: 0 }, sequence), records });
    if (!pump) continue;
    delivery.pump();
    await new Promise(setImmediate);
  }
  delivery.pump();
  await over;
  await delivery.close();
  const found = logs.map(({ appended }) => appended);
  return { expected, found, acknowledged, notices, failure: delivery.failure() };
};

const batch = fc.record({
  partition: fc.nat(2),
  records: fc.integer({ min: 1, max: 9 }),
  pump: fc.boolean(),
});

describe('batches on their way to a broker', () => {
  property.prop(
    [
      fc.array(batch, { minLength: 1, maxLength: 40 }),
      fc.array(fc.constantFrom(...faultKinds), { maxLength: 25 }),
    ],
    { numRuns: 300 },
  )('are appended once and in order, whatever befalls requests', async (batches, faults) => {
    const { expected, found, acknowledged, failure } = await deliver(batches, faults);
    expect(failure).toBeUndefined();
    expect(found).toEqual(expected);
    expect(acknowledged).toBe(batches.length);
  });

  const many = Array.from({ length: 12 }, () => ({ partition: 0, records: 2, pump: false }));
  const inOrder = [0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22];

  test('a broker that forgot the producer gets nothing behind what it refuses', async () => {
    const { found, failure } = await deliver(many, ['ok', 'forgotten', 'moved']);
    expect(failure).toBeUndefined();
    expect(found[0]).toEqual(inOrder);
  });

  test('a restarted broker that has several batches without an answer keeps each once', async () => {
    const faults: readonly Fault[] = ['ok', 'mute', 'restarted'];
    const { found, failure, acknowledged } = await deliver(many, faults);
    expect(failure).toBeUndefined();
    expect(found[0]).toEqual(inOrder);
    expect(acknowledged).toBe(12);
  });

  test('a broker that lost what it acknowledged ends it', async () => {
    const { found, failure, acknowledged } = await deliver(many, ['ok', 'ok', 'emptied']);
    expect(failure).toMatchObject({
      code: 'SINK_FAILED',
      message: expect.stringContaining('OUT_OF_ORDER_SEQUENCE_NUMBER') as string,
    });
    expect([found[0], acknowledged]).toEqual([[0], 2]);
  });

  const some = Array.from({ length: 12 }, (_, i) => ({ partition: i % 3, records: 2, pump: true }));

  test('an outage is told once, and its end', async () => {
    const { notices } = await deliver(some, ['ok', 'moved', 'lost', 'lost', 'lost']);
    expect(notices).toEqual([
      'kafka://fake/topic: Connection closed; trying again',
      'kafka://fake/topic: sending again',
    ]);
  });

  test('a connection that is found closed is replaced without a word', async () => {
    expect((await deliver(some, ['ok', 'ok', 'lost'])).notices).toEqual([]);
  });

  test('without any acknowledgement it is given up, once', async () => {
    const { failure, acknowledged } = await deliver(
      some,
      Array.from({ length: 50 }, (): Fault => 'lost'),
      { mostAttempts: 5 },
    );
    expect(failure).toMatchObject({
      code: 'SINK_FAILED',
      message: 'cannot write to kafka://fake/topic: Connection closed',
      facts: { attempts: 5 },
    });
    expect(acknowledged).toBe(0);
  });

  test('a topic that was made anew ends it', async () => {
    const { failure } = await deliver(some, ['ok', 'lost'], {
      led: { id: 'older', leaders: [1, 2, 3].map(() => ({ host: 'fake', port: 1 })) },
    });
    expect(failure).toMatchObject({ code: 'LOG_REPLACED' });
  });
});
