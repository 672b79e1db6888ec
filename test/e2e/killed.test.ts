import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  createWriteStream,
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { wire } from '../../src/event/event.cases.ts';
import { countsIn, filesIn, rejectedIn } from '../pipeline/run-batch.ts';

const program = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
let folder = '';

const start = (args: readonly string[], node: readonly string[] = []): ChildProcess =>
  spawn(process.execPath, [...node, program, ...args], {
    cwd: folder,
    env: { PATH: process.env['PATH'], TMPDIR: folder },
    stdio: ['pipe', 'ignore', 'pipe'],
  });

const ended = async (
  child: ChildProcess,
): Promise<{ readonly code: number | null; readonly err: string }> => {
  let err = '';
  child.stderr?.setEncoding('utf8').on('data', (part: string) => (err += part));
  await once(child, 'close');
  return { code: child.exitCode, err };
};

const lines = (count: number): string =>
  Array.from({ length: count }, (_, i) => `${JSON.stringify(wire({ event_id: `e${i}` }))}\n`).join(
    '',
  );

beforeAll(() => {
  if (!existsSync(program))
    throw new Error('run `npm run build` first: dist/cli/main.js is missing');
  folder = mkdtempSync(join(tmpdir(), 'tonearm-killed-'));
  writeFileSync(join(folder, 'few.ndjson'), lines(100));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('killed in the middle, the earlier results stay and the next run cleans up', async () => {
  const batch = ['batch', 'few.ndjson', '--out', 'out', '--quiet', '--only', 'overview'];
  expect(await ended(start(batch))).toEqual({ code: 0, err: '' });
  const before = filesIn(join(folder, 'out'));
  const remains = (): readonly string[] =>
    readdirSync(folder).filter((name) => name.startsWith('.out'));

  const child = start(['batch', '-', '--out', 'out']);
  const end = ended(child);
  child.stdin?.on('error', () => undefined).write(lines(10));
  while (remains().length === 0) {
    if (child.exitCode !== null)
      throw new Error(`ended with ${child.exitCode}: ${(await end).err}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  child.kill('SIGKILL');
  await end;
  expect(filesIn(join(folder, 'out'))).toEqual(before);
  expect(remains()).toHaveLength(1);

  expect(await ended(start(batch))).toEqual({ code: 0, err: '' });
  expect(remains()).toEqual([]);
  expect(countsIn(join(folder, 'out'))).toMatchObject({ accepted: 100 });
});

test('many rejected events take no memory and keep their order', async () => {
  const half = 100_000;
  const text = (i: number): string => `bad line ${i} ${'x'.repeat(150)}`;
  const good = (i: number): string => JSON.stringify(wire({ event_id: `e${i}` }));
  const input = createWriteStream(join(folder, 'bad.ndjson'));
  for (let i = 0; i < half; i += 1) input.write(`${good(i)}\n${text(i)}\n`);
  await once(input.end(), 'close');
  // What is rejected would take more than this.
  const run = start(
    ['batch', 'bad.ndjson', '--out', 'bad', '--quiet', '--only', 'overview'],
    ['--max-old-space-size=32'],
  );
  expect(await ended(run)).toEqual({ code: 0, err: '' });
  expect(countsIn(join(folder, 'bad'))).toMatchObject({ accepted: half, rejected: half });
  const wrong = rejectedIn(join(folder, 'bad')).findIndex(
    ({ position, raw }, i) => position !== 2 * i + 2 || raw !== text(i),
  );
  expect(wrong).toBe(-1);
});
