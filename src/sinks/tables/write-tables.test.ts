import { mkdir, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { csvOf } from './csv.ts';
import { tableOf } from './table.cases.ts';
import { createTableWriter, writeTable, writeTables } from './write-tables.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tonearm "tables", '));
});

afterEach(() => rm(folder, { recursive: true }));

const songs = tableOf({ song: 'text', n: 'integer' }, [['é', 1]], 'songs');
const artists = tableOf({ artist: 'text' }, [], 'artists');

describe('writing tables', () => {
  it('makes a file per table and format and says its size', async () => {
    const files = await writeTables([songs, artists], ['parquet', 'csv', 'json', 'ndjson'], folder);
    expect(files.map(({ path }) => path)).toEqual([
      'songs.parquet',
      'songs.csv',
      'songs.json',
      'songs.ndjson',
      'artists.parquet',
      'artists.csv',
      'artists.json',
      'artists.ndjson',
    ]);
    expect((await readdir(folder)).toSorted()).toEqual(files.map(({ path }) => path).toSorted());
    for (const { path, bytes } of files) {
      expect((await stat(join(folder, path))).size).toBe(bytes);
    }
    expect(files[1]).toEqual({ table: 'songs', path: 'songs.csv', format: 'csv', bytes: 12 });
  });

  it('writes one table alone', async () => {
    expect(await writeTable(songs, 'csv', folder)).toEqual({ file: 'songs.csv', bytes: 12 });
    expect(await readFile(join(folder, 'songs.csv'), 'utf8')).toBe('song,n\né,1\n');
  });

  it('writes tables as they come, and says their files in the order it is asked for', async () => {
    const writer = createTableWriter(['parquet', 'csv'], folder);
    writer.add(artists);
    const files = await writer.finish([songs, artists]);
    expect(files.map(({ path }) => path)).toEqual([
      'songs.parquet',
      'songs.csv',
      'artists.parquet',
      'artists.csv',
    ]);
    for (const { path, bytes } of files) {
      expect((await stat(join(folder, path))).size).toBe(bytes);
    }
  });

  it('begins nothing when it is stopped, and nobody works on the folder then', async () => {
    const writer = createTableWriter(['parquet', 'csv'], folder);
    writer.add(songs);
    writer.add(artists);
    await writer.stop();
    const left = await readdir(folder);
    expect(left).not.toContain('artists.csv');
    await rm(folder, { recursive: true });
    await mkdir(folder);
    await writer.stop();
    expect(await readdir(folder)).toEqual([]);
  });

  it('writes no more tables where one has failed, and fails with the first', async () => {
    const writer = createTableWriter(['csv'], join(folder, 'missing'));
    writer.add(songs);
    await expect(writer.finish([songs, artists])).rejects.toMatchObject({
      message: expect.stringContaining('songs.csv'),
    });
  });

  it('writes text of many parts whole', async () => {
    const many = tableOf(
      { n: 'integer', text: 'text' },
      Array.from({ length: 50_000 }, (_, i) => [i, 'é𝄞'.repeat(i % 9)]),
    );
    const { bytes } = await writeTable(many, 'csv', folder);
    expect(bytes).toBeGreaterThan(1 << 18);
    expect(await readFile(join(folder, 'sample.csv'), 'utf8')).toBe(csvOf(many));
  });

  it('does not write over a file that is there', async () => {
    await writeTable(songs, 'csv', folder);
    await expect(writeTable(songs, 'csv', folder)).rejects.toMatchObject({
      code: 'OUTPUT_UNWRITABLE',
      message: expect.stringContaining('songs.csv'),
    });
  });

  it.each(['csv', 'parquet'] as const)('fails clearly where it cannot write %s', async (format) => {
    await expect(writeTable(songs, format, join(folder, 'missing'))).rejects.toMatchObject({
      code: 'OUTPUT_UNWRITABLE',
      exitCode: 1,
      hint: expect.stringContaining('room'),
    });
  });
});
