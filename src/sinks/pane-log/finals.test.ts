import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readFinals } from './finals.ts';
import { finalKey } from './pane-key.ts';

let folder: string;
let file: FileHandle;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tonearm-finals-'));
  writeFileSync(join(folder, 'panes'), Array.from({ length: 2000 }, (_, n) => lineOf(n)).join(''));
  file = await open(join(folder, 'panes'), 'r');
});

afterEach(async () => {
  await file.close();
  rmSync(folder, { recursive: true });
});

const second = 1_000_000;
const keyOf = (window: number, analytic = 'a') =>
  finalKey({ analytic, start: window * second, end: (window + 1) * second, revision: 1 });
const time = (seconds: number): string =>
  new Date(seconds * 1000).toISOString().replace('.000', '');
const lineOf = (n: number): string =>
  `{"analytic":"a","window":{"start":"${time(n)}","end":"${time(n + 1)}"},"revision":1,"final":true,"watermark":null,"rows":[]}\n`;

const lineBytes = lineOf(0).length;
const marked = 1500 * lineBytes;
const mark = { bytes: marked, ends: new Map([['a', 1_500_000]]) };

/** The file as one that counts the bytes that are read before the mark. */
const watched = (): { readonly file: FileHandle; readonly readBefore: () => number } => {
  let before = 0;
  const read = (buffer: Buffer, offset: number, length: number, position: number) => {
    before += Math.max(0, Math.min(length, marked - position));
    return file.read(buffer, offset, length, position);
  };
  return { file: { read } as unknown as FileHandle, readBefore: () => before };
};

it('reads nothing before the mark but the byte that ends a line, where windows go on', async () => {
  const seen = watched();
  const finals = await readFinals(seen.file, 2000 * lineBytes, mark);
  const keys = [keyOf(1500), keyOf(1999), keyOf(2000), keyOf(7, 'b')];
  expect(await finals.missing(keys)).toEqual(new Set([2, 3]));
  expect(seen.readBefore()).toBe(1);
});

it('looks before the mark for what may be there', async () => {
  const seen = watched();
  const finals = await readFinals(seen.file, 2000 * lineBytes, mark);
  const late = finalKey({ analytic: 'a', start: 0, end: 5 * second, revision: 1 });
  expect(await finals.missing([keyOf(3), late, keyOf(1499)])).toEqual(new Set([1]));
  expect(seen.readBefore()).toBeGreaterThan(1);
});

it('knows what was added before and after a mark', async () => {
  const finals = await readFinals(file, 2000 * lineBytes, mark);
  finals.add(keyOf(2000));
  expect(await finals.missing([keyOf(2000)])).toEqual(new Set());
  expect(finals.mark(2000 * lineBytes)).toEqual({
    bytes: 2000 * lineBytes,
    ends: new Map([['a', 2_001_000]]),
  });
  expect(await finals.missing([keyOf(1999), keyOf(2001)])).toEqual(new Set([1]));
});
