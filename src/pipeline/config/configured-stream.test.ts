import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { configuredStream } from './configured-stream.ts';
import { resolveOptions, type Given } from './resolve.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tonearm-places-'));
  mkdirSync(join(folder, 'log'));
});

afterEach(() => rmSync(folder, { recursive: true }));

const at = (name: string): string => `file:${join(folder, name)}`;

const configured = (flags: Given['flags'], made?: Parameters<typeof configuredStream>[1]) =>
  configuredStream(
    resolveOptions({
      flags: { from: at('log'), ...flags },
      environment: {},
      file: undefined,
    }),
    made,
  );

test('a stream may not write where it reads, whatever the names', async () => {
  symlinkSync('log', join(folder, 'same'));
  symlinkSync('not-yet.ndjson', join(folder, 'link'));
  await expect(configured({ streamTo: at('same') })).rejects.toMatchObject({
    code: 'USAGE',
    message: `--from ${at('log')} and --to ${at('same')} name the same place`,
  });
  await expect(configured({ lateTo: at('same/deep/late.ndjson') })).rejects.toMatchObject({
    message: `--late ${at('same/deep/late.ndjson')} is inside the log of --from ${at('log')}`,
  });
  await expect(
    configured({ lateTo: at('link'), rejected: at('./not-yet.ndjson') }),
  ).rejects.toMatchObject({ message: expect.stringContaining('name the same place') as unknown });
  await expect(
    configured({ streamTo: at('out'), archive: join(folder, 'log', '..', 'out') }),
  ).rejects.toMatchObject({ message: expect.stringContaining('and --archive ') as unknown });
});

test('places that are apart are taken', async () => {
  const settings = await configured({
    streamTo: `${at('panes')},${at('more')}`,
    lateTo: at('late.ndjson'),
    rejected: at('rejected.ndjson'),
    archive: join(folder, 'archive'),
  });
  expect(settings).toMatchObject({
    to: [{ folder: join(folder, 'panes') }, { folder: join(folder, 'more') }],
    late: { folder: join(folder, 'late.ndjson') },
    archiveFolder: join(folder, 'archive'),
  });
});

test('a log that the command makes itself is nowhere yet', async () => {
  const made = { kind: 'log', folder: '' } as const;
  expect(await configured({ streamTo: 'file:.' }, made)).toMatchObject({ from: made });
});

test('links in a circle are a place too', async () => {
  symlinkSync('two', join(folder, 'one'));
  symlinkSync('one', join(folder, 'two'));
  expect(await configured({ lateTo: at('one') })).toMatchObject({ late: { kind: 'log' } });
});

test('a group is for Kafka', async () => {
  await expect(configured({ group: 'music' })).rejects.toMatchObject({
    code: 'USAGE',
    message: '--group is for streams from Kafka',
  });
  expect(await configured({ from: 'kafka://host/topic', group: 'off' })).toMatchObject({
    group: 'off',
  });
});

test('a stream does not run on Spark, and says so', async () => {
  await expect(configured({ engine: 'spark' })).rejects.toMatchObject({
    code: 'USAGE',
    message: '--engine spark is for batches, not for streams',
  });
});
