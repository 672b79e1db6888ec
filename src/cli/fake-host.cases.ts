import type { Host } from './host.ts';

/** A host in memory; `out` and `err` are what has been written. */
export const fakeHost = (
  given: {
    readonly environment?: Host['environment'];
    readonly columns?: number;
    readonly signal?: AbortSignal;
  } = {},
): Host & { readonly out: () => string; readonly err: () => string } => {
  const written = { out: '', err: '' };
  const output = (name: 'out' | 'err') => ({
    write: (text: string, done?: () => void) => {
      written[name] += text;
      done?.();
    },
    isTerminal: given.columns !== undefined,
    columns: given.columns,
  });
  return {
    stdout: output('out'),
    stderr: output('err'),
    stdin: {
      async *[Symbol.asyncIterator]() {
        yield* [];
      },
    },
    environment: given.environment ?? {},
    now: () => 0,
    clock: () => 0,
    newRunId: () => 'run',
    signal: given.signal ?? new AbortController().signal,
    out: () => written.out,
    err: () => written.err,
  };
};
