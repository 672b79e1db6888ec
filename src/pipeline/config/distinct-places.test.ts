import { describe, expect, test } from 'vitest';
import type { KafkaAddress } from './address.ts';
import { checkDistinct, type Place } from './distinct-places.ts';

const path = (given: string, realPath: string): Place => ({ given, realPath });
const topic = (given: string, brokers: readonly string[], name = 'music'): Place => {
  const address: KafkaAddress = {
    kind: 'kafka',
    topic: name,
    brokers: brokers.map((broker) => {
      const at = broker.lastIndexOf(':');
      return { host: broker.slice(0, at), port: Number(broker.slice(at + 1)) };
    }),
  };
  return { given, topic: address };
};

const refusal = (from: Place, rows: readonly Place[], others: readonly Place[] = []): unknown => {
  try {
    checkDistinct(from, rows, others);
    return undefined;
  } catch (error) {
    return error;
  }
};

const log = path('--from file:log', '/data/log');

describe('places of a stream', () => {
  test.each<[string, Place, readonly Place[], readonly Place[], string]>([
    [
      'late rows in the log itself',
      log,
      [path('--late file:log', '/data/log')],
      [],
      '--from file:log and --late file:log name the same place',
    ],
    [
      'late and rejected rows in one file',
      log,
      [path('--late file:x', '/data/x'), path('--rejected file:./x', '/data/x')],
      [],
      '--late file:x and --rejected file:./x name the same place',
    ],
    [
      'panes twice in one folder',
      log,
      [],
      [path('--to file:a', '/data/a'), path('--to file:b', '/data/a')],
      '--to file:a and --to file:b name the same place',
    ],
    [
      'the archive among panes',
      log,
      [],
      [path('--to file:a', '/data/a'), path('--archive a', '/data/a')],
      '--to file:a and --archive a name the same place',
    ],
    [
      'panes in the topic that is read',
      topic('--from kafka://a', ['a:9092', 'b:9092']),
      [],
      [topic('--to kafka://B', ['c:9092', 'B:9092'])],
      '--from kafka://a and --to kafka://B name the same place',
    ],
    [
      'names of this machine',
      topic('--from kafka://localhost', ['localhost:9092']),
      [topic('--late kafka://127.0.0.1', ['127.0.0.1:9092'])],
      [],
      '--from kafka://localhost and --late kafka://127.0.0.1 name the same place',
    ],
    [
      'a file in the folder of the log',
      log,
      [path('--late file:log/partition-0.ndjson', '/data/log/partition-0.ndjson')],
      [],
      '--late file:log/partition-0.ndjson is inside the log of --from file:log',
    ],
    [
      'a file deep in the folder of the log, of a name with dots',
      log,
      [path('--rejected file:log/..a/b', '/data/log/..a/b')],
      [],
      '--rejected file:log/..a/b is inside the log of --from file:log',
    ],
  ])('%s: refused', (_, from, rows, others, message) => {
    expect(refusal(from, rows, others)).toMatchObject({ code: 'USAGE', exitCode: 2, message });
  });

  test.each<[string, Place, readonly Place[], readonly Place[]]>([
    [
      'apart',
      log,
      [path('--late', '/data/late'), path('--rejected', '/data/rejected')],
      [path('--to', '/data/panes'), path('--archive', '/data/archive')],
    ],
    ['a name that begins as the log', log, [path('--late', '/data/log.ndjson')], []],
    ['the folder around the log', log, [path('--late', '/data')], []],
    ['late rows among panes', log, [path('--late', '/data/a/b')], [path('--to', '/data/a')]],
    [
      'other topics',
      topic('--from', ['a:1']),
      [topic('--late', ['a:1'], 'late')],
      [topic('--to', ['a:1'], 'panes')],
    ],
    ['the topic of another cluster', topic('--from', ['a:1']), [], [topic('--to', ['a:2'])]],
    ['a topic and a folder', topic('--from', ['a:1']), [], [path('--to', '/music')]],
  ])('%s: taken', (_, from, rows, others) => {
    expect(refusal(from, rows, others)).toBeUndefined();
  });
});
