import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { freePorts } from '../../scripts/jvm/free-port.ts';
import { serverProcess, type ServerProcess } from '../../scripts/jvm/server-process.ts';
import { withPrograms } from './programs.ts';

const host = '127.0.0.1';

let folder = '';
let port = 0;
let prepared = 0;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tonearm-server-'));
  [port = 0] = await freePorts(host, 1);
  prepared = 0;
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const log = (): string => join(folder, 'server.log');

/** A Node program in the place of Java, with the port as its only argument. */
const serverOf = (program: string): ServerProcess => {
  const path = join(folder, 'server.mjs');
  writeFileSync(path, program);
  return serverProcess({
    title: 'the thing',
    host,
    port,
    args: [String(port)],
    log: log(),
    prepare: async () => {
      prepared += 1;
    },
    environment: withPrograms(folder, { java: `exec '${process.execPath}' '${path}' "$@"` }),
  });
};

const serving = `import { createServer } from 'node:net';
console.log('serving');
createServer((socket) => socket.end()).listen(Number(process.argv[2]), '${host}');`;

describe('a server process', () => {
  test('serves when it has started, and can be started again when it has ended', async () => {
    const server = serverOf(serving);
    expect(server.pid()).toBeUndefined();
    for (const end of [server.stop, server.kill]) {
      await server.start();
      expect(server.pid()).toBeGreaterThan(0);
      await end();
      expect(server.pid()).toBeUndefined();
    }
    await server.stop();
    expect(prepared).toBe(2);
    expect(readFileSync(log(), 'utf8')).toBe('serving\nserving\n');
  });

  test('that does not start shows what it said last, without the stacks', async () => {
    writeFileSync(log(), 'of an earlier run\n');
    const server = serverOf(
      `console.log('Exception: no heap\\n\\tat org.example.Main\\n\\t... 19 more\\nCaused by: this');
process.exit(1);`,
    );
    await expect(server.start()).rejects.toThrow(
      `the thing does not start; the end of ${log()}:\nException: no heap\nCaused by: this`,
    );
  });

  test('does not start where somebody serves the port', async () => {
    const other = createServer().listen(port, host);
    await once(other, 'listening');
    await expect(serverOf(serving).start()).rejects.toThrow(`${host}:${port} is in use`);
    expect(prepared).toBe(0);
    other.close();
  });

  test('needs the program', async () => {
    const server = serverProcess({
      title: 'the thing',
      host,
      port,
      args: [],
      log: log(),
      environment: { PATH: folder },
    });
    await expect(server.start()).rejects.toThrow('the thing does not start');
    await server.stop();
  });
});
