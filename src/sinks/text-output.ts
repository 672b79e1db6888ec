import { messageOf, TonearmError } from '../error.ts';

/** A stream such as standard output: calls `done` when the text has been handed on. */
export interface TextOutput {
  readonly write: (text: string, done: (error?: Error | null) => void) => unknown;
}

/** Hands texts on, and knows whether somebody still reads them. */
export interface TextWriter {
  /**
   * Resolves when the output has all texts; waits for a reader that is slow.
   * @throws TonearmError SINK_GONE where nobody reads any more, SINK_FAILED
   */
  write(texts: Iterable<string>): Promise<void>;
}

/** Characters that are handed on at once. */
const partLength = 1 << 20;

const goneCodes: readonly string[] = [
  'EPIPE',
  'EIO',
  'ERR_STREAM_DESTROYED',
  'ERR_STREAM_WRITE_AFTER_END',
];

/** Whether the reader has gone (`| head`, a closed terminal). */
export const isGone = (error: Error): boolean =>
  'code' in error && goneCodes.includes(String(error.code));

/** What a failed write to an output means: SINK_GONE or SINK_FAILED. */
export const outputError = (name: string, cause: Error): TonearmError =>
  isGone(cause)
    ? new TonearmError('SINK_GONE', `nobody reads ${name} any more`, {
        facts: { sink: name },
        cause,
      })
    : new TonearmError('SINK_FAILED', `cannot write to ${name}: ${messageOf(cause)}`, {
        facts: { sink: name },
        cause,
        hint: 'make room or send the output elsewhere, and start again',
      });

function* partsOf(texts: Iterable<string>): Generator<string> {
  let part = '';
  for (const text of texts) {
    part += text;
    if (part.length < partLength) continue;
    yield part;
    part = '';
  }
  if (part !== '') yield part;
}

/** A writer to an output; `name` is for messages. After a failure all writes fail. */
export const createTextWriter = (out: TextOutput, name: string): TextWriter => {
  let failure: TonearmError | undefined;

  const hand = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      out.write(text, (error) => {
        if (error === undefined || error === null) return resolve();
        failure = outputError(name, error);
        reject(failure);
      });
    });

  return {
    write: async (texts) => {
      if (failure !== undefined) throw failure;
      for (const part of partsOf(texts)) await hand(part);
    },
  };
};
