import { fc, test as property } from '@fast-check/vitest';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { listPartitions, partitionPath, readLogId } from './layout.ts';
import { openLogWriter, type LogWriter, type LogWriterOptions } from './write-log.ts';

let folder = '';

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'tonearm-log-')), 'log');
});

afterEach(() => {
  rmSync(join(folder, '..'), { recursive: true });
});

const openWriter = (more: Partial<LogWriterOptions> = {}): Promise<LogWriter> =>
  openLogWriter({ folder, partitions: undefined, newId: () => 'an-id', ...more });

const textOf = (partition: number): string =>
  readFileSync(partitionPath(folder, partition), 'utf8');

const append = async (partition: number, ...lines: readonly string[]): Promise<void> => {
  const log = await openWriter();
  const file = log.partitions[partition]!;
  for (const line of lines) {
    const bytes = Buffer.from(`<${line}>`);
    file.add(bytes, 1, bytes.length - 1);
  }
  await file.write();
  await file.sync();
  await log.close();
};

describe('a new log', () => {
  test('has a name and four empty partitions, and nothing else once it is closed', async () => {
    await (await openWriter()).close();
    expect(readdirSync(folder).toSorted()).toEqual([
      'log.json',
      'partition-0.ndjson',
      'partition-1.ndjson',
      'partition-2.ndjson',
      'partition-3.ndjson',
    ]);
    expect(await readLogId(folder)).toBe('an-id');
    expect(textOf(3)).toBe('');
  });

  test('has as many partitions as are wanted', async () => {
    await (await openWriter({ partitions: 2 })).close();
    expect(await listPartitions(folder)).toEqual([0, 1]);
  });
});

describe('a log that is there', () => {
  test('keeps its name and its lines', async () => {
    await append(1, 'a', 'b');
    await (await openWriter({ newId: () => 'another' })).close();
    await append(1, 'c');
    expect(await readLogId(folder)).toBe('an-id');
    expect(textOf(1)).toBe('a\nb\nc\n');
  });

  test('gets more partitions, but not fewer', async () => {
    await append(1, 'a');
    await (await openWriter({ partitions: 6 })).close();
    expect(await listPartitions(folder)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(textOf(1)).toBe('a\n');
    await expect(openWriter({ partitions: 5 })).rejects.toMatchObject({
      code: 'USAGE',
      message: `the log ${folder} has 6 partitions, not 5`,
    });
  });

  test('stays without a name where it was made by hand', async () => {
    await (await openWriter({ partitions: 1 })).close();
    rmSync(join(folder, 'log.json'));
    await append(0, 'a');
    expect(await readLogId(folder)).toBeUndefined();
  });

  test('is made whole where making it was broken off', async () => {
    await (await openWriter({ partitions: 3 })).close();
    rmSync(partitionPath(folder, 0));
    await append(0, 'a');
    expect(await listPartitions(folder)).toEqual([0, 1, 2]);
  });
});

describe('a torn last line', () => {
  property.prop(
    [
      fc.array(fc.stringMatching(/^[a-z]{0,9}$/), { maxLength: 4 }),
      fc.constantFrom(0, 1, 7, 65_535, 65_536, 65_537, 200_000),
    ],
    { numRuns: 25 },
  )('is cut off before more is appended', async (lines, torn) => {
    rmSync(folder, { recursive: true, force: true });
    await (await openWriter()).close();
    const whole = lines.map((line) => `${line}\n`).join('');
    writeFileSync(partitionPath(folder, 2), whole + 'x'.repeat(torn));
    await append(2, 'more');
    expect(textOf(2)).toBe(`${whole}more\n`);
  });
});

describe('one writer at a time', () => {
  test('a second one is refused, also in this process', async () => {
    const first = await openWriter();
    await expect(openWriter()).rejects.toMatchObject({ code: 'STATE_IN_USE' });
    await first.close();
    await (await openWriter()).close();
  });

  test('a lock of another process that runs holds; nothing is left of the refused one', async () => {
    await (await openWriter()).close();
    const lock = join(folder, `writer-${process.ppid}-0.lock`);
    writeFileSync(lock, '');
    await expect(openWriter()).rejects.toMatchObject({
      code: 'STATE_IN_USE',
      facts: { path: lock },
    });
    expect(readdirSync(folder).filter((name) => name.endsWith('.lock'))).toHaveLength(1);
  });

  test('a lock of a killed one is removed, also where its number was given out again', async () => {
    await (await openWriter()).close();
    const dead = join(folder, 'writer-999999999-5.lock');
    const reused = join(folder, `writer-${process.ppid}-1.lock`);
    for (const lock of [dead, reused]) writeFileSync(lock, '');
    await (await openWriter()).close();
    expect([existsSync(dead), existsSync(reused)]).toEqual([false, false]);
  });
});

test('a folder that cannot be made is an error that names it', async () => {
  const under = join(folder, 'file');
  await (await openWriter({ partitions: 1 })).close();
  writeFileSync(under, '');
  const wrong = join(under, 'log');
  await expect(
    openLogWriter({ folder: wrong, partitions: 1, newId: () => 'x' }),
  ).rejects.toMatchObject({ code: 'OUTPUT_UNWRITABLE', facts: { path: wrong } });
});

test('a line of any length is one line', async () => {
  const long = 'y'.repeat(700_000);
  await append(0, 'a', long, 'b');
  expect(textOf(0)).toBe(`a\n${long}\nb\n`);
});
