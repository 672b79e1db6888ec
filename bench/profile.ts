// Prints where the time of one Tonearm command goes: each DuckDB statement, and what lies between.
//   npx tsx bench/profile.ts batch events.parquet --out /tmp/report --quiet
// Figures are wall seconds, CPU seconds of the whole process (all threads), memory at the end and,
// for a table that is made, its rows. WIDTH=200 shows more of each statement; MIN_MS=0 shows all.
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type * as driver from '@duckdb/node-api';

const usage = `Usage: npx tsx bench/profile.ts COMMAND [ARGUMENTS…]

Runs a command of the built command line and prints where its time goes, to standard error.
`;

const main = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));

// The driver that the build has put into one file, which is the one that runs.
const { DuckDBAppender, DuckDBConnection } = createRequire(main)(
  '../bundle/duckdb.cjs',
) as typeof driver;

const width = Number(process.env['WIDTH'] ?? 110);
const leastMs = Number(process.env['MIN_MS'] ?? 5);

interface Instant {
  readonly wallMs: number;
  readonly cpuMs: number;
}

const now = (): Instant => {
  const { user, system } = process.cpuUsage();
  return { wallMs: performance.now(), cpuMs: (user + system) / 1_000 };
};

const started: Instant = now();

/** Wall and CPU time per label, for what is called too often to print. */
const totals = new Map<string, { calls: number; wallMs: number; cpuMs: number }>();
/** End of the statement before; a list of one, because module variables are not reassigned. */
const last: Instant[] = [started];
let open = 0;

const print = (from: Instant, to: Instant, label: string, rows = ''): void => {
  if (to.wallMs - from.wallMs < leastMs) return;
  const seconds = (ms: number): string => (ms / 1_000).toFixed(3).padStart(8);
  const gigabytes = (process.memoryUsage.rss() / 1e9).toFixed(2).padStart(6);
  process.stderr.write(
    `${seconds(to.wallMs - started.wallMs)} ${seconds(to.wallMs - from.wallMs)} ${seconds(to.cpuMs - from.cpuMs)} ` +
      `${gigabytes} ${rows.padStart(11)}  ${label}\n`,
  );
};

const shortened = (sql: string): string => sql.replaceAll(/\s+/g, ' ').trim().slice(0, width);

/** The rows that a statement made or changed; its result is read once only, by the program. */
const rowsOf = (sql: string, result: unknown): string =>
  /^\s*(?:CREATE[\s\S]*\bAS\b|INSERT|DELETE)/i.test(sql)
    ? (result as driver.DuckDBMaterializedResult).rowsChanged.toLocaleString('en')
    : '';

type Method = (this: unknown, ...args: unknown[]) => unknown;

const replace = (target: object, name: string, wrap: (original: Method) => Method): void => {
  const original = Reflect.get(target, name) as Method;
  Reflect.set(target, name, wrap(original));
};

/** A statement is printed; what the process did since the one before is printed ahead of it. */
const timeStatements = (name: string): void =>
  replace(
    DuckDBConnection.prototype,
    name,
    (original) =>
      async function timed(this: unknown, ...args) {
        const from = now();
        if (open === 0) print(last[0] ?? started, from, '  (JavaScript, reading and writing)');
        open += 1;
        try {
          const result: unknown = await original.apply(this, args);
          const to = now();
          print(from, to, shortened(String(args[0])), rowsOf(String(args[0]), result));
          return result;
        } finally {
          open -= 1;
          last[0] = now();
        }
      },
  );

const timeTotal = (target: object, name: string, label: string): void =>
  replace(
    target,
    name,
    (original) =>
      function timed(this: unknown, ...args) {
        const from = now();
        const result = original.apply(this, args);
        const to = now();
        const total = totals.get(label) ?? { calls: 0, wallMs: 0, cpuMs: 0 };
        total.calls += 1;
        total.wallMs += to.wallMs - from.wallMs;
        total.cpuMs += to.cpuMs - from.cpuMs;
        totals.set(label, total);
        return result;
      },
  );

const args = process.argv.slice(2);
if (args.length === 0) {
  process.stdout.write(usage);
} else {
  process.stderr.write('      at     wall      cpu    rss        rows\n');
  // The other ways to run a statement are made of these.
  for (const name of ['run', 'stream']) timeStatements(name);
  timeTotal(DuckDBAppender.prototype, 'appendDataChunk', 'appendDataChunk');
  timeTotal(DuckDBAppender.prototype, 'flushSync', 'flushSync');
  timeTotal(DuckDBAppender.prototype, 'closeSync', 'closeSync (flushes)');
  process.once('exit', () => {
    print(last[0] ?? started, now(), '  (after the last statement)');
    for (const [label, { calls, wallMs, cpuMs }] of totals) {
      process.stderr.write(
        `${label}: ${calls} calls, ${(wallMs / 1_000).toFixed(3)} s, CPU ${(cpuMs / 1_000).toFixed(3)} s\n`,
      );
    }
  });
  process.argv = [process.execPath, main, ...args];
  await import(pathToFileURL(main).href);
}
