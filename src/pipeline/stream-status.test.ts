import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { TonearmError } from '../error.ts';
import { quietProgress } from '../stream/progress.cases.ts';
import { configuredStream } from './config/configured-stream.ts';
import { resolveOptions } from './config/resolve.ts';
import { stateName } from './state-identity.ts';
import { createStatusFile } from './status-file.ts';
import type { StreamSettings } from './stream-options.ts';
import { statusOf } from './stream-status.ts';

let home = '';
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'tonearm-status-'));
});
afterEach(() => {
  rmSync(home, { recursive: true });
});

const settingsOf = (flags: Readonly<Record<string, string>>): Promise<StreamSettings> =>
  configuredStream(resolveOptions({ flags, environment: {}, file: undefined }));

const stateOf = (settings: StreamSettings): string => {
  const folder = join(home, 'tonearm', stateName(settings));
  mkdirSync(folder, { recursive: true });
  return folder;
};

const failureOf = (settings: StreamSettings): TonearmError => {
  try {
    statusOf(settings, home);
  } catch (error) {
    if (error instanceof TonearmError) return error;
  }
  throw new Error('no error of ours');
};

/** Makes the status one that another process wrote. */
const writtenBy = (folder: string, change: Readonly<Record<string, unknown>>): void => {
  const path = join(folder, 'status.json');
  const { process, ...rest } = JSON.parse(readFileSync(path, 'utf8')) as { process: object };
  writeFileSync(path, JSON.stringify({ ...rest, process: { ...process, ...change } }));
};

describe('the status of a state', () => {
  test('is the last progress record, its folder, and the process that runs', async () => {
    const settings = await settingsOf({ from: 'kafka://h:9092/music-events' });
    const folder = stateOf(settings);
    createStatusFile(folder).write(quietProgress);
    expect(statusOf(settings, home)).toEqual({
      state: folder,
      running: true,
      pid: process.pid,
      ...quietProgress,
    });
  });

  test('tells a process that has ended, one of another machine, and none', async () => {
    const settings = await settingsOf({ from: 'file:log' });
    const folder = stateOf(settings);
    createStatusFile(folder).write(quietProgress);
    writtenBy(folder, { start: '1' });
    expect(statusOf(settings, home).running).toBe(false);
    writtenBy(folder, { place: 'another' });
    expect(statusOf(settings, home).running).toBeNull();
    writeFileSync(join(folder, 'status.json'), JSON.stringify(quietProgress));
    expect(statusOf(settings, home)).toMatchObject({ running: null, pid: null });
  });

  test('is found however the folder of the log is written', async () => {
    const folder = stateOf(await settingsOf({ from: `file:${join(home, 'log')}` }));
    createStatusFile(folder).write(quietProgress);
    for (const written of [`${join(home, 'log')}/`, relative(process.cwd(), join(home, 'log'))]) {
      const settings = await settingsOf({ from: `file:${written}` });
      expect(statusOf(settings, home).state).toBe(folder);
    }
  });
});

test('a status that cannot be written is an error with a place', () => {
  const write = (): void => createStatusFile(join(home, 'gone')).write(quietProgress);
  expect(write).toThrow(expect.objectContaining({ code: 'OUTPUT_UNWRITABLE' }) as Error);
});

describe('without a status', () => {
  test('the error names the states that are there', async () => {
    const other = stateOf(await settingsOf({ from: 'file:log', only: 'action_counts' }));
    createStatusFile(other).write(quietProgress);
    const error = failureOf(await settingsOf({ from: 'file:log' }));
    expect(error.code).toBe('INPUT_MISSING');
    expect(error.message).toMatch(/^no stream of file:log has left a state in \S+log-/);
    expect(error.hint).toContain('give --from and --only as the stream was started with');
    expect(error.hint).toContain(`${other} (of kafka://127.0.0.1:9092/music-events)`);
  });

  test('it says where there is none at all', async () => {
    const error = failureOf(await settingsOf({ from: 'file:log' }));
    expect(error.hint).toContain(`there is no state under ${join(home, 'tonearm')}`);
  });

  test('a state that has not ended a batch is told', async () => {
    const settings = await settingsOf({ from: 'file:log' });
    writeFileSync(join(stateOf(settings), 'state.duckdb'), '');
    expect(failureOf(settings).message).toContain('has not ended a batch yet');
  });

  test('and so is one that cannot be read', async () => {
    const state = join(home, 'mine');
    mkdirSync(state);
    const settings = await settingsOf({ from: 'file:log', state });
    for (const text of ['{"batchId":', '{}']) {
      writeFileSync(join(state, 'status.json'), text);
      expect(failureOf(settings).message).toContain(`the status in ${state} cannot be read`);
    }
  });
});
