import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findInputs } from './find-inputs.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tonearm-inputs-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('files of an archive are inputs, its offsets and what is half written are not', async () => {
  const hour = 'date=2026-11-22/hour=10';
  mkdirSync(join(folder, hour), { recursive: true });
  writeFileSync(join(folder, '_archive.json'), '{"generator":"tonearm","next":{}}');
  writeFileSync(join(folder, hour, '0-0-0.parquet'), '');
  writeFileSync(join(folder, hour, '.0-10-10.parquet.partial'), '');
  const found = await findInputs([folder], 'ndjson');
  expect(found.map(({ path }) => path)).toEqual([join(folder, hour, '0-0-0.parquet')]);
});
