import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { sampleReport } from '../../test/support/sample-report.ts';
import { catalogue } from '../analytics/index.gen.ts';
import { queriesOf } from '../plan/query.ts';
import { createEarlyResults, type EarlyResults } from './early-results.ts';

const report = sampleReport({ windows: true, rows: 20 });
const { timeZone, knowsEndings } = report.summary;
const toCome = { timeZone, knowsEndings, queries: queriesOf(catalogue, { windows: true }) };

let parent: string;

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'tonearm-early-'));
});

afterEach(() => {
  rmSync(parent, { recursive: true });
});

const beginIn = (name: string): { readonly path: string; readonly results: EarlyResults } => {
  const path = join(parent, name);
  mkdirSync(path);
  const folder = { path, target: '/results' };
  const results = createEarlyResults(folder, { formats: ['parquet', 'csv'], width: 100 });
  return { path, results };
};

const filesIn = (path: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(path).map((name) => [name, readFileSync(join(path, name)).toString('base64')]),
  );

it('writes the same files in the same order, whichever tables came early and when', async () => {
  const late = beginIn('late');
  late.results.begin(toCome);
  const atOnce = await late.results.finish(report, 0);
  const early = beginIn('early');
  early.results.load();
  const add = early.results.begin(toCome);
  for (const table of report.tables.toReversed().slice(3)) add(table);
  expect(await early.results.finish(report, 0)).toEqual(atOnce);
  expect(Object.keys(filesIn(late.path)).length).toBeGreaterThan(report.tables.length * 2);
  expect(filesIn(early.path)).toEqual(filesIn(late.path));
});

it('writes early: a table is there before the results are finished', async () => {
  const { path, results } = beginIn('early');
  const add = results.begin(toCome);
  for (const table of report.tables) add(table);
  while (readdirSync(path).length === 0) await new Promise((resolve) => setImmediate(resolve));
  await results.stop();
});

it('stopped, works on the folder no more', async () => {
  const { path, results } = beginIn('stopped');
  const add = results.begin(toCome);
  for (const table of report.tables) add(table);
  await results.stop();
  const left = readdirSync(path);
  const other = beginIn('other');
  other.results.begin(toCome);
  await other.results.finish(report, 0);
  expect(readdirSync(path)).toEqual(left);
  expect(left.length).toBeLessThan(report.tables.length);
});

it('has nothing to stop before it begins', async () => {
  await beginIn('new').results.stop();
});
