/** Exit codes of the command line (contract, section 6). */
export const exitCode = {
  done: 0,
  failed: 1,
  usage: 2,
  input: 3,
  interrupted: 130,
} as const;

/** The closed list of what can go wrong, each with the exit code it leads to. */
const errorCodes = {
  USAGE: exitCode.usage,
  CONFIG_INVALID: exitCode.input,
  INPUT_MISSING: exitCode.input,
  INPUT_UNREADABLE: exitCode.input,
  INPUT_EMPTY: exitCode.input,
  INPUT_SCHEMA: exitCode.input,
  INPUT_NOTHING_ACCEPTED: exitCode.input,
  INPUT_NOTHING_IN_SPAN: exitCode.input,
  ANALYTIC_INVALID: exitCode.input,
  OUTPUT_FOREIGN: exitCode.input,
  OUTPUT_UNWRITABLE: exitCode.failed,
  ENGINE_FAILED: exitCode.failed,
  /** No Spark server answers, or none that this program may ask. */
  SPARK_UNREACHABLE: exitCode.failed,
  /** Spark refused a query or failed at it; facts have its error class and parameters. */
  SPARK_FAILED: exitCode.failed,
  /** The session on the Spark server is gone, with its views and streaming queries. */
  SPARK_SESSION_LOST: exitCode.failed,
  /** The source cannot be reached, or its topic is not there. */
  SOURCE_UNREACHABLE: exitCode.failed,
  TOPIC_MISSING: exitCode.input,
  /** Records that were not read yet are gone, or the log is shorter than what was read of it. */
  LOG_TRUNCATED: exitCode.failed,
  /** A log of the same name that is another one. */
  LOG_REPLACED: exitCode.input,
  LOG_CORRUPT: exitCode.failed,
  STATE_IN_USE: exitCode.input,
  STATE_DAMAGED: exitCode.failed,
  STATE_MISMATCH: exitCode.input,
  STATE_FINISHED: exitCode.input,
  SINK_FAILED: exitCode.failed,
  /** Nobody reads the output any more (`| head`): nothing to tell, and what it did not get is kept. */
  SINK_GONE: exitCode.done,
  /** Metrics cannot be served where they were asked for. */
  PORT_UNAVAILABLE: exitCode.failed,
  INTERRUPTED: exitCode.interrupted,
  INTERNAL: exitCode.failed,
} as const;

export type ErrorCode = keyof typeof errorCodes;

export type ErrorFacts = Readonly<Record<string, string | number | boolean | null>>;

/**
 * Every error that Tonearm raises on purpose: what happened (`message`), where (`facts`),
 * why (`cause`) and what to do next (`hint`).
 */
export class TonearmError extends Error {
  readonly code: ErrorCode;
  readonly facts: ErrorFacts;
  readonly hint: string | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    more: { readonly facts?: ErrorFacts; readonly hint?: string; readonly cause?: unknown } = {},
  ) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.name = 'TonearmError';
    this.code = code;
    this.facts = more.facts ?? {};
    this.hint = more.hint;
  }

  get exitCode(): number {
    return errorCodes[this.code];
  }
}

/** The message of anything that was thrown. */
export const messageOf = (thrown: unknown): string =>
  thrown instanceof Error ? thrown.message : String(thrown);

/** The error of a file that could not be written; errors that are ours already pass unchanged. */
export const unwritableFile = (path: string, cause: unknown): TonearmError =>
  cause instanceof TonearmError
    ? cause
    : new TonearmError('OUTPUT_UNWRITABLE', `cannot write ${path}: ${messageOf(cause)}`, {
        facts: { path },
        cause,
        hint: 'check that the disk has room and that the folder may be written to',
      });
