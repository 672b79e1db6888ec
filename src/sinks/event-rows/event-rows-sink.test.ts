import { fc, test } from '@fast-check/vitest';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openEventRows } from './event-rows-sink.ts';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tonearm-rows-'));
  path = join(folder, 'late.ndjson');
});

afterEach(() => rmSync(folder, { recursive: true }));

const row = (position: number): string =>
  JSON.stringify({ position, raw: 'é'.repeat(position % 7) });
const rows = (from: number, to: number): readonly string[] =>
  Array.from({ length: to - from }, (_, index) => row(from + index));
const fileOf = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

/** One run of a stream: what it delivers, in pieces. */
const deliver = async (...pieces: readonly (readonly string[])[]): Promise<void> => {
  const sink = await openEventRows({ path });
  for (const piece of pieces) await sink.deliver(piece);
  await sink.close();
};

describe('rows in a file', () => {
  it('are appended', async () => {
    await deliver(rows(0, 3), [], rows(3, 5));
    await deliver(rows(5, 6));
    expect(readFileSync(path, 'utf8')).toBe(fileOf(rows(0, 6)));
  });

  it('are written once where they come again', async () => {
    await deliver(rows(0, 9));
    await deliver(rows(4, 7), rows(7, 12), rows(12, 13));
    expect(readFileSync(path, 'utf8')).toBe(fileOf(rows(0, 13)));
  });

  it('are written once where one commit has made many megabytes of them', async () => {
    const wide = Array.from({ length: 2_700 }, (_, position) =>
      JSON.stringify({ position, raw: 'x'.repeat(8_000) }),
    );
    const whole = fileOf(wide);
    expect(whole.length).toBeGreaterThan(20 << 20);
    writeFileSync(path, whole);
    await deliver(wide, [row(9_000)]);
    expect(readFileSync(path, 'utf8') === `${whole}${row(9_000)}\n`).toBe(true);
  });

  it('are written again where what stands behind them is not what comes', async () => {
    await deliver([row(1), row(2)]);
    await deliver([row(1), row(3)]);
    expect(readFileSync(path, 'utf8')).toBe(fileOf([row(1), row(2), row(3)]));
  });

  it('are not taken for the end of another', async () => {
    await deliver(['[[1]]', '[1]]']);
    rmSync(path);
    await deliver(['[[1]]']);
    await deliver(['[1]]']);
    expect(readFileSync(path, 'utf8')).toBe('[[1]]\n[1]]\n');
  });

  it('follow a torn line that is cut off', async () => {
    writeFileSync(path, fileOf(rows(0, 2)));
    appendFileSync(path, row(2).slice(0, -1));
    await deliver(rows(1, 4));
    expect(readFileSync(path, 'utf8')).toBe(fileOf(rows(0, 4)));
  });

  test.prop([
    fc.integer({ min: 0, max: 40 }),
    fc.nat(),
    fc.nat(),
    fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
  ])('survive a crash anywhere: each once, in order', async (written, tear, confirmed, sizes) => {
    const whole = Buffer.from(fileOf(rows(0, written)));
    // What was confirmed is there; what comes again begins behind it.
    const from = written === 0 ? 0 : confirmed % (written + 1);
    const least = Buffer.byteLength(fileOf(rows(0, from)));
    writeFileSync(path, whole.subarray(0, least + (tear % (whole.length - least + 1))));
    const pieces: (readonly string[])[] = [];
    for (let at = from, index = 0; at < 50; index += 1) {
      const to = Math.min(50, at + (sizes[index % sizes.length] ?? 1));
      pieces.push(rows(at, to));
      at = to;
    }
    await deliver(...pieces);
    expect(readFileSync(path, 'utf8')).toBe(fileOf(rows(0, 50)));
  });

  it('fail clearly where there is no folder', async () => {
    path = join(folder, 'none', 'late.ndjson');
    await expect(deliver(rows(0, 1))).rejects.toMatchObject({ code: 'OUTPUT_UNWRITABLE' });
  });
});
