import type { DuckDBVector } from '@duckdb/node-api';

type TypedItems = Int32Array | Uint8Array | BigInt64Array;

/**
 * The memory behind a vector of the driver, to be filled before `flush`. The driver declares it
 * private, but its public ways cost an object per value: five times the time of the whole write.
 * The version is pinned, and the tests of this folder fail if a newer one lays it out otherwise.
 */
export const vectorMemory = <T extends TypedItems | DataView>(vector: DuckDBVector): T => {
  const inside = vector as unknown as { readonly items?: T; readonly dataView?: T };
  const memory = inside.items ?? inside.dataView;
  if (memory === undefined)
    throw new TypeError(`no memory in a vector of ${vector.type.toString()}`);
  return memory;
};
