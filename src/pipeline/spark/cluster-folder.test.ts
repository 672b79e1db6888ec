import { describe, expect, test } from 'vitest';
import { sampleReport } from '../../../test/support/sample-report.ts';
import { overview } from '../../analytics/overview/overview.ts';
import { popularSongs } from '../../analytics/popular-songs/popular-songs.ts';
import type { ClusterWriter } from '../../engines/cluster-output.ts';
import { TonearmError } from '../../error.ts';
import type { RejectedRow } from '../../event/reject.ts';
import { manifestOf, manifestText } from '../../sinks/output-folder/manifest.ts';
import { rejectedLine } from '../../sinks/rejected/rejected-writer.ts';
import { csvLines } from '../../sinks/tables/csv.ts';
import { jsonLines, ndjsonLines } from '../../sinks/tables/json.ts';
import { openClusterFolder, rejectedTogether } from './cluster-folder.ts';

/** Files in memory: the texts of their parts, each with its LFs. */
const fakeWriter = (
  files: Map<string, readonly string[]> = new Map(),
): ClusterWriter & { readonly calls: string[]; readonly files: typeof files; failAt?: string } => {
  const calls: string[] = [];
  const put = (path: string, part: string, mode: string): void => {
    calls.push(`${mode} ${path}`);
    if (writer.failAt === path) throw new TonearmError('SPARK_FAILED', 'no room');
    const before = files.get(path);
    if (mode === 'new' && before !== undefined) throw new TonearmError('OUTPUT_FOREIGN', path);
    files.set(path, [...(mode === 'append' ? (before ?? []) : []), part]);
  };
  const writer: ReturnType<typeof fakeWriter> = {
    calls,
    files,
    readLines: async (path) => files.get(path)?.flatMap((part) => part.split('\n').slice(0, -1)),
    holdsAnything: async (folder) =>
      [...files.keys()].some((path) => path.startsWith(`${folder}/`)),
    writeLines: async (path, lines, mode) =>
      put(path, [...lines].map((line) => `${line}\n`).join(''), mode),
    writeParquet: async (path, { rows }, mode) => put(path, `${rows.length} rows`, mode),
  };
  return writer;
};

const run = { version: '1.2.3', runId: 'run-7' };
const report = sampleReport({ analytics: [overview, popularSongs], rows: 5 });
const options = { formats: ['csv', 'json', 'ndjson', 'parquet'], width: 80 } as const;

const rejected = (raw: string): RejectedRow => ({
  source: 'a.ndjson',
  position: 1,
  reason: 'json',
  detail: '',
  raw,
});

const manifestIn = (writer: ReturnType<typeof fakeWriter>): Readonly<Record<string, unknown>> =>
  JSON.parse(writer.files.get('s3a://b/out/manifest.json')?.join('') ?? '') as Record<
    string,
    unknown
  >;

const open = (writer: ClusterWriter) => openClusterFolder(writer, 's3a://b/out/', run);

const whole = async (writer: ClusterWriter) => {
  const folder = await open(writer);
  await folder.rejected.write([rejected('x')]);
  await folder.rejected.close();
  return folder.write(report, options);
};

