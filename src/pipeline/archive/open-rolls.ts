import { createRollTexts, type RollTexts } from '../../sinks/archive/roll-texts.ts';
import type { ArchivedRows, Roll } from '../../sinks/archive/roll.ts';
import type { AcceptedRows } from './accept.ts';

/** When the open files of a partition are written. */
export interface RollLimits {
  /** Bytes of the records as they stood in the log. */
  readonly bytes: number;
  readonly ageMs: number;
  /** What all partitions may hold in memory; beyond it the one that holds most is written. */
  readonly heldBytes: number;
}

/** What the contract says, and a memory that many partitions together keep to. */
export const usualLimits: RollLimits = {
  bytes: 64 << 20,
  ageMs: 300_000,
  heldBytes: 32 << 20,
};

/** Rows that wait to be written. */
export interface OpenRolls {
  /** Takes in what a chunk of so many bytes gave, up to the offset `next`. */
  add(partition: number, next: number, bytes: number, rows: AcceptedRows): void;
  /** Takes out the rolls that are due. */
  takeDue(): readonly Roll[];
  /** Takes out all. */
  takeAll(): readonly Roll[];
}

interface Open {
  readonly begunMs: number;
  readonly parts: ArchivedRows[];
  readonly texts: RollTexts;
  next: number;
  bytes: number;
  /** Without texts. */
  rowBytes: number;
}

/** About what is held in memory of a row of columns, and of a text. */
const rowBytes = 90;
const textBytes = 100;

const heldBytes = (roll: Open): number => roll.rowBytes + roll.texts.size() * textBytes;

/** Rolls by partition; `elapsedMs` is a clock that never goes back. */
export const createOpenRolls = (limits: RollLimits, elapsedMs: () => number): OpenRolls => {
  const open = new Map<number, Open>();

  const take = (partitions: readonly number[]): readonly Roll[] =>
    partitions.flatMap((partition) => {
      const roll = open.get(partition);
      open.delete(partition);
      return roll === undefined
        ? []
        : [{ partition, parts: roll.parts, texts: roll.texts.texts, next: roll.next }];
    });

  return {
    add(partition, next, bytes, { batch, offsets, texts }) {
      const roll = open.get(partition) ?? {
        begunMs: elapsedMs(),
        parts: [],
        texts: createRollTexts(),
        next,
        bytes: 0,
        rowBytes: 0,
      };
      open.set(partition, roll);
      roll.next = next;
      roll.bytes += bytes;
      if (batch.rows === 0) return;
      const keys = roll.texts.take(texts, batch.keys);
      roll.parts.push({ batch: { ...batch, keys }, offsets });
      roll.rowBytes += batch.rows * (rowBytes + (batch.idText === null ? 0 : textBytes));
    },
    takeDue() {
      const now = elapsedMs();
      const due = [...open]
        .filter(([, { bytes, begunMs }]) => bytes >= limits.bytes || now - begunMs >= limits.ageMs)
        .map(([partition]) => partition);
      const others = [...open]
        .filter(([partition]) => !due.includes(partition))
        .map(([partition, roll]) => ({ partition, held: heldBytes(roll) }))
        .toSorted((a, b) => b.held - a.held);
      let all = others.reduce((sum, { held }) => sum + held, 0);
      for (const { partition, held } of others) {
        if (all <= limits.heldBytes) break;
        due.push(partition);
        all -= held;
      }
      return take(due);
    },
    takeAll: () => take([...open.keys()]),
  };
};
