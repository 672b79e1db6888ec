import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { overview } from '../../analytics/overview/overview.ts';
import { popularSongs } from '../../analytics/popular-songs/popular-songs.ts';
import { analyticsAmong, loadAnalytics } from './analytics-file.ts';

describe('analytics among the exports', () => {
  it.each<[string, unknown, readonly string[]]>([
    ['named', { a: overview, b: popularSongs, c: 5, d: null }, ['overview', 'popular_songs']],
    ['default', { default: overview }, ['overview']],
    ['a list', { default: [overview, popularSongs] }, ['overview', 'popular_songs']],
    ['the same twice', { default: overview, overview }, ['overview']],
    ['CommonJS', { default: { overview } }, ['overview']],
    ['none', { name: 'overview', title: 'x' }, []],
    ['nothing', undefined, []],
  ])('%s', (_, exports, names) => {
    expect(analyticsAmong(exports).map(({ name }) => name)).toEqual(names);
  });
});

describe('a module', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'tonearm-analytics-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it.each([
    ['empty.mjs', 'export const x = 1;', 'it exports no analytic'],
    ['throws.mjs', '\nthrow new Error("no luck");', 'line 2: no luck'],
    ['data.json', '{}', 'not a module'],
  ])('that cannot be used: %s', async (name, text, problem) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    await expect(loadAnalytics(path)).rejects.toMatchObject({
      code: 'ANALYTIC_INVALID',
      message: `${path}: ${problem}`,
    });
  });

  it('that is not there', async () => {
    await expect(loadAnalytics(join(folder, 'none.mjs'))).rejects.toMatchObject({
      code: 'INPUT_MISSING',
    });
  });

  it('whose definition is wrong', async () => {
    const path = join(folder, 'wrong.mjs');
    writeFileSync(
      path,
      `export const a = ${JSON.stringify({ ...overview, name: 'No good', over: null })};`,
    );
    await expect(loadAnalytics(path)).rejects.toMatchObject({
      code: 'ANALYTIC_INVALID',
      message: 'analytic "No good": the name is not usable',
    });
  });
});
