import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { generateFile, type FileHost } from './generate.ts';
import { importFile } from './import.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tonearm-file-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const recorded = (controller = new AbortController()) => {
  const seen: (readonly [number, number])[] = [];
  const host: FileHost = {
    onProgress: (events, total) => {
      seen.push([events, total]);
    },
    signal: controller.signal,
  };
  return { host, seen, controller };
};

const digest = (path: string): string =>
  createHash('sha256').update(readFileSync(path)).digest('hex');

describe('generating', () => {
  const generate = (name: string, host: FileHost, more: { readonly truthPath?: string } = {}) =>
    generateFile(
      {
        path: join(folder, name),
        format: undefined,
        generator: { events: 5000, malformed: 0.02 },
        truthPath: more.truthPath,
      },
      host,
    );

  it('writes lines, progress and the truth', async () => {
    const { host, seen } = recorded();
    const truthPath = join(folder, 'truth.json');
    const { truth, bytes, path } = await generate('a.ndjson', host, { truthPath });
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
    expect(lines).toHaveLength(5000);
    expect(bytes).toBe(readFileSync(path).length);
    expect(truth).toMatchObject({ lines: 5000, malformed: 100 });
    expect(seen.at(-1)).toEqual([5000, 5000]);
    expect(JSON.parse(readFileSync(truthPath, 'utf8'))).toMatchObject({
      malformed: 100,
      firstEventAt: expect.stringMatching(/^2026-10-2\dT.*Z$/) as string,
    });
  });

  it('gives the same events in every text format, and equal bytes again', async () => {
    const { host } = recorded();
    const plain = await generate('a.ndjson', host);
    const packed = await generate('a.ndjson.gz', host);
    expect(gunzipSync(readFileSync(packed.path)).equals(readFileSync(plain.path))).toBe(true);
    const before = digest(plain.path);
    await generate('a.ndjson', host);
    expect(digest(plain.path)).toBe(before);
    const csv = await generate('a.csv', host);
    expect(readFileSync(csv.path, 'utf8').split('\n')[0]).toMatch(/^event_id,event_time,action/);
    expect(csv.truth).toMatchObject({ malformed: 0, leftOut: 100 });
  });

  it.each(['a.ndjson', 'a.parquet'])(
    'keeps what was there when it is stopped: %s',
    async (name) => {
      writeFileSync(join(folder, name), 'before');
      const { host, controller } = recorded();
      const stopping: FileHost = { ...host, onProgress: () => controller.abort() };
      await expect(generate(name, stopping)).rejects.toMatchObject({ code: 'INTERRUPTED' });
      expect(readdirSync(folder)).toEqual([name]);
      expect(readFileSync(join(folder, name), 'utf8')).toBe('before');
    },
  );
});

describe('importing', () => {
  const scrobbles = (rows: readonly string[]): string => {
    const path = join(folder, 'scrobbles.csv');
    writeFileSync(path, ['uts,artist,track', ...rows, ''].join('\n'));
    return path;
  };
  const run = (input: string, host: FileHost, service = 'lastfm', name = 'me.ndjson') =>
    importFile(
      {
        service,
        inputs: [input],
        path: join(folder, name),
        format: undefined,
        user: 'anna',
        incognito: false,
      },
      host,
    );

  it('accounts for rows and is idempotent', async () => {
    const { host } = recorded();
    const input = scrobbles([
      '1700000000,Nina Simone,Sinnerman',
      '1700000300,Nina Simone,Lilac Wine',
      'x,y,z',
    ]);
    const { account, path } = await run(input, host);
    expect(account).toMatchObject({ rowsRead: 3, rowsImported: 2, events: 2 });
    const before = digest(path);
    expect(readFileSync(path, 'utf8')).toContain('"user_id":"anna"');
    await run(input, host);
    expect(digest(path)).toBe(before);
  });

  it('writes no file where nothing can be imported', async () => {
    const { host } = recorded();
    await expect(run(scrobbles(['x,y,z']), host)).rejects.toMatchObject({
      code: 'INPUT_NOTHING_ACCEPTED',
      message: 'none of the 1 rows of the Last.fm export gives an event (1 bad_time)',
    });
    expect(readdirSync(folder)).toEqual(['scrobbles.csv']);
  });

  it('suggests the service that was meant', async () => {
    const { host } = recorded();
    await expect(run('x', host, 'last.fm')).rejects.toMatchObject({
      code: 'USAGE',
      hint: 'did you mean lastfm?',
    });
  });
});
