import type { ColumnBatch } from './batch.ts';

type Column = BigInt64Array | BigUint64Array | Int32Array | Uint8Array;

const join = <C extends Column>(empty: C, parts: readonly C[]): C => {
  let at = 0;
  for (const part of parts) {
    // eslint-disable-next-line typescript/no-unsafe-type-assertion -- all parts are of one type
    empty.set(part as never, at);
    at += part.length;
  }
  return empty;
};

/** One batch of several that follow each other. */
export const joinBatches = (batches: readonly ColumnBatch[]): ColumnBatch => {
  const [first] = batches;
  if (first === undefined) throw new RangeError('no batch to join');
  if (batches.length === 1) return first;
  const rows = batches.reduce((sum, batch) => sum + batch.rows, 0);
  const of = <V>(value: (batch: ColumnBatch) => V): V[] => batches.map(value);
  return {
    rows,
    time: join(
      new BigInt64Array(rows),
      of((batch) => batch.time),
    ),
    action: join(
      new Uint8Array(rows),
      of((batch) => batch.action),
    ),
    playedMs: join(
      new Int32Array(rows),
      of((batch) => batch.playedMs),
    ),
    durationMs: join(
      new Int32Array(rows),
      of((batch) => batch.durationMs),
    ),
    idHigh: join(
      new BigUint64Array(rows),
      of((batch) => batch.idHigh),
    ),
    idLow: join(
      new BigUint64Array(rows),
      of((batch) => batch.idLow),
    ),
    idText: batches.every((batch) => batch.idText === null)
      ? null
      : batches.flatMap((batch) => batch.idText ?? Array<null>(batch.rows).fill(null)),
    keys: first.keys.map((_, group) =>
      join(
        new Int32Array(rows),
        batches.map((batch) => batch.keys[group] ?? new Int32Array()),
      ),
    ),
    entries: first.entries.map((_, group) =>
      batches.flatMap((batch) => batch.entries[group] ?? []),
    ),
  };
};
