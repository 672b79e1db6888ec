import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { randomStream, unit } from '../../src/sources/generator/random.ts';
import { type Ended, ended, needProgram, startIn } from '../support/program.ts';

const seed = 11;
let folder = '';
let expected: ReadonlyMap<string, string> = new Map();

const start = (...args: readonly string[]): ChildProcess => startIn(folder, args);

const run = (...args: readonly string[]): Promise<Ended> => ended(start(...args));

/** All tables of a batch over windows, by name. */
const tablesOf = async (input: string): Promise<ReadonlyMap<string, string>> => {
  const out = `tables-of-${input}`;
  const { code, err } = await run('batch', input, '--windows', '--quiet', '--out', out);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const names = readdirSync(join(folder, out)).filter((name) => name.endsWith('.csv'));
  return new Map(names.map((name) => [name, readFileSync(join(folder, out, name), 'utf8')]));
};

const stream = (archive: string, ...more: readonly string[]): readonly string[] => [
  ...['stream', '--from', 'file:log', '--archive', archive, '--max-future', 'off', '--json'],
  ...more,
];

const nextIn = (archive: string): Record<string, number> =>
  (
    JSON.parse(readFileSync(join(folder, archive, '_archive.json'), 'utf8')) as {
      next: Record<string, number>;
    }
  ).next;

const sizesOfLog = (): Record<string, number> =>
  Object.fromEntries(
    [0, 1, 2].map((partition) => [
      partition,
      readFileSync(join(folder, 'log', `partition-${partition}.ndjson`)).length,
    ]),
  );

beforeAll(async () => {
  needProgram();
  folder = mkdtempSync(join(tmpdir(), 'tonearm-archive-'));
  const generated = ['generate', '--out', 'events.ndjson', '--events', '30k', '--days', '0.25'];
  await run(...generated, '--malformed', '0.2%', '--late', '1%', '--duplicates', '1%');
  await run('produce', '--to', 'file:log', '--input', 'events.ndjson', '--partitions', '3');
  expected = await tablesOf('events.ndjson');
}, 60_000);

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('the archive of a stream', () => {
  test('gives a batch what the events gave, late ones and duplicates among them', async () => {
    const { code, err } = await run(...stream('bounded', '--bounded'));
    expect(code).toBe(0);
    // The stream itself had late events and duplicates.
    expect(err).toMatch(/[1-9]\d* duplicates, [1-9]\d* rejected, [1-9]\d* late/);
    expect(expected.size).toBeGreaterThan(20);
    expect(Object.fromEntries(await tablesOf('bounded'))).toEqual(Object.fromEntries(expected));
    expect(nextIn('bounded')).toEqual(sizesOfLog());
    const manifest = readFileSync(join(folder, 'tables-of-bounded', 'manifest.json'), 'utf8');
    expect((JSON.parse(manifest) as { counts: unknown }).counts).toMatchObject({ rejected: {} });
  }, 60_000);

  test(
    'killed at random and started again, it has the same events',
    { timeout: 120_000 },
    async () => {
      const random = randomStream(seed, 'kills');
      for (let kills = 0; kills < 10; kills += 1) {
        const child = start(...stream('killed', '--state', 'killed-state', '--until-end'));
        const end = ended(child);
        await new Promise((resolve) => setTimeout(resolve, 200 + unit(random) * 1000));
        child.kill('SIGKILL');
        await end;
      }
      const last = await run(...stream('killed', '--state', 'killed-state', '--bounded'));
      expect(last.code).toBe(0);
      expect(Object.fromEntries(await tablesOf('killed'))).toEqual(Object.fromEntries(expected));
      const names = readdirSync(join(folder, 'killed'), { recursive: true, encoding: 'utf8' });
      expect(names.filter((name) => /partial|\.new|\.lock/.test(name))).toEqual([]);
    },
  );

  test('is flushed by a stop, up to what the stream has read', { timeout: 60_000 }, async () => {
    const child = start(...stream('stopped', '--state', 'stopped-state'));
    const end = ended(child);
    await once(child.stdout as NodeJS.ReadableStream, 'data');
    child.kill('SIGINT');
    expect((await end).code).toBe(130);
    expect(nextIn('stopped')).toEqual(sizesOfLog());
    expect(Object.fromEntries(await tablesOf('stopped'))).toEqual(Object.fromEntries(expected));
  });

  test('that cannot be written stops the stream, and says why', async () => {
    writeFileSync(join(folder, 'a-file'), '');
    const { code, err } = await run(...stream('a-file', '--state', 'refused'));
    expect(code).toBe(1);
    expect(err).toContain('cannot write');
    expect(err).toContain('a-file');
  });
});
