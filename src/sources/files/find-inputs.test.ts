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

it.each([
  ['the offsets of an archive are no input', '{"generator":"tonearm","next":{}}', []],
  ['events in a file of that name are', '{"event_id":"a"}\n{"event_id":"b"}\n', ['archive.json']],
])('%s', async (_, content, more) => {
  const hour = 'date=2026-11-22/hour=10';
  mkdirSync(join(folder, hour), { recursive: true });
  writeFileSync(join(folder, 'archive.json'), content);
  writeFileSync(join(folder, hour, '0-0-0.parquet'), '');
  writeFileSync(join(folder, hour, '.0-10-10.parquet.partial'), '');
  const found = await findInputs([folder], 'ndjson');
  expect(found.map(({ path }) => path)).toEqual(
    [...more, `${hour}/0-0-0.parquet`].map((name) => join(folder, name)),
  );
});
