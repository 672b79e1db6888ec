import { type ChildProcess, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Ended, ended, needProgram, startIn } from '../support/program.ts';

let folder = '';

const start = (...args: readonly string[]): ChildProcess => startIn(folder, args);

const run = (...args: readonly string[]): Promise<Ended> => ended(startIn(folder, args));

const line = (index: number, minutes: number, user = 'u'): string =>
  `${JSON.stringify({
    event_id: `e${index}`,
    event_time: new Date(Date.UTC(2026, 0, 1) + minutes * 60_000).toISOString(),
    action: 'play',
    user_id: user,
    song_id: 's',
  })}\n`;

/** A log of one partition with these lines, in a folder of this name. */
const log = (name: string, lines: readonly string[]): string => {
  mkdirSync(join(folder, name), { recursive: true });
  const path = join(folder, name, 'partition-0.ndjson');
  writeFileSync(path, lines.join(''));
  return path;
};

const revisionsIn = (out: string): readonly (readonly [revision: number, final: boolean])[] =>
  out
    .split('\n')
    .filter((text) => text !== '')
    .map((text) => {
      const { revision, final } = JSON.parse(text) as { revision: number; final: boolean };
      return [revision, final];
    });

beforeAll(() => {
  needProgram();
  folder = mkdtempSync(join(tmpdir(), 'tonearm-robust-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** So many values at once are too many for the arguments of a call, on a stack of this size. */
const many = 40_000;
const smallStack = { node: ['--stack-size=200'] };

const runOnSmallStack = (...args: readonly string[]): Promise<Ended> =>
  ended(startIn(folder, args, 'pipe', smallStack));

test('so many values do not go into a call', () => {
  const call = `Math.max(...new Array(${many}).fill(1))`;
  const { stderr } = spawnSync(process.execPath, [...smallStack.node, '-e', call]);
  expect(String(stderr)).toContain('Maximum call stack size exceeded');
});

test('takes a batch in which every event is a copy', { timeout: 60_000 }, async () => {
  const lines = Array.from({ length: many }, (_, index) => line(index, index / 10_000));
  log('copies', [...lines, ...lines]);
  const args = ['--from', 'file:copies', '--bounded', '--json', '--only', 'action_counts'];
  const { code, err } = await runOnSmallStack('stream', ...args);
  expect(code, err).toBe(0);
  expect(err).toContain('40,000 accepted, 40,000 duplicates');
});

test('closes forty thousand windows', { timeout: 60_000 }, async () => {
  log(
    'wide',
    Array.from({ length: many }, (_, index) => line(index, index)),
  );
  const args = ['--from', 'file:wide', '--bounded', '--json', '--only', 'action_counts'];
  const { code, err, out } = await runOnSmallStack('stream', ...args, '--window', '1m');
  expect(code, err).toBe(0);
  expect(revisionsIn(out)).toHaveLength(many);
});

test('notices a log that is shorter than what was read of it, in every mode', async () => {
  const path = log('cut', [line(0, 0), line(1, 1), line(2, 2)]);
  const args = ['--from', 'file:cut', '--state', 'cut-state', '--json'];
  expect((await run('stream', ...args, '--until-end')).code).toBe(0);
  truncateSync(path, line(0, 0).length);
  for (const mode of [['--until-end'], ['--bounded'], []]) {
    const { code, err, out } = await run('stream', ...args, ...mode);
    expect(code).toBe(1);
    expect(err).toContain('the log ends at');
    expect(out).toBe('');
  }
  rmSync(path);
  const { code, err } = await run('stream', ...args, '--bounded');
  expect(code).toBe(1);
  expect(err).toContain('the partition is gone');
});

test('gives no revision out twice, also where a bounded run of the state was killed', async () => {
  const path = log('revisions', [line(0, 0)]);
  const args = ['--from', 'file:revisions', '--state', 'r-state', '--only', 'action_counts'];
  const shown = revisionsIn((await run('stream', ...args, '--json', '--until-end')).out);
  expect(shown).toEqual([[1, false]]);
  appendFileSync(path, Array.from({ length: 200_000 }, (_, index) => line(index + 1, 1)).join(''));
  const child = start('stream', ...args, '--json', '--bounded', '--verbose');
  for await (const part of child.stderr?.setEncoding('utf8') ?? []) {
    if (String(part).includes('"event":"batch"')) break;
  }
  child.kill('SIGKILL');
  await once(child, 'close');
  const last = revisionsIn((await run('stream', ...args, '--json', '--bounded')).out);
  expect(last).toHaveLength(1);
  expect(last[0]?.[0]).toBeGreaterThan(1);
});

test('begins with the latest record once, however it ends', async () => {
  const path = log('latest', [line(0, 0)]);
  const args = ['--from', 'file:latest', '--state', 'l-state', '--start', 'latest', '--json'];
  const child = start('stream', ...args, '--verbose', '--only', 'action_counts');
  for await (const part of child.stderr?.setEncoding('utf8') ?? []) {
    if (String(part).includes('"event":"batch"')) break;
  }
  child.kill('SIGKILL');
  await once(child, 'close');
  appendFileSync(path, line(1, 1) + line(2, 2));
  const { err } = await run('stream', ...args, '--only', 'action_counts', '--bounded');
  expect(err).toContain('2 records read');
});

test('says what an option does not do', async () => {
  log('options', [line(0, 0)]);
  const from = ['stream', '--from', 'file:options', '--bounded', '--json'];
  const window = await run(...from, '--only', 'hourly_activity', '--window', '1m');
  expect(window).toMatchObject({ code: 2 });
  expect(window.err).toContain('change none of the chosen analytics');
  const reference = await run(...from, '--engine', 'reference', '--to', 'file:panes');
  expect(reference).toMatchObject({ code: 2 });
  expect(reference.err).toContain('--to has no effect with --engine reference');
  mkdirSync(join(folder, 'nothing'));
  const nothing = await run('stream', '--from', 'file:nothing', '--bounded', '--json');
  expect(nothing).toMatchObject({ code: 3 });
  expect(nothing.err).toContain('has no partitions');
});

test('ended by SIGTERM it exits with 0', async () => {
  log('term', [line(0, 0)]);
  const child = start('stream', '--from', 'file:term', '--state', 't-state', '--json');
  await once(child.stdout as NodeJS.ReadableStream, 'data');
  child.kill('SIGTERM');
  await once(child, 'close');
  expect(child.exitCode).toBe(0);
});
