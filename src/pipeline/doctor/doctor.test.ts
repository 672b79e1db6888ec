import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { examine } from './doctor.ts';
import { checkResults, checkTemporary } from './folders.ts';
import { checkMemory, checkNode } from './machine.ts';

describe('Node.js', () => {
  it.each([
    ['20.19.0', 'ok'],
    ['22.1.0', 'ok'],
    ['20.18.3', 'broken'],
    ['18.20.1', 'broken'],
  ])('%s is %s', (version, state) => {
    expect(checkNode(version).state).toBe(state);
  });
});

describe('memory', () => {
  it.each([
    [16e9, 8e9, 0, 'ok', '16 GB, 8 GB free'],
    [16e9, 8e9, 2 ** 64, 'ok', '16 GB, 8 GB free'],
    [16e9, 8e9, 1e9, 'ok', '1 GB allowed to this process'],
    [16e9, 8e9, 2e8, 'limited', '200 MB allowed to this process'],
  ])('%#', (total, free, constrained, state, found) => {
    const check = checkMemory(total, free, constrained);
    expect({ ...check, found: check.found.replaceAll('\u00a0', ' ') }).toMatchObject({
      state,
      found,
    });
  });
});

it('finds folders that can and cannot be written, and leaves nothing there', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tonearm-doctor-test-'));
  try {
    expect(await checkTemporary(folder)).toMatchObject({
      found: expect.stringContaining(folder) as string,
    });
    expect((await checkResults(join(folder, 'a/b/c'))).state).not.toBe('broken');
    expect(readdirSync(folder)).toEqual([]);
    expect(await checkTemporary(join(folder, 'none'))).toMatchObject({ state: 'broken' });
    writeFileSync(join(folder, 'file'), '');
    expect(await checkResults(join(folder, 'file/results'))).toMatchObject({
      state: 'broken',
      advice: 'name another folder with --out',
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it('examines everything that a batch needs', async () => {
  const checks = await examine(join(tmpdir(), 'tonearm-doctor-results'), {});
  expect(checks.map(({ name }) => name)).toEqual([
    'Node.js',
    'DuckDB',
    'Memory',
    'Cores',
    'Temporary folder',
    'Results folder',
    'Time zones',
    'Compressed input',
    'TypeScript',
  ]);
  for (const check of checks) expect(check.state, check.name).not.toBe('broken');
});

it('says where no Spark answers', async () => {
  const [check] = await examine(join(tmpdir(), 'tonearm-doctor-results'), {
    spark: 'sc://127.0.0.1:9',
  });
  expect(check).toMatchObject({
    name: 'Spark',
    state: 'limited',
    found: expect.stringContaining('Spark at sc://127.0.0.1:9 cannot be reached'),
  });
});
