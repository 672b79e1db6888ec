import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
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

describe('a stream on Spark', () => {
  const topic = 'kafka://host/topic';
  const onSpark = (more: Parameters<typeof configured>[0]) =>
    configured({ engine: 'spark', from: topic, ...more });

  test('keeps its checkpoints where the cluster sees them', async () => {
    expect(await onSpark({ state: 's3a://bucket/folder' })).toMatchObject({
      stateFolder: 's3a://bucket/folder',
    });
    await expect(configured({ from: topic, state: 's3a://bucket/folder' })).rejects.toMatchObject({
      code: 'USAGE',
      message: '--state s3a://bucket/folder is no folder of this machine',
    });
  });

  test.each([
    ['--bounded', { bounded: 'true' }],
    ['--map', { map: 'map.json' }],
    ['--late', { lateTo: 'file:late.ndjson' }],
    ['--threads', { threads: '2' }],
    ['--idle-after', { idleAfter: '1m' }],
  ])('refuses what has no effect there: %s', async (flag, more) => {
    await expect(onSpark(more)).rejects.toMatchObject({
      code: 'USAGE',
      message: `${flag} has no effect on a stream with --engine spark`,
    });
  });

  test.each(['file:panes', 'kafka://host/one,kafka://host/two'])(
    'writes to one topic: --to %s',
    async (streamTo) => {
      await expect(onSpark({ streamTo })).rejects.toMatchObject({
        code: 'USAGE',
        message: 'Spark writes panes to one topic of Kafka',
      });
    },
  );
});
