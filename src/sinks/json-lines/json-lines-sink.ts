import type { PaneLine } from '../../result/pane-line.ts';
import type { PaneSink } from '../pane-sink.ts';
import { createTextWriter, type TextOutput } from '../text-output.ts';

export interface JsonLinesOptions {
  readonly out: TextOutput;
  /** For messages; `standard output` unless told otherwise. */
  readonly name?: string;
}

function* linesOf(panes: readonly PaneLine[]): Generator<string> {
  for (const { json } of panes) yield `${json}\n`;
}

/**
 * Panes as NDJSON on a stream; waits for a reader that is slow. Where the reader has gone,
 * `deliver` throws SINK_GONE: what it was given has not arrived.
 */
export const createJsonLinesSink = ({
  out,
  name = 'standard output',
}: JsonLinesOptions): PaneSink => {
  const writer = createTextWriter(out, name);
  return {
    name,
    deliver: (panes) => writer.write(linesOf(panes)),
    close: () => Promise.resolve(),
  };
};
