/** Standard output or error. */
export interface Output {
  /** `done` is called when the text has been handed on. */
  readonly write: (text: string, done?: (error?: Error | null) => void) => void;
  readonly isTerminal: boolean;
  /** Undefined where it is no terminal. */
  readonly columns: number | undefined;
  readonly rows?: number | undefined;
}

/** All that the command line needs of the process it runs in. */
export interface Host {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Microseconds since 1970. */
  readonly now: () => number;
  /** Milliseconds of a clock that never goes back. */
  readonly clock: () => number;
  readonly newRunId: () => string;
  /** Aborted by SIGINT and SIGTERM. */
  readonly signal: AbortSignal;
}
