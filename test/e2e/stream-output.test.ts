import { once } from 'node:events';
import { closeSync, existsSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Ended, ended, needProgram, startIn } from '../support/program.ts';

const full = '/dev/full';
let folder = '';

const run = (...args: readonly string[]): Promise<Ended> => ended(startIn(folder, args));

/** As `| head -1`. */
const runForOneLine = async (...args: readonly string[]) => {
  const child = startIn(folder, args);
  const end = ended(child);
  await once(child.stdout as NodeJS.ReadableStream, 'data');
  child.stdout?.destroy();
  return end;
};

const runIntoFull = async (...args: readonly string[]) => {
  const device = openSync(full, 'w');
  try {
    return await ended(startIn(folder, args, device));
  } finally {
    closeSync(device);
  }
};

const only = ['--only', 'popular_songs,overview'];
const stream = ['stream', '--from', 'file:log', '--max-future', 'off', '--quiet', ...only];
/** Much more than a pipe holds. */
const enough = 500_000;
/** Equal but for the instant at which a window was seen to be over. */
const withoutWatermark = (ndjson: string): string =>
  ndjson.replaceAll(/"watermark":"[^"]*"/g, '"watermark":""');

beforeAll(async () => {
  needProgram();
  folder = mkdtempSync(join(tmpdir(), 'tonearm-output-'));
  await run('produce', '--to', 'file:log', '--events', '5k', '--partitions', '2');
}, 60_000);

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe.each([
  ['NDJSON', 'json', ['--json']],
  ['blocks', 'blocks', []],
])('a stream that prints %s', (_, name, flags) => {
  test('ends quietly where its reader goes, and the next run prints all finals', async () => {
    const args = [...stream, '--bounded', ...flags];
    const undisturbed = withoutWatermark((await run(...args)).out);
    expect(undisturbed.length).toBeGreaterThan(enough);
    const state = ['--state', `${name}-gone`];
    expect(await runForOneLine(...args, ...state)).toMatchObject({ code: 0, err: '' });
    const next = await run(...args, ...state);
    expect(next).toMatchObject({ code: 0, err: '' });
    expect(withoutWatermark(next.out) === undisturbed).toBe(true);
    expect(await run(...args, ...state)).toMatchObject({ code: 0, out: '', err: '' });
  });

  test('ends so also while it follows the log', async () => {
    const args = [...stream, ...flags, '--state', `${name}-follow`];
    expect(await runForOneLine(...args)).toMatchObject({ code: 0, err: '' });
  });

  test.skipIf(!existsSync(full))('fails clearly where there is no room', async () => {
    const { code, err } = await runIntoFull(...stream, '--bounded', ...flags);
    expect(code).toBe(1);
    expect(err).toBe(
      'tonearm: cannot write to standard output: ENOSPC: no space left on device, write\n' +
        '  hint: make room or send the output elsewhere, and start again\n',
    );
  });
});

test.skipIf(!existsSync(full))('so does what is printed at once', async () => {
  const { code, err } = await runIntoFull('config');
  expect(code).toBe(1);
  expect(err).toMatch(/^tonearm: cannot write to standard output: ENOSPC.*\n {2}hint: .*\n$/);
});
