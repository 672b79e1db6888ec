import { createDecoder } from '../event/decode.ts';
import type { Mapping } from '../event/mapping.ts';
import { oversize, rawText, type RejectedRow } from '../event/reject.ts';
import type { ColumnBatch } from './batch.ts';
import { createColumnBuilder } from './column-builder.ts';
import type { Layout } from './layout.ts';
import { createLineSplitter, type Line } from './lines.ts';

/** All that a source of NDJSON gave. */
export interface Outcome {
  readonly batch: ColumnBatch;
  readonly lines: number;
  readonly bytes: number;
  readonly rejected: readonly RejectedRow[];
}

/**
 * The slow and obvious way of NDJSON into columns, without WebAssembly and threads: the oracle for
 * the fast one. Ids of keys go on from call to call.
 */
export const createPlainIntake = (
  layout: Layout,
): ((
  chunks: Iterable<Uint8Array>,
  options: { readonly source: string; readonly mapping?: Mapping | undefined },
) => Outcome) => {
  const builder = createColumnBuilder(layout);

  return (chunks, { source, mapping }) => {
    const decoder = createDecoder({ mapping });
    const splitter = createLineSplitter();
    const rejected: RejectedRow[] = [];
    let lines = 0;
    let bytes = 0;

    const judge = (line: Line): void => {
      lines += 1;
      const decoded =
        'bytes' in line
          ? decoder.decodeLine(line.bytes)
          : { ok: false as const, ...oversize(line.size) };
      if (decoded.ok) {
        builder.add(decoded.event);
        return;
      }
      const { reason, detail } = decoded;
      const raw = rawText('bytes' in line ? line.bytes : line.head);
      rejected.push({ source, position: line.position, reason, detail, raw });
    };

    for (const chunk of chunks) {
      bytes += chunk.length;
      for (const line of splitter.push(chunk)) judge(line);
    }
    for (const line of splitter.end()) judge(line);
    return { batch: builder.take(), lines, bytes, rejected };
  };
};
