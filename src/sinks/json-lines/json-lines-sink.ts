import { messageOf, TonearmError } from '../../error.ts';
import type { PaneLine } from '../../result/pane-line.ts';
import type { PaneSink } from '../pane-sink.ts';

/** A stream such as standard output: calls `done` when the text has been handed on. */
export interface LineOutput {
  write(text: string, done: (error?: Error | null) => void): unknown;
}

export interface JsonLinesOptions {
  readonly out: LineOutput;
  /** For messages; `standard output` unless told otherwise. */
  readonly name?: string;
  /** Called once when the reader has gone (`| head`, a closed terminal): no failure, but nothing is left to do. */
  readonly onGone: () => void;
}

/** Characters that are handed on at once. */
const partLength = 1 << 20;

const gone: readonly string[] = [
  'EPIPE',
  'EIO',
  'ERR_STREAM_DESTROYED',
  'ERR_STREAM_WRITE_AFTER_END',
];

const hasGone = (error: Error): boolean => 'code' in error && gone.includes(String(error.code));

function* parts(panes: readonly PaneLine[]): Generator<string> {
  let part = '';
  for (const { json } of panes) {
    part += `${json}\n`;
    if (part.length < partLength) continue;
    yield part;
    part = '';
  }
  if (part !== '') yield part;
}

/** Panes as NDJSON on a stream; waits for a reader that is slow. */
export const createJsonLinesSink = ({
  out,
  name = 'standard output',
  onGone,
}: JsonLinesOptions): PaneSink => {
  let reading = true;

  const write = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      out.write(text, (error) => {
        if (error === undefined || error === null) return resolve();
        if (!hasGone(error)) {
          const failed = `cannot write to ${name}: ${messageOf(error)}`;
          return reject(
            new TonearmError('SINK_FAILED', failed, { facts: { sink: name }, cause: error }),
          );
        }
        if (reading) onGone();
        reading = false;
        resolve();
      });
    });

  return {
    name,
    deliver: async (panes) => {
      for (const part of parts(panes)) {
        if (!reading) return;
        await write(part);
      }
    },
    close: () => Promise.resolve(),
  };
};
