import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestBroker, type TestBroker } from './broker.ts';
import { createStockClient } from './topics.ts';
import { finalsIn } from '../support/finals.ts';
import { type Ended, ended, needProgram, startIn } from '../support/program.ts';

let folder = '';
let broker: TestBroker | undefined;

const start = (...args: readonly string[]): ChildProcess => startIn(folder, args);

const run = (...args: readonly string[]): Promise<Ended> => ended(start(...args));

/** Resolves when a process has said so on standard error. */
const waitFor = async (child: ChildProcess, text: string): Promise<void> => {
  let said = '';
  await new Promise<void>((resolve) => {
    child.stderr?.on('data', (part: string | Buffer) => {
      said += String(part);
      if (said.includes(text)) resolve();
    });
  });
};

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

test(
  'a stream tells how far it is under its group, and ends at once though the broker is killed meanwhile',
  { timeout: 120_000 },
  async (context) => {
    if (broker === undefined || broker.reason !== undefined) {
      return context.skip(broker?.reason ?? 'no broker');
    }
    const { bootstrap } = broker;
    const address = `kafka://${bootstrap}/followed`;
    const to = ['--to', address, '--create-topic', '--partitions', '2'];
    const produced = await run('produce', ...to, '--events', '3000', '--quiet', '--json');
    const { records } = JSON.parse(produced.out) as { readonly records: number };
    const from = ['stream', '--from', address, '--max-future', 'off', '--quiet', '--json'];
    const follow = ['--state', 'followed', '--group', 'music-lag', '--only', 'action_counts'];
    expect((await run(...from, ...follow, '--until-end')).code).toBe(0);

    const child = start(...from, ...follow, '--verbose');
    const streaming = ended(child);
    const noticed = waitFor(child, 'trying again');
    await waitFor(child, '"batchId"');
    const stock = createStockClient(bootstrap);
    const committed = async (): Promise<number> => {
      const [group] = await stock.admin.listConsumerGroupOffsets({ groups: ['music-lag'] });
      const offsets = group?.topics.flatMap(({ partitions }) => partitions) ?? [];
      return offsets.reduce((sum, { committedOffset }) => sum + Number(committedOffset), 0);
    };
    while ((await committed()) !== records) await delay(50);
    await stock.close();

    await broker.kill();
    await noticed;
    // Long enough for attempts to be under way, and to have failed.
    const stopped = performance.now();
    child.kill('SIGINT');
    const { code } = await streaming;
    expect(code).toBe(130);
    expect(performance.now() - stopped).toBeLessThan(3_000);
    await broker.start();

    const again = start(...from, ...follow, '--verbose');
    const ending = ended(again);
    await waitFor(again, '"batchId"');
    again.kill('SIGINT');
    await broker.kill();
    expect((await ending).code).toBe(130);
  },
);
