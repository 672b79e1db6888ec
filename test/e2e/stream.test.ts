import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { randomStream, unit } from '../../src/sources/generator/random.ts';
import { finalsIn } from '../support/finals.ts';
import { type Ended, ended, needProgram, startIn } from '../support/program.ts';

const seed = 7;
let folder = '';
let undisturbed: Readonly<Record<string, string>> = {};

const start = (...args: readonly string[]): ChildProcess => startIn(folder, args);

const run = (...args: readonly string[]): Promise<Ended> => ended(start(...args));

const stream = (...more: readonly string[]): readonly string[] => [
  'stream',
  '--from',
  'file:log',
  '--max-future',
  'off',
  ...more,
];

const panesIn = (name: string): string =>
  readFileSync(join(folder, name, 'partition-0.ndjson'), 'utf8');

beforeAll(async () => {
  needProgram();
  folder = mkdtempSync(join(tmpdir(), 'tonearm-stream-'));
  const generated = ['generate', '--out', 'events.ndjson', '--events', '30k', '--days', '0.25'];
  await run(...generated, '--malformed', '0.2%', '--late', '1%');
  await run('produce', '--to', 'file:log', '--input', 'events.ndjson', '--partitions', '3');
  undisturbed = finalsIn((await run(...stream('--bounded', '--json'))).out);
}, 60_000);

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('a stream from the embedded log', () => {
  test('gives the finals of the reference', async () => {
    const reference = await run(...stream('--bounded', '--json', '--engine', 'reference'));
    expect(Object.keys(undisturbed).length).toBeGreaterThan(500);
    expect(finalsIn(reference.out)).toEqual(undisturbed);
  }, 30_000);

  test(
    'killed at random, it goes on, and every final is there once and as if nothing had been',
    { timeout: 120_000 },
    async () => {
      const random = randomStream(seed, 'kills');
      const args = stream('--state', 'killed', '--to', 'file:panes', '--trigger', '50ms');
      for (let kills = 0; kills < 12; kills += 1) {
        const child = start(...args, ...(kills % 3 === 0 ? ['--until-end'] : []));
        const end = ended(child);
        await new Promise((resolve) => setTimeout(resolve, 150 + unit(random) * 900));
        child.kill('SIGKILL');
        await end;
      }
      const last = await run(...args, '--bounded', '--quiet');
      expect(last).toMatchObject({ code: 0, err: '' });
      expect(finalsIn(panesIn('panes'))).toEqual(undisturbed);
    },
  );

  test('stopped by SIGINT it ends with 130 after a commit, and its status can be read', async () => {
    const child = start(...stream('--state', 'stopped', '--json'));
    const end = ended(child);
    await once(child.stdout as NodeJS.ReadableStream, 'data');
    child.kill('SIGINT');
    expect((await end).code).toBe(130);
    const status = await run(...stream('--state', 'stopped', '--status', '--json'));
    expect(JSON.parse(status.out)).toMatchObject({ sources: { lag: 0 }, totals: { read: 30_000 } });
  });

  test('a second process on the same state is refused', async () => {
    const child = start(...stream('--state', 'shared', '--json'));
    const end = ended(child);
    await once(child.stdout as NodeJS.ReadableStream, 'data');
    const second = await run(...stream('--state', 'shared', '--json'));
    expect(second.code).toBe(3);
    expect(second.err).toContain(`another process works on this state (process ${child.pid})`);
    child.kill('SIGINT');
    expect((await end).code).toBe(130);
  });

  test('a finished state prints nothing new, and refuses a log that has grown', async () => {
    mkdirSync(join(folder, 'small'));
    const line = readFileSync(join(folder, 'events.ndjson'), 'utf8').split('\n')[0] ?? '';
    const log = join(folder, 'small', 'partition-0.ndjson');
    writeFileSync(log, `${line}\n`);
    const args = ['stream', '--from', 'file:small', '--bounded', '--json', '--state', 'finished'];
    expect(Object.keys(finalsIn((await run(...args)).out)).length).toBeGreaterThan(5);
    expect(await run(...args)).toMatchObject({ code: 0, out: '' });
    appendFileSync(log, `${line}\n`);
    const grown = await run(...args);
    expect(grown).toMatchObject({ code: 3, out: '' });
    expect(grown.err).toContain('the log has grown');
  });

  test('a state of other options is refused, with what differs', async () => {
    await run(...stream('--state', 'options', '--until-end', '--quiet', '--json'));
    const other = await run(...stream('--state', 'options', '--watermark-delay', '1m', '--json'));
    expect(other.code).toBe(3);
    expect(other.err).toContain('other options: --watermark-delay');
  });

  test('a damaged state is refused, and so is one whose file is gone', async () => {
    await run(...stream('--state', 'damaged', '--until-end', '--quiet', '--json'));
    const file = join(folder, 'damaged', 'state.duckdb');
    writeFileSync(file, readFileSync(file).fill(0x5a, 0, 8_192));
    const damaged = await run(...stream('--state', 'damaged', '--json'));
    expect(damaged.code).toBe(1);
    expect(damaged.err).toContain('can be made anew from the log');
    for (const name of readdirSync(join(folder, 'damaged'))) {
      if (name.startsWith('state.duckdb')) rmSync(join(folder, 'damaged', name));
    }
    const gone = await run(...stream('--state', 'damaged', '--json'));
    expect(gone.code).toBe(1);
    expect(gone.err).toContain('the file of the state is gone');
  });

  test('late and rejected rows go to their files, each once', async () => {
    const to = ['--late', 'file:late.ndjson', '--rejected', 'file:rejected.ndjson'];
    const args = stream('--state', 'sides', '--quiet', '--json', ...to);
    await run(...args, '--until-end');
    await run(...args, '--bounded');
    const rows = (name: string): readonly unknown[] =>
      readFileSync(join(folder, name), 'utf8')
        .split('\n')
        .filter((text) => text !== '')
        .map((text) => JSON.parse(text) as unknown);
    const status = await run(...stream('--state', 'sides', '--status', '--json'));
    const { totals } = JSON.parse(status.out) as {
      totals: {
        late: number;
        rejected: Record<string, number>;
        read: number;
        accepted: number;
        duplicates: number;
      };
    };
    const rejected = Object.values(totals.rejected).reduce((sum, count) => sum + count, 0);
    expect(totals.read).toBe(totals.accepted + totals.duplicates + rejected);
    expect(rows('late.ndjson')).toHaveLength(totals.late);
    expect(rows('rejected.ndjson')).toHaveLength(rejected);
    expect(rows('late.ndjson')[0]).toMatchObject({
      source: expect.stringContaining('file:') as unknown,
      position: expect.any(Number) as unknown,
      event: { event_id: expect.any(String) as unknown },
      missed: [
        { analytic: expect.any(String) as unknown },
        ...(rows('late.ndjson')[0] as { missed: unknown[] }).missed.slice(1),
      ],
    });
  });
});
