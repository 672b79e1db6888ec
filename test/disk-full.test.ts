import { mkdtemp, readdir, readFile, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { popularSongs } from '../src/analytics/popular-songs/popular-songs.ts';
import { table } from '../src/result/table.ts';
import { prepareOutput } from '../src/sinks/output-folder/output-folder.ts';
import { createRejectedWriter } from '../src/sinks/rejected/rejected-writer.ts';
import { tableFormats } from '../src/sinks/tables/format.ts';
import { writeTables } from '../src/sinks/tables/write-tables.ts';
import { mountSmallDisk, type SmallDisk } from './tmpfs.ts';

let parent: string;
let path: string;
let out: string;
let disk: SmallDisk;

const manifest = JSON.stringify({
  generator: 'tonearm',
  files: [{ path: 'a.csv', format: 'csv', bytes: 3 }],
  tables: [],
});

beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'tonearm-disk-'));
  path = join(parent, 'small');
  out = join(path, 'out');
  disk = mountSmallDisk(path, 512);
  if (disk.reason !== undefined) return;
  const folder = await prepareOutput(out, 'first');
  await writeFile(join(folder.path, 'a.csv'), 'old');
  await writeFile(join(folder.path, 'manifest.json'), manifest);
  await folder.commit();
});

afterAll(async () => {
  disk.unmount?.();
  await rm(parent, { recursive: true });
});

const needsDisk = (context: TestContext): void => {
  if (disk.reason !== undefined) context.skip(disk.reason);
};

/** Text that does not get small when it is compressed. */
const noise = (seed: number): string => {
  let state = seed + 1;
  return Array.from({ length: 16 }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state.toString(36);
  }).join('');
};

const large = table(
  popularSongs,
  'table',
  Array.from({ length: 20_000 }, (_, i) => [i + 1, noise(i), null, null, null, 9, 8, 7, 6, 5, 4]),
);

const previousResultsAreWhole = async (): Promise<void> => {
  expect(await readdir(path)).toEqual(['out']);
  expect((await readdir(out)).toSorted()).toEqual(['a.csv', 'manifest.json']);
  expect(await readFile(join(out, 'a.csv'), 'utf8')).toBe('old');
  const { bavail, blocks } = await statfs(path);
  expect(bavail / blocks).toBeGreaterThan(0.9);
};

const full = {
  code: 'OUTPUT_UNWRITABLE',
  exitCode: 1,
  message: expect.stringMatching(/no space left on device/i),
  hint: expect.stringContaining('room'),
};

describe('a full disk', () => {
  for (const format of tableFormats) {
    it(`fails a table as ${format}; the previous results stay`, async (context) => {
      needsDisk(context);
      const folder = await prepareOutput(out, format);
      await expect(writeTables([large], [format], folder.path)).rejects.toMatchObject(full);
      await folder.discard();
      await previousResultsAreWhole();
    });
  }

  it('fails the file of rejected events; the previous results stay', async (context) => {
    needsDisk(context);
    const folder = await prepareOutput(out, 'rejected');
    const writer = await createRejectedWriter(join(folder.path, 'rejected.ndjson'));
    const row = { source: 'x', position: 1, reason: 'json', detail: '', raw: noise(1) } as const;
    const rows = Array.from({ length: 10_000 }, () => row);
    await expect(writer.write(rows)).rejects.toMatchObject(full);
    await expect(writer.close()).rejects.toMatchObject(full);
    await folder.discard();
    await previousResultsAreWhole();
  });
});

describe('a mount point', () => {
  it('is refused before the work', async (context) => {
    needsDisk(context);
    await rm(out, { recursive: true });
    await expect(prepareOutput(path, 'run')).rejects.toMatchObject({
      code: 'OUTPUT_UNWRITABLE',
      message: expect.stringContaining('is a mount point'),
      hint: expect.stringContaining(join(path, 'report')),
    });
    expect(await readdir(parent)).toEqual(['small']);
  });
});
