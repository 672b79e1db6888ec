import type { OpenRow } from './provisional-line.ts';
import type { ProvisionalAnswer, ProvisionalSets } from './provisional-sets.ts';

/** A window that is not final, with the newest state of its rows. */
export interface HeldWindow {
  /** Half-open, microseconds. */
  readonly start: number;
  readonly end: number;
  /** By set, then by the keys of the row. */
  readonly rows: ReadonlyMap<number, ReadonlyMap<string, OpenRow>>;
  /** Queries whose panes would be other ones than those shown last. */
  readonly changed: Set<ProvisionalAnswer>;
  /** The revision of each query that was given out last. */
  readonly given: Map<ProvisionalAnswer, number>;
}

interface Held extends HeldWindow {
  readonly rows: Map<number, Map<string, OpenRow>>;
  size: number;
}

/** Open windows in memory, no more than `mostRows` rows: those that end first go first. */
export interface HeldWindows {
  /** False where the window is closed. */
  put(row: OpenRow): boolean;
  /** Windows that end by then are closed for good. */
  closeThrough(end: number): void;
  all(): Iterable<HeldWindow>;
  readonly count: number;
  readonly rowCount: number;
  /** Windows that went because there were too many rows. */
  readonly evicted: number;
}

export const heldWindows = (
  { sets, answers }: Pick<ProvisionalSets, 'sets' | 'answers'>,
  mostRows: number,
): HeldWindows => {
  const windows = new Map<string, Held>();
  /** Windows that went, with their ends. */
  const gone = new Map<string, number>();
  let closed = -Infinity;
  let rowCount = 0;
  let evicted = 0;

  const windowOf = ({ set, end }: OpenRow): Held | undefined => {
    const frame = sets[set]?.frame;
    if (frame === undefined) return undefined;
    const { sizeUs, slideUs } = frame.window;
    const id = `${sizeUs} ${slideUs} ${end}`;
    const known = windows.get(id);
    if (known !== undefined || gone.has(id)) return known;
    const held: Held = {
      start: end - sizeUs,
      end,
      rows: new Map(),
      changed: new Set(),
      given: new Map(),
      size: 0,
    };
    windows.set(id, held);
    return held;
  };
  const closeThrough = (end: number): void => {
    closed = Math.max(closed, end);
    for (const [id, held] of windows) {
      if (held.end > closed) continue;
      windows.delete(id);
      rowCount -= held.size;
    }
    for (const [id, ended] of gone) if (ended <= closed) gone.delete(id);
  };
  /** Lets the window go that ends first: no other window of its time suffers. */
  const evict = (): void => {
    const [first] = [...windows].toSorted(([, left], [, right]) => left.end - right.end);
    if (first === undefined) return;
    const [id, { end, size }] = first;
    windows.delete(id);
    gone.set(id, end);
    rowCount -= size;
    evicted += 1;
  };

  return {
    put(row) {
      if (row.end <= closed) return false;
      const held = windowOf(row);
      if (held === undefined) return false;
      const rows = held.rows.get(row.set) ?? new Map<string, OpenRow>();
      held.rows.set(row.set, rows);
      const before = rows.size;
      rows.set(JSON.stringify(row.keys), row);
      held.size += rows.size - before;
      rowCount += rows.size - before;
      for (const answer of answers) {
        if (answer.set.id === row.set || answer.whole.id === row.set) held.changed.add(answer);
      }
      while (rowCount > mostRows) evict();
      return true;
    },
    closeThrough,
    all: () => windows.values(),
    get count() {
      return windows.size;
    },
    get rowCount() {
      return rowCount;
    },
    get evicted() {
      return evicted;
    },
  };
};
