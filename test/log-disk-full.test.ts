import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { partitionPath } from '../src/log/layout.ts';
import { openLogSink } from '../src/sinks/log/record-sink.ts';
import { mountSmallDisk, type SmallDisk } from './tmpfs.ts';

let parent = '';
let disk: SmallDisk;

beforeAll(() => {
  parent = mkdtempSync(join(tmpdir(), 'tonearm-log-disk-'));
  disk = mountSmallDisk(join(parent, 'small'), 512);
});

afterAll(() => {
  disk.unmount?.();
  rmSync(parent, { recursive: true });
});

test('a full disk ends a writer of the log with whole lines, and the next one goes on', async (context) => {
  if (disk.reason !== undefined) context.skip(disk.reason);
  const folder = join(parent, 'small', 'log');
  const ballast = join(parent, 'small', 'ballast');
  const open = () => openLogSink({ folder, partitions: 2, newId: () => 'id' });
  const linesOf = (partition: number): readonly string[] => {
    const text = readFileSync(partitionPath(folder, partition), 'utf8');
    expect(text === '' || text.endsWith('\n')).toBe(true);
    return text.split('\n').slice(0, -1);
  };
  writeFileSync(ballast, Buffer.alloc(100_000));
  const value = Buffer.from('v'.repeat(999));
  const sink = await open();
  for (let i = 0; i < 100; i += 1) sink.add(null, value);
  await sink.flush();
  for (let i = 0; i < 1000; i += 1) sink.add(null, value);
  const full = {
    code: 'OUTPUT_UNWRITABLE',
    exitCode: 1,
    message: expect.stringMatching(/no space left on device/i) as string,
  };
  await expect(sink.flush()).rejects.toMatchObject(full);
  await expect(sink.ready()).rejects.toMatchObject(full);
  expect(sink.counts()).toEqual({ acknowledged: 100, pending: 1000 });
  await sink.close();
  const left = [linesOf(0).length, linesOf(1).length];
  expect(Math.min(...left)).toBeGreaterThanOrEqual(50);

  rmSync(ballast);
  const next = await open();
  for (let i = 0; i < 20; i += 1) next.add(null, value);
  await next.flush();
  await next.close();
  expect([linesOf(0).length, linesOf(1).length]).toEqual(left.map((lines) => lines + 10));
});
