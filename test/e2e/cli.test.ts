import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const program = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

let folder = '';

const start = (args: readonly string[], cwd = folder): ChildProcess =>
  spawn(process.execPath, [program, ...args], {
    cwd,
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

/** Resolves when the condition holds; fails with what the process said where it ends before. */
const until = async (child: ChildProcess, condition: () => boolean): Promise<void> => {
  while (!condition()) {
    if (child.exitCode !== null) throw new Error(`ended with ${child.exitCode}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};

beforeAll(async () => {
  if (!existsSync(program))
    throw new Error('run `npm run build` first: dist/cli/main.js is missing');
  folder = mkdtempSync(join(tmpdir(), 'tonearm-cli-'));
  const made = await tonearm(['generate', '--out', 'events.ndjson', '--events', '2000']);
  expect(made).toMatchObject({ code: 0, err: '' });
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

test.concurrent('results go to standard output and nothing else does', async () => {
  const { code, out, err } = await tonearm([
    'batch',
    'events.ndjson',
    '--out',
    'plain',
    '--top',
    '3',
  ]);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toContain('2,000 read = 1,980 accepted + 20 duplicates + 0 rejected');
  // oxlint-disable-next-line no-control-regex
  expect(out).not.toMatch(/[\u001b\r]/);
  expect(readdirSync(join(folder, 'plain'))).toContain('popular_songs.parquet');
});

test.concurrent('--json prints one document, of which the numbers add up', async () => {
  const { code, out } = await tonearm(
    ['batch', '-', '--out', 'json', '--json', '--only', 'overview'],
    `${readFileSync(join(folder, 'events.ndjson'), 'utf8')}no event\n`,
  );
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    outDir: expect.stringMatching(/json$/) as string,
    counts: { read: 2001, accepted: 1980, duplicates: 20, rejected: { json: 1 }, outside: 0 },
    tables: [{ name: 'overview', rows: 1 }],
    files: expect.arrayContaining(['overview.csv', 'report.html']) as string[],
  });
});

describe.concurrent('exit codes', () => {
  test.concurrent.each([
    [['--help'], 0],
    [['batch', '--unknown'], 2],
    [['batch', '--session-gap', 'long'], 2],
    [['batch', '--only', 'none'], 2],
    [['batch', 'missing.ndjson', '--out', 'never'], 3],
    [['batch', 'events.ndjson', '--out', '.'], 3],
    [['batch', '--config', 'missing.json'], 3],
    [['batch', '--analytics', 'missing.mjs'], 3],
    [['generate', '--out', '/dev/null', '--format', 'csv'], 1],
  ] as const)('%j: %i', async (args, expected) => {
    const { code, out, err } = await tonearm(args);
    expect(code).toBe(expected);
    if (expected === 0) return;
    expect(out).toBe('');
    expect(err).toMatch(/^tonearm: .+\n/);
    expect(err).not.toContain('    at ');
  });
});

test.concurrent('a setting of tonearm.json in the working directory counts', async () => {
  const cwd = join(folder, 'configured');
  mkdirSync(cwd);
  writeFileSync(join(cwd, 'tonearm.json'), '{"time-zone": "Asia/Tokyo"}');
  const { out } = await ended(start(['config'], cwd));
  expect(out).toMatch(/^time-zone +Asia\/Tokyo +file tonearm\.json$/m);
});

const definition = `
  import { analytic, bars, desc, dimensions, measures } from 'tonearm';
  export const mine = analytic({
    name: 'plays_by_device',
    title: 'Plays by device',
    question: 'Where?',
    by: dimensions.device,
    measures: [measures.plays],
    order: [desc(measures.plays)],
    chart: bars({ of: measures.plays, label: 'device' }),
  });`;

test.concurrent.each(['mine.mjs', 'mine.ts', 'mine.mts'])(
  'an analytic of one’s own in %s',
  async (name) => {
    writeFileSync(join(folder, name), definition);
    const { code, out, err } = await tonearm(
      `batch events.ndjson --out own-${name} --json --quiet --analytics ${name} --only plays_by_device`.split(
        ' ',
      ),
    );
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(JSON.parse(out)).toMatchObject({ tables: [{ name: 'plays_by_device' }] });
  },
);

test.concurrent('--explain prints SQL and writes nothing', async () => {
  const { code, out } = await tonearm([
    'batch',
    'events.ndjson',
    '--out',
    'explained',
    '--explain',
  ]);
  expect(code).toBe(0);
  expect(out).toContain('-- overview');
  expect(out).toContain('SELECT');
  expect(existsSync(join(folder, 'explained'))).toBe(false);
});

test.concurrent('a reader that goes away is no failure', async () => {
  const child = start(['batch', 'events.ndjson', '--out', 'piped']);
  child.stdin?.end();
  child.stdout?.destroy();
  const { code, err } = await ended(child);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(existsSync(join(folder, 'piped', 'report.html'))).toBe(true);
});

describe.concurrent('interrupted', () => {
  test.concurrent.each(['SIGINT', 'SIGTERM'] as const)('by %s while it reads', async (signal) => {
    const kept = `kept-${signal}`;
    const besides = (): readonly string[] =>
      readdirSync(folder).filter((name) => name !== kept && name.includes(kept));
    await tonearm(['batch', 'events.ndjson', '--out', kept, '--quiet']);
    const before = readFileSync(join(folder, kept, 'manifest.json'), 'utf8');
    const child = start(['batch', '-', '--out', kept]);
    const end = ended(child);
    child.stdin?.on('error', () => undefined).write(readFileSync(join(folder, 'events.ndjson')));
    await until(child, () => besides().length > 0);
    child.kill(signal);
    const { code, out, err } = await end;
    expect({ code, out }).toEqual({ code: 130, out: '' });
    expect(err).toContain('tonearm: interrupted');
    expect(readFileSync(join(folder, kept, 'manifest.json'), 'utf8')).toBe(before);
    expect(besides()).toEqual([]);
  });
});
