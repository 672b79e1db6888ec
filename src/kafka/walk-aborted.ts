/** A transaction that was given up: records of this producer from this offset to its end marker. */
export interface AbortedTransaction {
  readonly producerId: bigint;
  readonly firstOffset: number;
}

/** Tells batches of transactions that were given up, when asked in the order of the log. */
export interface AbortedFilter {
  /** True for a batch with records of such a transaction; up to its last offset. */
  drops(producerId: bigint, lastOffset: number): boolean;
  /** An abort marker: what the producer writes after it is another transaction. */
  ended(producerId: bigint): void;
}

const none: AbortedFilter = { drops: () => false, ended: () => {} };

/** From the list that comes with a fetch. */
export const createAbortedFilter = (aborted: readonly AbortedTransaction[]): AbortedFilter => {
  if (aborted.length === 0) return none;
  const waiting = aborted.toSorted((a, b) => a.firstOffset - b.firstOffset);
  const open = new Set<bigint>();
  let next = 0;
  return {
    drops(producerId, lastOffset) {
      for (; next < waiting.length; next += 1) {
        const transaction = waiting[next];
        if (transaction === undefined || transaction.firstOffset > lastOffset) break;
        open.add(transaction.producerId);
      }
      return open.has(producerId);
    },
    ended: (producerId) => void open.delete(producerId),
  };
};
