import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { partitionPath } from '../../log/layout.ts';
import { openLogSink } from './record-sink.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tonearm-log-sink-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const linesOf = (partition: number): readonly string[] =>
  readFileSync(partitionPath(folder, partition), 'utf8').split('\n').slice(0, -1);

const open = (partitions: number) => openLogSink({ folder, partitions, newId: () => 'id' });

test('keys choose the partition as in Kafka, and order within it stays', async () => {
  const sink = await open(3);
  // (murmur2 & 0x7fffffff) % 3, from the vectors of Kafka's own tests.
  for (const value of ['1', '2']) {
    sink.add(Buffer.from('21'), Buffer.from(`21 ${value}`));
    sink.add(Buffer.from('foobar'), Buffer.from(`foobar ${value}`));
    sink.add(Buffer.from('abc'), Buffer.from(`abc ${value}`));
  }
  await sink.flush();
  await sink.close();
  const found = [0, 1, 2].map((partition) => linesOf(partition));
  const expected: string[][] = [[], [], []];
  for (const value of ['1', '2']) {
    expected[(-973932308 & 0x7fffffff) % 3]!.push(`21 ${value}`);
    expected[(-790332482 & 0x7fffffff) % 3]!.push(`foobar ${value}`);
    expected[479470107 % 3]!.push(`abc ${value}`);
  }
  expect(found).toEqual(expected);
});

test('records without a key take turns', async () => {
  const sink = await open(2);
  for (const value of ['a', 'b', 'c']) sink.add(null, Buffer.from(value));
  await sink.flush();
  await sink.close();
  expect([linesOf(0), linesOf(1)]).toEqual([['a', 'c'], ['b']]);
});

test('what is added is written without being asked', async () => {
  const sink = await open(1);
  sink.add(null, Buffer.from('a'));
  while (sink.counts().pending > 0) await new Promise((resolve) => setTimeout(resolve, 1));
  expect(linesOf(0)).toEqual(['a']);
  await sink.close();
});

test('counts what is written and what is not, and asks to wait for large buffers', async () => {
  const sink = await open(2);
  const bytes = Buffer.from('key{"value":1}');
  let added = 0;
  while (sink.ready() === undefined) {
    sink.addSlice(bytes, 0, 3, 3, bytes.length);
    added += 1;
  }
  expect(added).toBe(Math.ceil(2 ** 20 / 12));
  expect(sink.counts()).toEqual({ acknowledged: 0, pending: added });
  await sink.flush();
  expect(sink.counts()).toEqual({ acknowledged: added, pending: 0 });
  sink.addSlice(bytes, -1, -1, 3, bytes.length);
  expect(sink.counts()).toEqual({ acknowledged: added, pending: 1 });
  await sink.flush();
  await sink.close();
  expect(linesOf(0).length + linesOf(1).length).toBe(added + 1);
});
