import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RejectedRow } from '../../event/reject.ts';
import { createRejectedWriter } from './rejected-writer.ts';

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tonearm-rejected-'));
  path = join(folder, 'rejected.ndjson');
});

afterEach(() => rm(folder, { recursive: true }));

const row = (position: number | null, raw = '{'): RejectedRow => ({
  raw,
  detail: 'not JSON',
  reason: 'json',
  source: 'a.ndjson',
  position,
});

describe('the writer of rejected events', () => {
  it('makes an empty file where nothing was rejected', async () => {
    const writer = await createRejectedWriter(path);
    expect(await writer.close()).toEqual({ rows: 0, bytes: 0 });
    expect(await readFile(path, 'utf8')).toBe('');
  });

  it('writes one object a line, its keys in the order of the contract', async () => {
    const writer = await createRejectedWriter(path);
    await writer.write([row(3, '{"é\n\0"'), row(null)]);
    await writer.write([]);
    const { bytes, rows } = await writer.close();
    const text = await readFile(path, 'utf8');
    expect(text).toBe(
      '{"source":"a.ndjson","position":3,"reason":"json","detail":"not JSON","raw":"{\\"é\\n\\u0000\\""}\n' +
        '{"source":"a.ndjson","position":null,"reason":"json","detail":"not JSON","raw":"{"}\n',
    );
    expect([bytes, rows]).toEqual([Buffer.byteLength(text), 2]);
  });

  it('keeps the order of calls that nobody waited for', async () => {
    const writer = await createRejectedWriter(path);
    const calls = Array.from({ length: 40 }, (_, call) =>
      writer.write(Array.from({ length: 50 }, (__, i) => row(call * 50 + i, 'x'.repeat(1000)))),
    );
    await Promise.all(calls);
    expect(await writer.close()).toMatchObject({ rows: 2000 });
    const lines = (await readFile(path, 'utf8')).split('\n').slice(0, -1);
    expect(lines.map((line) => (JSON.parse(line) as RejectedRow).position)).toEqual(
      Array.from({ length: 2000 }, (_, i) => i),
    );
  });

  it('has the file hold what was written before it gathers more', async () => {
    const writer = await createRejectedWriter(path);
    await writer.write(Array.from({ length: 300 }, (_, i) => row(i, 'x'.repeat(1000))));
    expect((await readFile(path, 'utf8')).length).toBeGreaterThan(1 << 18);
    await writer.close();
  });

  it('fails clearly where it cannot write', async () => {
    await expect(createRejectedWriter(join(folder, 'no', 'file'))).rejects.toMatchObject({
      code: 'OUTPUT_UNWRITABLE',
      exitCode: 1,
    });
  });
});
