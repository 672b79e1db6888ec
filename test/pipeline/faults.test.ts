import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateLines } from '../../src/sources/generator/generate.ts';
import { mountSmallDisk, type SmallDisk } from '../tmpfs.ts';
import { batch, countsIn, filesIn, scratch, tonearm } from './run-batch.ts';

const path = scratch();

const generated = (events: number): Buffer =>
  Buffer.concat([...generateLines({ events }).batches].map(({ bytes }) => Buffer.from(bytes)));

beforeAll(() => {
  writeFileSync(path('few.ndjson'), generated(500));
});

describe('two runs', () => {
  it('at once on one folder: the second is refused, the first goes on', async () => {
    let open: (() => void) | undefined;
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const slow = async function* (): AsyncGenerator<Uint8Array> {
      yield generated(100);
      await gate;
    };
    const first = tonearm(['batch', '-', '--out', path('shared'), '--only', 'overview'], {
      stdin: slow(),
    });
    while (!readdirSync(path('')).some((name) => name.startsWith('.shared.'))) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    const second = await tonearm(['batch', path('few.ndjson'), '--out', path('shared')]);
    expect(second).toMatchObject({ code: 1, out: '' });
    expect(second.err).toContain('another run is writing');
    open?.();
    expect((await first).code).toBe(0);
    expect(countsIn(path('shared'))).toMatchObject({ read: 100 });
  });
});

describe('an interrupted run', () => {
  it.each(['reading', 'computing'] as const)(
    'while %s leaves the earlier results',
    async (phase) => {
      const out = path(`interrupted-${phase}`);
      await batch([path('few.ndjson')], out, ['--only', 'overview']);
      const before = filesIn(out);
      const controller = new AbortController();
      const stdin = async function* (): AsyncGenerator<Uint8Array> {
        yield generated(2000);
        if (phase === 'reading') controller.abort();
        yield generated(10);
        setImmediate(() => controller.abort());
      };
      const run = await tonearm(['batch', '-', '--out', out, '--only', 'overview,popular_songs'], {
        stdin: stdin(),
        signal: controller.signal,
      });
      expect(run).toMatchObject({ code: 130, out: '' });
      expect(run.err).toContain('interrupted');
      expect(filesIn(out)).toEqual(before);
      expect(readdirSync(path('')).filter((name) => name.startsWith('.'))).toEqual([]);
    },
  );
});

describe('a full disk', () => {
  let disk: SmallDisk = { reason: 'not mounted' };
  beforeAll(() => {
    mkdirSync(path('disk'));
    disk = mountSmallDisk(path('disk'), 1024);
  });
  afterAll(() => disk.unmount?.());

  it('under the results leaves the earlier ones', async (context) => {
    if (disk.reason !== undefined) context.skip(disk.reason);
    const out = path('disk/out');
    await batch([path('few.ndjson')], out, ['--only', 'overview']);
    const before = filesIn(out);
    // Rejected events fill it while it reads, tables when it writes.
    writeFileSync(
      path('bad.ndjson'),
      `${`${'x'.repeat(1000)}\n`.repeat(1000)}${generated(10).toString()}`,
    );
    writeFileSync(path('many.ndjson'), generated(3000));
    for (const input of [
      ['bad.ndjson'],
      ['many.ndjson', '--top', '5000', '--windows', '--format', 'json,ndjson,csv'],
    ]) {
      const [name = '', ...options] = input;
      const run = await tonearm(['batch', path(name), '--out', out, ...options]);
      expect(run).toMatchObject({ code: 1, out: '' });
      expect(run.err).toMatch(/^tonearm: .*no space left on device.*\n/i);
      expect(run.err).toContain('hint: check that the disk has room');
      expect(filesIn(out)).toEqual(before);
      expect(readdirSync(path('disk'))).toEqual(['out']);
    }
  });

  it.each(['ndjson', 'parquet'])('for what does not fit into memory, from %s', async (kind) => {
    if (disk.reason !== undefined) return;
    const input = path(`spilled.${kind}`);
    await tonearm(['generate', '--out', input, '--events', '40k', '--quiet']);
    const run = await tonearm([
      ...['batch', input, '--out', path('spilled'), '--only', 'user_activity,popular_songs'],
      ...['--memory-limit', '12MB', '--threads', '1', '--spill', path('disk')],
    ]);
    expect(run).toMatchObject({ code: 1, out: '' });
    expect(run.err).toMatch(/^tonearm: DuckDB failed: .+\n/);
    expect(run.err).toContain('hint: give it more with --memory-limit, or a roomier folder');
    expect(run.err.split('\n').length).toBeLessThan(5);
    expect(readdirSync(path(''))).not.toContain('spilled');
    expect(readdirSync(path('disk'))).toEqual(['out']);
  });
});

it('a spill folder that cannot be used is an error before anything is read', async () => {
  writeFileSync(path('file'), '');
  const run = await tonearm([
    'batch',
    path('few.ndjson'),
    '--out',
    path('never'),
    '--spill',
    path('file'),
  ]);
  expect(run).toMatchObject({ code: 1, out: '' });
  expect(run.err).toContain('--spill');
  expect(readFileSync(path('file'), 'utf8')).toBe('');
});
