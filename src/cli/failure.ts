import { CommanderError } from 'commander';
import { exitCode, messageOf, TonearmError, type ErrorFacts } from '../error.ts';
import { visible } from '../views/format/visible.ts';

/** What to say of a failure, and how to exit. */
export interface Failure {
  readonly exitCode: number;
  /** Lines for standard error; empty where there is nothing to say. */
  readonly lines: readonly string[];
}

const longestFact = 300;

const factLines = (message: string, facts: ErrorFacts, verbose: boolean): readonly string[] =>
  Object.entries(facts)
    .filter(([name, value]) => verbose || (name !== 'sql' && !message.includes(String(value))))
    .map(([name, value]) => {
      const text = visible(String(value));
      const shown = verbose || text.length <= longestFact ? text : `${text.slice(0, longestFact)}…`;
      return `  ${visible(name)}: ${shown}`;
    });

const stackLines = (error: unknown): readonly string[] => {
  if (!(error instanceof Error)) return [];
  const own = (error.stack ?? '').split('\n').map((line) => `  ${visible(line)}`);
  return error.cause === undefined
    ? own
    : [...own, '  caused by:', `  ${visible(messageOf(error.cause))}`, ...stackLines(error.cause)];
};

/** The parser's words: `error: unknown option '--tpo'` and perhaps `(Did you mean --top?)`. */
const usageFailure = (error: CommanderError, commandLine: string): Failure => {
  const [first = '', second] = error.message.replace(/^error: /, '').split('\n');
  const hint =
    second?.replace(/^\(Did/, 'did').replace(/\)$/, '') ??
    (error.code === 'commander.unknownOption' && commandLine === 'tonearm'
      ? 'options come after the command, as in `tonearm batch --quiet`'
      : `\`${commandLine} --help\` shows how it is used`);
  return {
    exitCode: exitCode.usage,
    lines: [`tonearm: ${visible(first)}`, `  hint: ${visible(hint)}`],
  };
};

const unexpectedHint =
  'this is a defect of Tonearm: please report it with this message, what `tonearm doctor --json` ' +
  'prints, and the command; --verbose shows where it happened';

/**
 * What happened, where, and what to do next. Text from outside is made harmless; stack traces
 * only with `verbose`. `commandLine` is the command as far as it is known, for hints.
 */
export const failureOf = (error: unknown, verbose: boolean, commandLine = 'tonearm'): Failure => {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return { exitCode: exitCode.done, lines: [] };
    return error.code === 'commander.help'
      ? { exitCode: exitCode.usage, lines: [] }
      : usageFailure(error, commandLine);
  }
  if (error instanceof TonearmError && error.code === 'SINK_GONE') {
    return { exitCode: error.exitCode, lines: [] };
  }
  const stack = verbose ? stackLines(error) : [];
  if (error instanceof TonearmError && error.code !== 'INTERNAL') {
    return {
      exitCode: error.exitCode,
      lines: [
        `tonearm: ${visible(error.message)}`,
        ...factLines(error.message, error.facts, verbose),
        ...(error.hint === undefined ? [] : [`  hint: ${visible(error.hint)}`]),
        ...stack,
      ],
    };
  }
  const facts = error instanceof TonearmError ? error.facts : {};
  return {
    exitCode: exitCode.failed,
    lines: [
      `tonearm: unexpected error: ${visible(messageOf(error))}`,
      ...factLines(messageOf(error), facts, verbose),
      `  hint: ${unexpectedHint}`,
      ...stack,
    ],
  };
};
