import { expect, test } from 'vitest';
import { queryFailure, saidOf } from './query-failure.ts';
import type { StreamQuery } from './stream-query.ts';

test('a stack is no message', () => {
  const lost =
    'org.apache.spark.sql.kafka010.KafkaIllegalStateException: Some data may have been lost;\neither aged out.\nReason: offset 219.\n\tat org.apache.spark.A.b(A.scala:1)\n\tat org.apache.spark.C.d(C.scala:2)\n';
  expect(saidOf(lost)).toBe('Some data may have been lost; either aged out. Reason: offset 219.');
});

test('the first cause is told, once', () => {
  const failed =
    'org.apache.spark.SparkException: Job aborted.\n\tat a.B.c(B.scala:1)\nCaused by: java.io.IOException: No space left\n\tat d.E.f(E.java:2)\n\t... 3 more\n';
  expect(saidOf(failed)).toBe('Job aborted., caused by: No space left');
  expect(saidOf('x.YException: same\n\tat a\nCaused by: same\n\tat b')).toBe('same');
});

test('records that are gone ask for a new state', () => {
  const query = { name: 'final panes', checkpoint: '/c' } as StreamQuery;
  const event = { kind: 'terminated', id: 'i', runId: 'r', exception: 'gone' } as const;
  expect(queryFailure(query, { ...event, errorClass: 'KAFKA_DATA_LOSS.X' })).toMatchObject({
    message: 'the query of final panes failed on Spark: gone',
    facts: { query: 'final panes', checkpoint: '/c', errorClass: 'KAFKA_DATA_LOSS.X' },
    hint: expect.stringContaining('another --state'),
  });
});
