import { fc, test } from '@fast-check/vitest';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect } from 'vitest';
import { writtenRows } from './written-rows.ts';

let path: string;

beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), 'tonearm-written-')), 'late.ndjson');
});

afterEach(() => rmSync(join(path, '..'), { recursive: true }));

test.prop([
  fc.uniqueArray(fc.stringMatching(/^[[\]aé]{1,12}$/), { minLength: 1, maxLength: 30 }),
  fc.nat(),
  fc.integer({ min: 1, max: 40 }),
])('a row is found wherever it stands, whatever the pieces', async (rows, place, pieceBytes) => {
  writeFileSync(path, rows.map((row) => `${row}\n`).join(''));
  const first = place % rows.length;
  const written = await writtenRows(path, pieceBytes);
  const known = await written.countKnown([...rows.slice(first), 'new']);
  await written.close();
  expect(known).toBe(rows.length - first);
});

test.prop([
  fc.uniqueArray(fc.stringMatching(/^[[\]aé]{1,12}$/), { minLength: 1, maxLength: 30 }),
  fc.integer({ min: 1, max: 40 }),
])('what is only a part of a row is not found', async (rows, pieceBytes) => {
  writeFileSync(path, rows.map((row) => `{${row}}\n`).join(''));
  for (const row of rows) {
    const written = await writtenRows(path, pieceBytes);
    expect(await written.countKnown([`${row}}`])).toBe(0);
    await written.close();
  }
});
