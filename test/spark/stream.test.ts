import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestBroker, type TestBroker } from '../kafka/broker.ts';
import { finalsIn } from '../support/finals.ts';
import { type Ended, ended, needProgram, startIn } from '../support/program.ts';
import { startOwnSpark, type OwnSpark } from './own-server.ts';

let folder = '';
let broker: TestBroker | undefined;
let spark: OwnSpark | undefined;

beforeAll(async () => {
  needProgram();
  folder = mkdtempSync(join(tmpdir(), 'tonearm-spark-cli-'));
  [broker, spark] = await Promise.all([startTestBroker(), startOwnSpark()]);
}, 180_000);

afterAll(async () => {
  await spark?.remove();
  await broker?.remove();
  rmSync(folder, { recursive: true, force: true });
});

const start = (...args: readonly string[]): ChildProcess => startIn(folder, args);

const run = async (...args: readonly string[]): Promise<Ended> => {
  const result = await ended(start(...args));
  expect(result.code, result.err).toBe(0);
  return result;
};

/** Collects what a process says, so that one can wait for a word of it. */
const listening = (child: ChildProcess) => {
  let said = '';
  let told = (): void => undefined;
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (part: string | Buffer) => {
      said += String(part);
      told();
    });
  }
  return (text: string, from = 0): Promise<void> =>
    new Promise((resolve) => {
      told = () => {
        if (said.includes(text, from)) resolve();
      };
      told();
    });
};

test(
  'a stream on Spark goes on from its checkpoint, also when the server is killed, and gives each final once',
  { timeout: 240_000 },
  async (context) => {
    if (broker?.reason !== undefined || spark?.reason !== undefined) {
      return context.skip(broker?.reason ?? spark?.reason);
    }
    if (broker === undefined || spark === undefined) throw new Error('no servers');
    const topic = `kafka://${broker.bootstrap}/music`;
    const only = ['--only', 'action_counts,popular_songs'];
    const tidy = ['--late', '0%', '--disorder', '0%', '--duplicates', '3%'];
    await run(
      ...['generate', '--out', 'all.ndjson', '--events', '4000', '--days', '0.2', ...tidy],
      ...['--users', '60', '--songs', '80'],
    );
    const lines = readFileSync(join(folder, 'all.ndjson'), 'utf8').trimEnd().split('\n');
    const part = (name: string, from: number, to: number): string => {
      writeFileSync(join(folder, name), `${lines.slice(from, to).join('\n')}\n`);
      return name;
    };
    const produce = (file: string) =>
      run('produce', file, '--to', topic, '--create-topic', '--partitions', '1', '--quiet');
    const stream = [
      ...['stream', '--from', topic, '--engine', 'spark', '--spark', spark.remote],
      ...[...only, '--json', '--verbose'],
    ];

    await produce(part('one.ndjson', 0, 1_500));
    const first = await run(...stream, '--until-end');
    expect(Object.keys(finalsIn(first.out)).length).toBeGreaterThan(10);

    await produce(part('two.ndjson', 1_500, 3_000));
    const following = start(...stream, '--trigger', '500ms');
    const end = ended(following);
    const said = listening(following);
    await said('"event":"batch"');
    await spark.kill();
    await said('goes on from the checkpoint');
    await spark.start();
    await produce(part('three.ndjson', 3_000, lines.length));
    const newest = JSON.parse(lines.at(-1) ?? '') as { readonly event_time: string };
    await said(`"max":"${newest.event_time.slice(0, 16)}`);
    following.kill('SIGINT');
    const second = await end;
    expect(second.code, second.err).toBe(130);

    const last = await run(...stream, '--until-end');
    const outputs = [first.out, second.out, last.out];
    const finals = outputs.map(finalsIn);
    const all = Object.assign({}, ...finals) as Record<string, unknown>;
    expect(finals.reduce((sum, some) => sum + Object.keys(some).length, 0)).toBe(
      Object.keys(all).length,
    );

    await run('produce', 'all.ndjson', '--to', 'file:log', '--partitions', '1', '--quiet');
    const { out } = await run('stream', '--from', 'file:log', '--bounded', '--json', ...only);
    const expected = finalsIn(out);
    expect(Object.keys(all).length).toBeGreaterThan(80);
    for (const [window, rows] of Object.entries(all)) expect(rows).toEqual(expected[window]);
    // All windows but those that the watermark has not passed.
    expect(Object.keys(expected).length - Object.keys(all).length).toBeLessThan(12);
  },
);
