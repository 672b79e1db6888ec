import type { ColumnBatch } from './batch.ts';
import { wideColumn } from './wide.ts';

type Narrow = Uint8Array | Int32Array;
type Wide = BigInt64Array | BigUint64Array;

const pick = <C extends Narrow>(picked: C, column: C, rows: ArrayLike<number>): C => {
  for (let index = 0; index < rows.length; index += 1) {
    picked[index] = column[rows[index] as number] as number;
  }
  return picked;
};

const pickWide = <C extends Wide>(picked: C, column: C, rows: ArrayLike<number>): C => {
  const from = wideColumn(column).words;
  const to = wideColumn(picked).words;
  for (let index = 0; index < rows.length; index += 1) {
    const at = (rows[index] as number) * 2;
    to[index * 2] = from[at] as number;
    to[index * 2 + 1] = from[at + 1] as number;
  }
  return picked;
};

/** The rows of a batch at these places, in this order, without its entries. */
export const pickRows = (batch: ColumnBatch, rows: ArrayLike<number>): ColumnBatch => {
  const count = rows.length;
  const { idText } = batch;
  return {
    rows: count,
    time: pickWide(new BigInt64Array(count), batch.time, rows),
    action: pick(new Uint8Array(count), batch.action, rows),
    playedMs: pick(new Int32Array(count), batch.playedMs, rows),
    durationMs: pick(new Int32Array(count), batch.durationMs, rows),
    idHigh: pickWide(new BigUint64Array(count), batch.idHigh, rows),
    idLow: pickWide(new BigUint64Array(count), batch.idLow, rows),
    idText: idText === null ? null : Array.from(rows, (row) => idText[row] ?? null),
    keys: batch.keys.map((column) => pick(new Int32Array(count), column, rows)),
    entries: batch.entries.map(() => []),
  };
};
