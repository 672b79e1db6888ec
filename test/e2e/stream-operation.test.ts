import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Ended, ended, needProgram, startIn } from '../support/program.ts';

let folder = '';

const start = (...args: readonly string[]): ChildProcess => startIn(folder, args);

const run = (...args: readonly string[]): Promise<Ended> => ended(startIn(folder, args));

const listening = async (): Promise<{ readonly server: Server; readonly port: number }> => {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, port: (server.address() as AddressInfo).port };
};

const close = (server: Server): Promise<unknown> => new Promise((resolve) => server.close(resolve));

const freePort = async (): Promise<number> => {
  const { server, port } = await listening();
  await close(server);
  return port;
};

interface LogLine {
  readonly level: string;
  readonly event: string;
  readonly text?: string;
  readonly batchId?: number;
}

beforeAll(async () => {
  needProgram();
  folder = mkdtempSync(join(tmpdir(), 'tonearm-operation-'));
  await run('produce', '--to', 'file:log', '--events', '2000', '--partitions', '2');
}, 60_000);

afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('a stream that runs serves metrics and health, logs JSON, and tells its status', async () => {
  const port = await freePort();
  const args = ['stream', '--from', 'file:log', '--max-future', 'off'];
  const child = start(...args, '--json', '--verbose', '--metrics-port', String(port));
  const lines: LogLine[] = [];
  const ended = once(child, 'close');
  child.stdout?.resume();
  for await (const line of createInterface({ input: child.stderr! })) {
    if (!line.startsWith('{')) continue;
    lines.push(JSON.parse(line) as LogLine);
    if (lines.at(-1)?.event === 'batch' && lines.at(-1)?.batchId === 3) {
      const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
      expect(metrics).toContain('\ntonearm_stream_records_read_total 2000\n');
      expect(metrics).toContain('\ntonearm_stream_lag_bytes{partition="1"} 0\n');
      const health = await fetch(`http://127.0.0.1:${port}/health`);
      expect(health.status).toBe(200);
      expect(await health.json()).toMatchObject({ status: 'running', lag: 0 });

      const text = await run('stream', '--from', `file:${join(folder, 'log')}`, '--status');
      expect(text).toMatchObject({ code: 0, err: '' });
      expect(text.out).toContain(`running      yes, process ${child.pid}\n`);
      child.kill('SIGTERM');
    }
  }
  await ended;
  expect(child.exitCode).toBe(0);
  expect(lines[0]).toMatchObject({ level: 'info', event: 'notice' });
  expect(lines[0]?.text).toContain(`http://127.0.0.1:${port}/metrics`);
  expect(lines.at(-1)).toMatchObject({ event: 'end', totals: { read: 2000 } });

  const status = await run('stream', '--from', 'file:log', '--status', '--json');
  expect(JSON.parse(status.out)).toMatchObject({ running: false, pid: child.pid });
});

test.each([['stream', '--from', 'file:log', '--json'], ['live']])(
  '%s ends with 1 where the port is taken',
  async (...args) => {
    const { server, port } = await listening();
    const { code, err } = await run(...args, '--metrics-port', String(port));
    await close(server);
    expect(code).toBe(1);
    expect(err).toContain(`metrics cannot be served on port ${port} of 127.0.0.1`);
    expect(err).toContain('hint: give another port with --metrics-port');
  },
);

test('without a state, --status says what there is', async () => {
  const { code, err } = await run('stream', '--from', 'file:other', '--status');
  expect(code).toBe(3);
  expect(err).toContain('no stream of file:other has left a state in');
  expect(err).toContain('states that are there:');
});
