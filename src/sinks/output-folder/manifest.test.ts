import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Value from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { overview } from '../../analytics/overview/overview.ts';
import { popularSongs } from '../../analytics/popular-songs/popular-songs.ts';
import type { RunSummary } from '../../result/summary.ts';
import { table } from '../../result/table.ts';
import { manifestFile, manifestOf, manifestText, type OutputFile } from './manifest.ts';
import { manifestJsonSchema, manifestSchema } from './manifest-schema.ts';
import { readResults } from './read-results.ts';

const summary: RunSummary = {
  version: '0.1.0',
  runId: 'run-1',
  engine: 'duckdb',
  startedAt: 1_795_000_000_000_000,
  finishedAt: 1_795_000_001_250_000,
  inputs: [
    { name: 'a "b".ndjson', bytes: 1000, rows: 9 },
    { name: '-', bytes: null, rows: 1 },
  ],
  counts: {
    read: 10,
    accepted: 6,
    duplicates: 1,
    rejected: { json: 2, 'missing:user_id': 1 },
    outside: 1,
  },
  span: { first: 0, last: 1_500_001 },
  timeZone: 'Europe/Berlin',
  streamRule: '30-second rule: played_ms >= 30000',
  sessionGapUs: 1_800_000_000,
  knowsEndings: true,
  options: { windows: true, out: '/tmp/x', top: null },
};

const tables = [table(overview, 'table', [[]]), table(popularSongs, 'window', [])];

const files: readonly OutputFile[] = [
  { path: 'overview.csv', format: 'csv', bytes: 7, table: 'overview' },
  { path: 'overview.parquet', format: 'parquet', bytes: 8, table: 'overview' },
  { path: 'popular_songs_windowed.csv', format: 'csv', bytes: 9, table: 'popular_songs_windowed' },
  { path: 'report.html', format: 'html', bytes: 10 },
];

const manifest = manifestOf({ summary, tables }, files);

describe('the manifest', () => {
  it('says what was run, read and counted', () => {
    const { tables: _tables, files: _files, ...head } = manifest;
    expect(head).toEqual({
      generator: 'tonearm',
      version: '0.1.0',
      run_id: 'run-1',
      engine: 'duckdb',
      started_at: '2026-11-18T11:06:40Z',
      finished_at: '2026-11-18T11:06:41.250Z',
      seconds: 1.25,
      options: { out: '/tmp/x', top: null, windows: true },
      inputs: summary.inputs,
      counts: summary.counts,
      span: {
        first_event_at: '1970-01-01T00:00:00Z',
        last_event_at: '1970-01-01T00:00:01.500001Z',
      },
      time_zone: 'Europe/Berlin',
      stream_rule: '30-second rule: played_ms >= 30000',
      session_gap_ms: 1_800_000,
      knows_endings: true,
    });
  });

  it('describes each table, its files and its columns', () => {
    const [first, second] = manifest.tables;
    expect(first).toMatchObject({
      name: 'overview',
      title: 'Overview',
      question: overview.question,
      scope: 'table',
      rows: 1,
      files: [
        { path: 'overview.csv', format: 'csv', bytes: 7 },
        { path: 'overview.parquet', format: 'parquet', bytes: 8 },
      ],
    });
    expect(first!.columns.map(({ name, type, unit }) => [name, type, unit])).toEqual([
      ['events', 'int64', 'count'],
      ['plays', 'int64', 'count'],
      ['streams', 'int64', 'count'],
      ['listeners', 'int64', 'count'],
      ['songs', 'int64', 'count'],
      ['artists', 'int64', 'count'],
      ['listening_ms', 'int64', 'milliseconds'],
      ['skip_rate', 'double', 'ratio'],
      ['completion_rate', 'double', 'ratio'],
      ['first_event_at', 'timestamp', 'time'],
      ['last_event_at', 'timestamp', 'time'],
    ]);
    expect(second).toMatchObject({ name: 'popular_songs_windowed', scope: 'window', rows: 0 });
    expect(second!.columns.slice(0, 4).map(({ name, type }) => [name, type])).toEqual([
      ['window_start', 'timestamp'],
      ['window_end', 'timestamp'],
      ['rank', 'int64'],
      ['song_id', 'string'],
    ]);
    expect(
      first!.columns.every(({ title, description }) => title !== '' && description !== ''),
    ).toBe(true);
    expect(manifest.files).toEqual([{ path: 'report.html', format: 'html', bytes: 10 }]);
  });

  it('is what its schema says, key by key and in its order', () => {
    expect(Value.Check(manifestSchema, manifest)).toBe(true);
    const keys = Object.keys(manifestSchema.properties);
    expect(Object.keys(manifest)).toEqual(keys);
    expect(manifestJsonSchema()).toMatchObject({
      $id: 'https://tonearm.dev/schemas/manifest.schema.json',
      type: 'object',
      required: keys,
    });
  });

  it('is the same text for the same run, whatever the order of the options', () => {
    const options = { top: null, windows: true, out: '/tmp/x' };
    const again = manifestOf({ summary: { ...summary, options }, tables }, files);
    expect(manifestText(again)).toBe(manifestText(manifest));
    expect(manifestText(manifest).startsWith('{\n  "generator": "tonearm",\n  "version"')).toBe(
      true,
    );
    expect(manifestText(manifest).endsWith('}\n')).toBe(true);
  });

  it('tells the next run which files are ours', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tonearm-manifest-'));
    await writeFile(join(folder, manifestFile), manifestText(manifest));
    expect((await readResults(folder))?.toSorted()).toEqual(
      [...files.map(({ path }) => path), manifestFile].toSorted(),
    );
    await rm(folder, { recursive: true });
  });
});
