import { renameSync, rmSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { drain, useLog } from './log.cases.ts';
import { openLogSource } from './log-source.ts';

const { folder, pathOf, append, readerOf } = useLog();

describe('a log that is not as it was', () => {
  it('is missing', async () => {
    const missing = join(folder(), 'none');
    await expect(openLogSource({ folder: missing })).rejects.toMatchObject({
      code: 'INPUT_MISSING',
      exitCode: 3,
      hint: expect.stringContaining(`tonearm produce --to file:${missing}`) as string,
    });
  });

  it('is no folder', async () => {
    append(0, 'a\n');
    await expect(openLogSource({ folder: pathOf(0) })).rejects.toMatchObject({
      code: 'INPUT_UNREADABLE',
    });
  });

  it.each([
    ['shorter', new Map([[0, 5]])],
    ['without the partition', new Map([[3, 2]])],
  ])('is %s', async (_, from) => {
    append(0, 'a\nb\n');
    await expect(drain(await readerOf({ from }))).rejects.toMatchObject({ code: 'LOG_TRUNCATED' });
  });

  it('is shorter than what is to be read', async () => {
    append(0, 'a\nb\n');
    const until = new Map([[0, 6]]);
    await expect(drain(await readerOf({ until }))).rejects.toMatchObject({ code: 'LOG_TRUNCATED' });
    const missing = new Map([[3, 6]]);
    await expect(drain(await readerOf({ until: missing }))).rejects.toMatchObject({
      code: 'LOG_TRUNCATED',
    });
  });

  it('has become shorter', async () => {
    append(0, 'a\nb\n');
    const reader = await readerOf();
    await drain(reader);
    truncateSync(pathOf(0), 2);
    await expect(drain(reader)).rejects.toMatchObject({ code: 'LOG_TRUNCATED' });
  });

  it.each([1, 3])('has no line at byte %i', async (offset) => {
    append(0, 'a\nb\n');
    const reader = await readerOf({ from: new Map([[0, offset]]) });
    await expect(drain(reader)).rejects.toMatchObject({
      code: 'LOG_CORRUPT',
      facts: { path: pathOf(0), offset },
    });
  });

  it('has other lines at the place', async () => {
    append(0, 'a\nb\n');
    const reader = await readerOf();
    await drain(reader);
    truncateSync(pathOf(0), 0);
    append(0, 'longer\nlonger\n');
    await expect(drain(reader)).rejects.toMatchObject({ code: 'LOG_CORRUPT' });
  });

  it('was removed or replaced', async () => {
    append(0, 'a\n');
    append(1, 'a\n');
    const reader = await readerOf();
    await drain(reader);
    renameSync(pathOf(1), pathOf(0));
    await expect(drain(reader)).rejects.toMatchObject({ code: 'LOG_REPLACED' });
    rmSync(folder(), { recursive: true });
    await expect(drain(reader)).rejects.toMatchObject({ code: 'LOG_REPLACED' });
  });
});
