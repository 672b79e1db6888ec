import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const program = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

let folder = '';

const start = (args: readonly string[]): ChildProcess =>
  spawn(process.execPath, [program, ...args], {
    cwd: folder,
    env: { PATH: process.env['PATH'], TMPDIR: process.env['TMPDIR'] },
    stdio: 'pipe',
  });

const ended = async (child: ChildProcess): Promise<Ended> => {
  const text = { out: '', err: '' };
  child.stdout?.setEncoding('utf8').on('data', (part: string) => (text.out += part));
  child.stderr?.setEncoding('utf8').on('data', (part: string) => (text.err += part));
  await once(child, 'close');
  return { code: child.exitCode, ...text };
};

const tonearm = (args: readonly string[], input = ''): Promise<Ended> => {
  const child = start(args);
  child.stdin?.on('error', () => undefined).end(input);
  return ended(child);
};

const until = async (child: ChildProcess, condition: () => boolean): Promise<void> => {
  while (!condition()) {
    if (child.exitCode !== null) throw new Error(`ended with ${child.exitCode}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};

/** The lines of each partition of an embedded log. */
const linesOf = (log: string): readonly (readonly string[])[] =>
  readdirSync(join(folder, log))
    .filter((name) => name.endsWith('.ndjson'))
    .toSorted()
    .map((name) =>
      readFileSync(join(folder, log, name), 'utf8')
        .split('\n')
        .slice(0, -1),
    );

const sorted = (lines: readonly string[]): readonly string[] => lines.toSorted();

beforeAll(async () => {
  if (!existsSync(program))
    throw new Error('run `npm run build` first: dist/cli/main.js is missing');
  folder = mkdtempSync(join(tmpdir(), 'tonearm-produce-'));
  const made = await tonearm([
    'generate',
    '--out',
    'events.ndjson',
    '--events',
    '2000',
    '--malformed',
    '1%',
  ]);
  expect(made).toMatchObject({ code: 0, err: '' });
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const events = (): readonly string[] =>
  readFileSync(join(folder, 'events.ndjson'), 'utf8').split('\n').slice(0, -1);

test('generated events and the same from a file make the same log, in the order of users', async () => {
  const generated = ['--events', '2000', '--malformed', '1%', '--truth', 'truth.json'];
  const first = await tonearm(['produce', '--to', 'file:made', ...generated]);
  expect(first).toMatchObject({ code: 0, err: '' });
  expect(first.out).toMatch(/^file:made: 2,000 events in 4 partitions, all acknowledged/);
  expect(first.out).toContain('Next: tonearm stream --from file:made');
  const second = await tonearm(['produce', '--to', 'file:copied', '--input', 'events.ndjson']);
  expect(second).toMatchObject({ code: 0, err: '' });
  expect(linesOf('copied')).toEqual(linesOf('made'));
  expect(sorted(linesOf('made').flat())).toEqual(sorted(events()));
  expect(JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8'))).toMatchObject({
    lines: 2000,
    malformed: 20,
  });
});

test('--json prints one document; standard input is sent as it is', async () => {
  const args = ['produce', '--to', 'file:piped', '--input', '-', '--partitions', '1', '--json'];
  const { code, out, err } = await tonearm(args, '{"user_id":"a"}\n\nno event\n{"user_id":"b"}');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(JSON.parse(out)).toMatchObject({
    to: 'file:piped',
    partitions: 1,
    records: 3,
    interrupted: false,
  });
  expect(linesOf('piped')).toEqual([['{"user_id":"a"}', 'no event', '{"user_id":"b"}']]);
});

test('at a rate events go on until SIGINT, which flushes and exits with 130', async () => {
  const args = ['produce', '--to', 'file:live', '--rate', '500', '--truth', 'live.json', '--json'];
  const child = start(args);
  const end = ended(child);
  const path = join(folder, 'live', 'partition-0.ndjson');
  await until(child, () => existsSync(path) && statSync(path).size > 10_000);
  child.kill('SIGINT');
  const { code, out, err } = await end;
  expect(code).toBe(130);
  expect(err).toContain('stopping');
  const lines = linesOf('live').flat();
  expect(JSON.parse(out)).toMatchObject({ records: lines.length, interrupted: true });
  expect(JSON.parse(readFileSync(join(folder, 'live.json'), 'utf8'))).toMatchObject({
    lines: lines.length,
  });
  expect(readdirSync(join(folder, 'live')).filter((name) => name.endsWith('.lock'))).toEqual([]);
});

test('killed in the middle, the next run cuts the torn line and appends', async () => {
  const child = start(['produce', '--to', 'file:killed', '--events', '10M', '--quiet']);
  const end = ended(child);
  const path = join(folder, 'killed', 'partition-0.ndjson');
  await until(child, () => existsSync(path) && statSync(path).size > 5_000_000);
  child.kill('SIGKILL');
  await end;
  const left = linesOf('killed').flat().length;
  const next = await tonearm(['produce', '--to', 'file:killed', '--input', 'events.ndjson']);
  expect(next).toMatchObject({ code: 0, err: '' });
  const lines = linesOf('killed').flat();
  expect(lines).toHaveLength(left + 2000);
  const known = new Set(events());
  const torn = lines.filter((line) => !known.has(line) && !line.endsWith('}'));
  expect(torn).toEqual([]);
});

test('two runs do not write to one log at a time', async () => {
  const first = start(['produce', '--to', 'file:one', '--rate', '10', '--quiet']);
  const end = ended(first);
  await until(first, () => existsSync(join(folder, 'one', 'partition-0.ndjson')));
  const second = await tonearm(['produce', '--to', 'file:one', '--events', '10']);
  expect(second).toMatchObject({ code: 3, out: '' });
  expect(second.err).toContain('another process writes to the log one');
  first.kill('SIGINT');
  expect((await end).code).toBe(130);
});
