/** What one arriving event holds; the lists of a pool have one entry per event on its way. */
type Pool = {
  arrival: Float64Array;
  time: Float64Array;
  sequence: Uint32Array;
  user: Int32Array;
  session: Int32Array;
  song: Int32Array;
  played: Int32Array;
  action: Uint8Array;
  device: Uint8Array;
  place: Uint8Array;
  copy: Uint8Array;
  next: Int32Array;
};

const poolOf = (size: number): Pool => ({
  arrival: new Float64Array(size),
  time: new Float64Array(size),
  sequence: new Uint32Array(size),
  user: new Int32Array(size),
  session: new Int32Array(size),
  song: new Int32Array(size),
  played: new Int32Array(size),
  action: new Uint8Array(size),
  device: new Uint8Array(size),
  place: new Uint8Array(size),
  copy: new Uint8Array(size),
  next: new Int32Array(size),
});

const grow = (pool: Pool): Pool => {
  const larger = poolOf(pool.next.length * 2);
  for (const name of Object.keys(pool) as (keyof Pool)[]) larger[name].set(pool[name]);
  return larger;
};

/**
 * A calendar queue: events go in by arrival time in any order and come out sorted, slice of
 * time by slice of time. Memory is that of the events on their way, however many pass through.
 */
export type Arrivals = {
  pool: Pool;
  free: number;
  used: number;
  readonly start: number;
  readonly width: number;
  readonly heads: Int32Array;
  readonly counts: Int32Array;
  order: Int32Array;
  keys: Float64Array;
};

/** The widest slice for which 2^17 events can still be told apart in the sort key. */
const widest = 2 ** 36;
const eventsPerSlice = 4096;

/** A queue for about `events` events that arrive in [start, end), some up to `horizon` µs later. */
export const newArrivals = (
  start: number,
  end: number,
  horizon: number,
  events: number,
): Arrivals => {
  const width = Math.min(
    widest,
    Math.ceil((end - start) / Math.max(1, Math.floor(events / eventsPerSlice))),
  );
  const slices = Math.ceil((end - start + horizon) / width) + 1;
  return {
    pool: poolOf(16_384),
    free: -1,
    used: 0,
    start,
    width,
    heads: new Int32Array(slices).fill(-1),
    counts: new Int32Array(slices),
    order: new Int32Array(eventsPerSlice * 4),
    keys: new Float64Array(eventsPerSlice * 4),
  };
};

/** Puts an event with this arrival time into its slice; answers its place in the pool. */
export const enqueue = (queue: Arrivals, arrival: number): number => {
  let entry = queue.free;
  if (entry >= 0) {
    queue.free = queue.pool.next[entry]!;
  } else {
    if (queue.used === queue.pool.next.length) queue.pool = grow(queue.pool);
    entry = queue.used++;
  }
  const slice = Math.floor((arrival - queue.start) / queue.width);
  queue.pool.arrival[entry] = arrival;
  queue.pool.next[entry] = queue.heads[slice]!;
  queue.heads[slice] = entry;
  queue.counts[slice]!++;
  return entry;
};

/**
 * Sorts a slice by arrival, ties in the order of entry, into `queue.order`; answers how many
 * there are. The places are free again at once: read them before the next {@link enqueue}.
 */
export const takeSlice = (queue: Arrivals, slice: number): number => {
  const count = queue.counts[slice]!;
  if (count > queue.order.length) {
    queue.order = new Int32Array(count * 2);
    queue.keys = new Float64Array(count * 2);
  }
  const { pool, order, keys } = queue;
  const entries = new Int32Array(count);
  const sliceStart = queue.start + slice * queue.width;
  let entry = queue.heads[slice]!;
  for (let i = count - 1; i >= 0; i--) {
    entries[i] = entry;
    keys[i] = (pool.arrival[entry]! - sliceStart) * count + i;
    const next = pool.next[entry]!;
    pool.next[entry] = queue.free;
    queue.free = entry;
    entry = next;
  }
  keys.subarray(0, count).sort();
  for (let i = 0; i < count; i++) {
    const key = keys[i]!;
    const rest = key - Math.floor(key / count) * count;
    order[i] = entries[rest < 0 ? rest + count : rest]!;
  }
  queue.heads[slice] = -1;
  queue.counts[slice] = 0;
  return count;
};
