import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Command {
  readonly program: string;
  readonly args: readonly string[];
}

/** What one process cost, children that it waited for included. */
export interface Usage {
  readonly wallSeconds: number;
  /** User and system time. */
  readonly cpuSeconds: number;
  /** Of its largest process; undefined without GNU time. */
  readonly peakBytes: number | undefined;
  /** One-minute load average before the start. */
  readonly load: number;
  /** Cores that other processes kept busy meanwhile; undefined where there is no /proc/stat. */
  readonly otherCores: number | undefined;
}

const gnuTime = '/usr/bin/time';
const ticksPerSecond = 100;
const timeLimitMs = 30 * 60_000;

/** Without GNU time the shell tells CPU seconds, but not memory. */
export const hasGnuTime = (): boolean => {
  if (!existsSync(gnuTime)) return false;
  const { stdout, stderr } = spawnSync(gnuTime, ['--version'], { encoding: 'utf8' });
  return `${stdout}${stderr}`.includes('GNU');
};

const busySeconds = (): number | undefined => {
  if (!existsSync('/proc/stat')) return undefined;
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] =
    readFileSync('/proc/stat', 'utf8').split('\n', 1)[0]?.split(/\s+/).slice(1).map(Number) ?? [];
  return (user + nice + system + irq + softirq + steal) / ticksPerSecond;
};

/** Begins to measure; the answer tells how many cores were busy since, of the whole machine. */
export const busyCores = (): (() => number | undefined) => {
  const before = busySeconds();
  const start = performance.now();
  return () => {
    const after = busySeconds();
    if (before === undefined || after === undefined) return undefined;
    return (after - before) / ((performance.now() - start) / 1_000);
  };
};

const timed = ({ program, args }: Command, withGnuTime: boolean, file: string): Command =>
  withGnuTime
    ? { program: gnuTime, args: ['-o', file, '-f', '%U %S %M', program, ...args] }
    : {
        program: 'bash',
        args: [
          '-c',
          `TIMEFORMAT='%U %S'; { time "$@" 2>&3; } 3>&2 2>'${file}'`,
          'bash',
          program,
          ...args,
        ],
      };

const run = ({
  program,
  args,
}: Command): Promise<{ readonly code: number; readonly errors: string }> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: timeLimitMs,
    });
    let errors = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors = (errors + text).slice(-4_000);
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? -1, errors }));
  });

/** Runs a process to its end. @throws Error with the end of its stderr where it fails */
export const measureProcess = async (command: Command): Promise<Usage> => {
  const folder = mkdtempSync(join(tmpdir(), 'tonearm-time-'));
  try {
    const file = join(folder, 'usage');
    const load = loadavg()[0] ?? 0;
    const busy = busySeconds();
    const start = performance.now();
    const { code, errors } = await run(timed(command, hasGnuTime(), file));
    const wallSeconds = (performance.now() - start) / 1_000;
    const busyAfter = busySeconds();
    if (code !== 0) {
      throw new Error(
        `${command.program} ${command.args.join(' ')} ended with ${code}:\n${errors}`,
      );
    }
    const [user = 0, system = 0, kilobytes] = readFileSync(file, 'utf8')
      .trim()
      .split(/\s+/)
      .map(Number);
    const cpuSeconds = user + system;
    return {
      wallSeconds,
      cpuSeconds,
      peakBytes: kilobytes === undefined ? undefined : kilobytes * 1_024,
      load,
      otherCores:
        busy === undefined || busyAfter === undefined
          ? undefined
          : Math.min(
              availableParallelism(),
              Math.max(0, (busyAfter - busy - cpuSeconds) / wallSeconds),
            ),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