describe('a folder of results on a cluster', () => {
  test('holds what the files here hold, and the manifest last', async () => {
    const writer = fakeWriter();
    const { files } = await whole(writer);
    for (const table of report.tables) {
      const text = { csv: csvLines, json: jsonLines, ndjson: ndjsonLines };
      for (const [format, linesOf] of Object.entries(text)) {
        const path = `s3a://b/out/${table.name}.${format}`;
        expect(writer.files.get(path), path).toEqual([[...linesOf(table)].join('')]);
      }
    }
    expect(writer.files.get('s3a://b/out/rejected.ndjson')).toEqual([
      `${rejectedLine(rejected('x'))}\n`,
    ]);
    const manifest = manifestText(manifestOf(report, files));
    expect(writer.files.get('s3a://b/out/manifest.json')).toEqual([manifest]);
    expect(writer.calls.at(-1)).toBe('replace s3a://b/out/manifest.json');
  });

  test('is ours from the first moment, so that a run that fails can be repeated', async () => {
    const writer = fakeWriter();
    await open(writer);
    expect(manifestIn(writer)).toEqual({
      generator: 'tonearm',
      version: '1.2.3',
      run_id: 'run-7',
      unfinished: true,
      files: [],
      tables: [],
    });
    for (const name of ['rejected.ndjson', 'popular_songs.json', 'manifest.json']) {
      writer.failAt = `s3a://b/out/${name}`;
      await expect(whole(writer), name).rejects.toMatchObject({ code: 'SPARK_FAILED' });
    }
    delete writer.failAt;
    await whole(writer);
    expect(manifestIn(writer)).not.toHaveProperty('unfinished');
  });

  test('is ours where Spark was interrupted before it had written the manifest', async () => {
    const writer = fakeWriter(new Map([['s3a://b/out/manifest.json', []]]));
    await whole(writer);
    expect(writer.calls[0]).toBe('replace s3a://b/out/manifest.json');
  });

  test.each([
    ['other files', 'notes.txt', 'x\n'],
    ['files of our names', 'rejected.ndjson', '{}\n'],
    ['a manifest of somebody else', 'manifest.json', '{"generator":"other","by":"tonearm"}\n'],
    ['a manifest that is no object', 'manifest.json', 'null\n'],
    ['a manifest that is no JSON', 'manifest.json', '"generator": "tonearm"\n'],
  ])('is refused, untouched, where it holds %s', async (_, name, text) => {
    const writer = fakeWriter(new Map([[`s3a://b/out/${name}`, [text]]]));
    await expect(open(writer)).rejects.toMatchObject({
      code: 'OUTPUT_FOREIGN',
      message: expect.stringContaining('s3a://b/out/ is not empty and holds no results of Tonearm'),
    });
    expect(writer.calls).toEqual([]);
  });

  test('keeps earlier results until it writes, and says unfinished until it has written', async () => {
    const writer = fakeWriter();
    await whole(writer);
    const earlier = new Map(writer.files);
    const folder = await open(writer);
    await folder.rejected.write([rejected('y')]);
    expect(writer.files).toEqual(earlier);

    writer.failAt = 's3a://b/out/popular_songs.csv';
    await folder.rejected.close();
    await expect(folder.write(report, options)).rejects.toMatchObject({ code: 'SPARK_FAILED' });
    expect(manifestIn(writer)).toMatchObject({ unfinished: true });
    expect(writer.files.get('s3a://b/out/rejected.ndjson')?.join('')).toContain('"raw":"y"');
  });

  test('says unfinished before the first table where nothing was rejected', async () => {
    const writer = fakeWriter();
    await whole(writer);
    writer.calls.length = 0;
    const folder = await open(writer);
    await folder.rejected.close();
    await folder.write(report, options);
    expect(writer.calls.slice(0, 2)).toEqual([
      'replace s3a://b/out/manifest.json',
      'replace s3a://b/out/rejected.ndjson',
    ]);
    expect(writer.files.get('s3a://b/out/rejected.ndjson')).toEqual(['']);
  });

  test('many rejected events are written as they come, none twice', async () => {
    const writer = fakeWriter();
    const folder = await open(writer);
    const row = rejected('z'.repeat(rejectedTogether / 8));
    for (let index = 0; index < 16; index += 1) await folder.rejected.write([row]);
    const path = 's3a://b/out/rejected.ndjson';
    expect(writer.files.get(path)?.map(({ length }) => length)).toEqual(
      [8, 8].map((rows) => rows * (rejectedLine(row).length + 1)),
    );
    expect(await folder.rejected.close()).toEqual({ rows: 16, bytes: 0 });
    expect(writer.calls).toEqual([
      'new s3a://b/out/manifest.json',
      `new ${path}`,
      `append ${path}`,
    ]);
  });
});
