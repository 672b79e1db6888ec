import { exitCode, TonearmError, type ErrorCode } from '../error.ts';
import { readVersion } from '../version.ts';
import { commands } from './commands.ts';
import { failureOf } from './failure.ts';
import type { Host } from './host.ts';
import type { Notes } from './notes.ts';
import { readArguments } from './program.ts';

const tickMs = 500;

/** The command as far as it is known, for hints. */
const commandLine = (argv: readonly string[]): string => {
  const named = commands.find(({ name }) => name === argv[0]);
  return named === undefined ? 'tonearm' : `tonearm ${named.name}`;
};

/** Of an interruption these tell all there is to tell. */
const isPlain = (code: ErrorCode): boolean => code === 'INTERRUPTED' || code === 'SINK_GONE';

/** Calls `action` while the notes' clock ticks. */
const ticking = async <T>(notes: Notes, action: () => Promise<T>): Promise<T> => {
  const timer = setInterval(notes.tick, tickMs);
  try {
    return await action();
  } finally {
    clearInterval(timer);
    notes.end();
  }
};

const invoke = async (
  argv: readonly string[],
  host: Host,
  onVerbose: () => void,
): Promise<number> => {
  const { spec, operands, flags } = await readArguments(argv, readVersion(), host);
  // Help and the version do without what follows.
  const { readConfigFile } = await import('../pipeline/config/config-file.ts');
  const { doubtfulVariables, resolveOptions } = await import('../pipeline/config/resolve.ts');
  const { notesTo } = await import('./notes.ts');
  const { environment } = host;
  const file = await readConfigFile(flags.config ?? (environment['TONEARM_CONFIG'] || undefined));
  const configuration = resolveOptions({ flags, environment, file });
  const { quiet, verbose } = configuration.values;
  if (verbose) onVerbose();
  const notes = notesTo(host.stderr, quiet, host.clock);
  for (const doubt of doubtfulVariables(environment)) notes.warn(doubt);
  const { run } = await spec.load();
  return ticking(notes, () =>
    run({ operands, configuration, configFile: file?.path, host, notes }),
  );
};

/** Runs the command line; never throws. Resolves to the exit code. */
export const runCommandLine = async (argv: readonly string[], host: Host): Promise<number> => {
  let verbose = argv.includes('--verbose');
  try {
    return await invoke(argv, host, () => {
      verbose = true;
    });
  } catch (error) {
    const stopped = host.signal.aborted && !(error instanceof TonearmError && isPlain(error.code));
    const failure = failureOf(
      stopped ? new TonearmError('INTERRUPTED', 'interrupted', { cause: error }) : error,
      verbose,
      commandLine(argv),
    );
    if (failure.lines.length > 0) host.stderr.write(`${failure.lines.join('\n')}\n`);
    return host.signal.aborted ? exitCode.interrupted : failure.exitCode;
  }
};
