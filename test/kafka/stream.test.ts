import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestBroker, type TestBroker } from './broker.ts';
import { finalsIn } from '../support/finals.ts';
import { type Ended, ended, needProgram, startIn } from '../support/program.ts';

let folder = '';
let broker: TestBroker | undefined;

const start = (...args: readonly string[]): ChildProcess => startIn(folder, args);

const run = (...args: readonly string[]): Promise<Ended> => ended(start(...args));

beforeAll(async () => {
  needProgram();
  folder = mkdtempSync(join(tmpdir(), 'tonearm-kafka-stream-'));
  writeFileSync(join(folder, 'empty.ndjson'), '');
  broker = await startTestBroker();
}, 120_000);

afterAll(async () => {
  await broker?.remove();
  rmSync(folder, { recursive: true, force: true });
});

test(
  'a stream over a broker that is killed gives the finals of the same log in files, panes by a topic too',
  { timeout: 120_000 },
  async (context) => {
    if (broker === undefined || broker.reason !== undefined) {
      return context.skip(broker?.reason ?? 'no broker');
    }
    const kafka = (topic: string): string =>
      `kafka://${broker?.reason === undefined ? broker?.bootstrap : ''}/${topic}`;
    const options = ['--max-future', 'off', '--quiet'];
    await run(
      'generate',
      '--out',
      'events.ndjson',
      '--events',
      '20k',
      '--days',
      '0.25',
      '--late',
      '1%',
    );
    await run('produce', '--to', 'file:log', '--input', 'events.ndjson', '--partitions', '4');
    const undisturbed = finalsIn(
      (await run('stream', '--from', 'file:log', '--bounded', '--json', ...options)).out,
    );
    expect(Object.keys(undisturbed).length).toBeGreaterThan(500);

    const produce = ['produce', '--to', kafka('music'), '--quiet'];
    await run(...produce, '--create-topic', '--partitions', '4', '--input', 'empty.ndjson');
    const producing = ended(start(...produce, '--input', 'events.ndjson', '--rate', '5000'));
    const state = [
      '--from',
      kafka('music'),
      '--state',
      'state',
      '--to',
      kafka('panes'),
      ...options,
    ];
    const child = start('stream', ...state, '--json');
    const streaming = ended(child);
    await once(child.stdout as NodeJS.ReadableStream, 'data');
    await broker.kill();
    await broker.start();
    expect((await producing).code).toBe(0);
    child.kill('SIGINT');
    const first = await streaming;
    expect(first.code).toBe(130);
    const second = await run('stream', ...state, '--bounded', '--json');
    expect(second.code).toBe(0);
    expect({ ...finalsIn(first.out), ...finalsIn(second.out) }).toEqual(undisturbed);
  },
);
