import { oversize, rawText, type Rejection } from '../event/reject.ts';

/** A record that is no line, with the reason. */
export interface Refusal extends Rejection {
  readonly offset: number;
  readonly raw: string;
}

/** Lines out of record batches: bytes in parts, and for each line its offset. */
export interface Lines {
  /** Grown by `reserve`; of use up to `count`. */
  offsets: Float64Array;
  count: number;
  /** Bytes of all parts. */
  size: number;
  readonly parts: Buffer[];
  readonly refused: Refusal[];
  /** Line number → the value as it stood in the log, where it held a LF. */
  readonly originals: Map<number, Uint8Array>;
}

const smallest = 1024;

export const createLines = (): Lines => ({
  offsets: new Float64Array(smallest),
  count: 0,
  size: 0,
  parts: [],
  refused: [],
  originals: new Map(),
});

/** Makes room for the offsets of so many more lines. */
export const reserve = (lines: Lines, more: number): void => {
  const needed = lines.count + more;
  if (needed <= lines.offsets.length) return;
  const grown = new Float64Array(Math.max(needed, lines.offsets.length * 2));
  grown.set(lines.offsets.subarray(0, lines.count));
  lines.offsets = grown;
};

/** What the lines were before a batch, to return to. */
export interface LinesMark {
  readonly count: number;
  readonly refused: number;
}

/** Takes back lines and refusals since the mark, whose bytes were not added yet. */
export const takeBack = (lines: Lines, { count, refused }: LinesMark): void => {
  lines.count = count;
  lines.refused.length = refused;
  for (const line of lines.originals.keys()) if (line >= count) lines.originals.delete(line);
};

export const addPart = (lines: Lines, part: Buffer): void => {
  if (part.length === 0) return;
  lines.parts.push(part);
  lines.size += part.length;
};

/** All lines in one piece, without a copy where they are one already. */
export const bytesOf = ({ parts, size }: Lines): Buffer =>
  parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts, size);

const refuse = (lines: Lines, offset: number, rejection: Rejection, value: Uint8Array): void => {
  lines.refused.push({ ...rejection, offset, raw: rawText(value) });
};

const noBytes = new Uint8Array();

/** A record without a value, as compacted topics mark what is deleted, or with one of no bytes. */
export const refuseEmpty = (lines: Lines, offset: number, isNull: boolean): void => {
  const detail = isNull ? 'the record has no value' : 'the value of the record has no bytes';
  refuse(lines, offset, { reason: 'empty', detail }, noBytes);
};

export const refuseOversize = (lines: Lines, offset: number, value: Uint8Array): void =>
  refuse(lines, offset, oversize(value.length), value);

export const refuseBlank = (lines: Lines, offset: number, value: Uint8Array): void =>
  refuse(lines, offset, { reason: 'json', detail: 'nothing but white space' }, value);
