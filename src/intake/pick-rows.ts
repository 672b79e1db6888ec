import type { ColumnBatch } from './batch.ts';

/** The rows of a batch at these places, in this order, without its entries. */
export const pickRows = (batch: ColumnBatch, rows: ArrayLike<number>): ColumnBatch => {
  const count = rows.length;
  const time = new BigInt64Array(count);
  const action = new Uint8Array(count);
  const playedMs = new Int32Array(count);
  const durationMs = new Int32Array(count);
  const idHigh = new BigUint64Array(count);
  const idLow = new BigUint64Array(count);
  const keys = batch.keys.map(() => new Int32Array(count));
  for (let index = 0; index < count; index += 1) {
    const row = rows[index] ?? 0;
    action[index] = batch.action[row] ?? 0;
    playedMs[index] = batch.playedMs[row] ?? -1;
    durationMs[index] = batch.durationMs[row] ?? -1;
    time[index] = batch.time[row] ?? 0n;
    idHigh[index] = batch.idHigh[row] ?? 0n;
    idLow[index] = batch.idLow[row] ?? 0n;
  }
  for (const [group, column] of batch.keys.entries()) {
    const picked = keys[group] ?? new Int32Array();
    for (let index = 0; index < count; index += 1) picked[index] = column[rows[index] ?? 0] ?? 0;
  }
  const { idText } = batch;
  return {
    rows: count,
    time,
    action,
    playedMs,
    durationMs,
    idHigh,
    idLow,
    idText: idText === null ? null : Array.from(rows, (row) => idText[row] ?? null),
    keys,
    entries: batch.entries.map(() => []),
  };
};
