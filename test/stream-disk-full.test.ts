import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { mountSmallDisk, type SmallDisk } from './tmpfs.ts';
import { finalsIn } from './support/finals.ts';
import { type Ended, ended, needProgram, startIn } from './support/program.ts';

let parent = '';
let disk: SmallDisk;

const run = (...args: readonly string[]): Promise<Ended> => ended(startIn(parent, args));

beforeAll(() => {
  needProgram();
  parent = mkdtempSync(join(tmpdir(), 'tonearm-stream-disk-'));
  disk = mountSmallDisk(join(parent, 'small'), 5_000);
});

afterAll(() => {
  disk.unmount?.();
  rmSync(parent, { recursive: true });
});

test('a full disk ends a stream with what to do, and with room it goes on as if nothing had been', async (context) => {
  if (disk.reason !== undefined) context.skip(disk.reason);
  const ballast = join(parent, 'small', 'ballast');
  await run('generate', '--out', 'events.ndjson', '--events', '20k', '--days', '0.25');
  await run('produce', '--to', 'file:log', '--input', 'events.ndjson', '--partitions', '2');
  const stream = ['stream', '--from', 'file:log', '--bounded', '--json', '--max-future', 'off'];
  const only = ['--only', 'popular_songs,session_analysis'];
  const undisturbed = finalsIn((await run(...stream, ...only)).out);
  writeFileSync(ballast, Buffer.alloc(4_300_000));
  const state = ['--state', join('small', 'state')];
  const full = await run(...stream, ...only, ...state);
  expect(full.code).toBe(1);
  expect(full.err).toContain('state');
  expect(full.err).toContain('hint:');
  rmSync(ballast);
  const after = await run(...stream, ...only, ...state);
  expect(after).toMatchObject({ code: 0 });
  expect({ ...finalsIn(full.out), ...finalsIn(after.out) }).toEqual(undisturbed);
});
