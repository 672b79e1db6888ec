import type { ColumnBatch } from './batch.ts';
import type { DecoderExports } from './decoder-module.ts';
import type { WasmMemory } from './web-assembly.ts';

/** Addresses of one slot: the input of a piece and the columns that come of it. */
export interface Slot {
  readonly address: number;
  readonly capacity: number;
  readonly mostRows: number;
  readonly input: number;
  readonly times: number;
  readonly idHighs: number;
  readonly idLows: number;
  readonly actions: number;
  readonly played: number;
  readonly durations: number;
  readonly idStarts: number;
  readonly idLengths: number;
  readonly keys: number;
}

/** No event that conforms is shorter, its line feed included. */
const shortestEvent = 90;

/** A slot for pieces of so many bytes; one byte more fits, for a line feed that is missing. */
export const createSlot = (memory: WasmMemory, exports: DecoderExports, capacity: number): Slot => {
  const mostRows = Math.ceil(capacity / shortestEvent);
  const address = exports.createSlot(capacity, mostRows) >>> 0;
  const words = new Uint32Array(memory.buffer, address, 10);
  const [input = 0, times = 0, idHighs = 0, idLows = 0, actions = 0] = words;
  const [played = 0, durations = 0, idStarts = 0, idLengths = 0, keys = 0] = words.subarray(5);
  const columns = { times, idHighs, idLows, actions, played, durations, idStarts, idLengths, keys };
  return { address, capacity, mostRows, input, ...columns };
};

/** Where the slot's input is written: its capacity and one byte. */
export const inputOf = (buffer: SharedArrayBuffer, slot: Slot): Uint8Array =>
  new Uint8Array(buffer, slot.input, slot.capacity + 1);

const noText = 0xffff_ffff;

const idTexts = (buffer: SharedArrayBuffer, slot: Slot, rows: number): (string | null)[] => {
  const bytes = Buffer.from(buffer);
  const starts = new Uint32Array(buffer, slot.idStarts, rows);
  return Array.from(new Uint32Array(buffer, slot.idLengths, rows), (length, row) => {
    const start = starts[row] ?? 0;
    return length === noText ? null : bytes.toString('utf8', start, start + length);
  });
};

/** Copies the first rows of a slot's columns; `keysOf` makes a copy of one group's ids, final ones. */
export const copyColumns = (
  buffer: SharedArrayBuffer,
  slot: Slot,
  counts: { readonly rows: number; readonly textIds: number },
  keysOf: (group: number, keys: Int32Array) => Int32Array,
  groups: number,
): Omit<ColumnBatch, 'entries'> => {
  const { rows, textIds } = counts;
  const keys = Array.from({ length: groups }, (_, group) =>
    keysOf(group, new Int32Array(buffer, slot.keys + group * slot.mostRows * 4, rows)),
  );
  return {
    rows,
    time: new BigInt64Array(buffer, slot.times, rows).slice(),
    action: new Uint8Array(buffer, slot.actions, rows).slice(),
    playedMs: new Int32Array(buffer, slot.played, rows).slice(),
    durationMs: new Int32Array(buffer, slot.durations, rows).slice(),
    idHigh: new BigUint64Array(buffer, slot.idHighs, rows).slice(),
    idLow: new BigUint64Array(buffer, slot.idLows, rows).slice(),
    idText: textIds === 0 ? null : idTexts(buffer, slot, rows),
    keys,
  };
};
