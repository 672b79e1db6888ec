/** Ids of one worker's dictionaries as ids of the intake, per group. */
export interface Remap {
  /** The worker's next id of that group is this one. */
  add(group: number, id: number): void;
  /** Ids of the intake for ids of the worker. */
  apply(group: number, keys: Int32Array): Int32Array;
}

const firstLength = 1024;

/** A remap without ids. */
export const createRemap = (groups: number): Remap => {
  const tables = Array.from({ length: groups }, () => ({
    ids: new Int32Array(firstLength),
    count: 0,
  }));
  const tableOf = (group: number): (typeof tables)[number] => {
    const table = tables[group];
    if (table === undefined) throw new RangeError(`no group ${group}`);
    return table;
  };
  return {
    add(group, id) {
      const table = tableOf(group);
      if (table.count === table.ids.length) {
        const longer = new Int32Array(table.ids.length * 2);
        longer.set(table.ids);
        table.ids = longer;
      }
      table.ids[table.count] = id;
      table.count += 1;
    },
    apply(group, keys) {
      const { ids } = tableOf(group);
      const mapped = new Int32Array(keys.length);
      for (let row = 0; row < keys.length; row += 1) mapped[row] = ids[keys[row] ?? 0] ?? 0;
      return mapped;
    },
  };
};
