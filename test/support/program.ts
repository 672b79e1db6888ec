import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/** What a process has left when it has ended. */
export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Collects what a process prints, until it ends. */
export const ended = async (child: ChildProcess): Promise<Ended> => {
  let [out, err] = ['', ''];
  child.stdout?.setEncoding('utf8').on('data', (part: string) => (out += part));
  child.stderr?.setEncoding('utf8').on('data', (part: string) => (err += part));
  await once(child, 'close');
  return { code: child.exitCode, out, err };
};

/** Throws where the command line is not built. */
export const needProgram = (): void => {
  if (!existsSync(program)) {
    throw new Error('run `npm run build` first: dist/cli/main.js is missing');
  }
};

/** Starts the built command line in a folder, which holds all that it leaves behind. */
export const startIn = (
  folder: string,
  args: readonly string[],
  stdout: 'pipe' | number = 'pipe',
  {
    environment = {},
    node = [],
  }: {
    readonly environment?: Readonly<Record<string, string>>;
    /** Options of Node.js itself. */
    readonly node?: readonly string[];
  } = {},
): ChildProcess =>
  spawn(process.execPath, [...node, program, ...args], {
    cwd: folder,
    env: {
      PATH: process.env['PATH'],
      TMPDIR: folder,
      XDG_STATE_HOME: join(folder, 'states'),
      ...environment,
    },
    stdio: ['ignore', stdout, 'pipe'],
  });
