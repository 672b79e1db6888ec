import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

const run = promisify(execFile);
const root = fileURLToPath(new URL('..', import.meta.url));
const program = join(root, 'dist/cli/main.js');
const ownAnalytic = join(root, 'examples/skips-by-device-and-hour.ts');
const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

let folder = '';
const at = (name: string): string => join(folder, name);

const tonearm = (...args: readonly string[]) =>
  run(process.execPath, [program, ...args], { cwd: folder });

beforeAll(async () => {
  if (!existsSync(program)) throw new Error('run `npm run build` first: dist is missing');
  folder = mkdtempSync(join(tmpdir(), 'tonearm-examples-'));
  await tonearm('generate', '--out', 'events.ndjson', '--events', '4000', '--malformed', '1%');
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

interface Line {
  readonly event_id: string;
  readonly event_time: string;
  readonly action: string;
  readonly device?: string | null;
  readonly played_ms?: number | null;
}

/** Skips and early skips per device and hour, counted by hand from the events that were accepted. */
const countedByHand = (rejectedLines: ReadonlySet<number>): Readonly<Record<string, string>> => {
  const lines = readFileSync(at('events.ndjson'), 'latin1').split('\n');
  const seen = new Set<string>();
  const counts = new Map<string, { skips: number; early: number }>();
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '' || rejectedLines.has(index + 1)) continue;
    const event = JSON.parse(line) as Line;
    if (seen.has(event.event_id)) continue;
    seen.add(event.event_id);
    if (event.action !== 'skip') continue;
    const key = `${event.device ?? ''},${new Date(event.event_time).getUTCHours()}`;
    const count = counts.get(key) ?? { skips: 0, early: 0 };
    count.skips += 1;
    if ((event.played_ms ?? Infinity) < 30_000) count.early += 1;
    counts.set(key, count);
  }
  return Object.fromEntries(
    [...counts].map(([key, { skips, early }]) => [key, `${skips},${early}`]),
  );
};

test("a user's own analytic counts what its definition says, alike on every engine", async () => {
  const batch = (engine: string, out: string) =>
    tonearm(
      ...['batch', 'events.ndjson', '--analytics', ownAnalytic, '--engine', engine, '--out', out],
      ...['--only', 'skips_by_device_and_hour', '--top', '10000', '--quiet'],
    );
  const [{ stdout }] = await Promise.all([batch('duckdb', 'own'), batch('reference', 'oracle')]);
  expect(stdout).toContain('Skips by device and hour');

  const csv = readFileSync(at('own/skips_by_device_and_hour.csv'), 'utf8');
  expect(csv).toBe(readFileSync(at('oracle/skips_by_device_and_hour.csv'), 'utf8'));
  const [header, ...rows] = csv.trimEnd().split('\n');
  expect(header).toBe('rank,device,hour,skips,ended,skip_rate,early_skips,early_share');
  const rejected = readFileSync(at('own/rejected.ndjson'), 'utf8').trimEnd().split('\n');
  const rejectedLines = rejected.map((row) => (JSON.parse(row) as { position: number }).position);
  const found = rows
    .map((row) => row.split(','))
    .filter(([, , , skips]) => skips !== '0')
    .map(([, device, hour, skips, , , early]) => [`${device},${hour}`, `${skips},${early}`]);
  expect(Object.fromEntries(found)).toEqual(countedByHand(new Set(rejectedLines)));
});

test('the library reads files and makes samples', async () => {
  const example = (...files: readonly string[]) =>
    run(process.execPath, ['--import', loader, 'examples/library.ts', ...files], { cwd: root });
  const [files, sample] = await Promise.all([example(at('events.ndjson')), example()]);
  expect(files.stdout).toContain('4000 events read, 3920 accepted');
  expect(files.stdout).toContain('Popular songs: Which songs are played most?');
  expect(files.stderr.split('\n').filter((line) => line.includes('events.ndjson:'))).toHaveLength(
    40,
  );
  expect(sample.stdout).toContain('20000 events read, 19800 accepted');
  expect(sample.stderr).toBe('');
});
