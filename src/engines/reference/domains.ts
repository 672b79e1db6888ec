import type { KeyColumn } from '../../model/dimension.ts';
import type { Cell } from '../../result/table.ts';
import { compareKeys, type Group } from './group.ts';

/** All ways to take one value from each list, the last list varying fastest. */
const product = (lists: readonly (readonly Cell[])[]): readonly (readonly Cell[])[] =>
  lists.reduce<readonly (readonly Cell[])[]>(
    (tuples, list) => tuples.flatMap((tuple) => list.map((value) => [...tuple, value])),
    [[]],
  );

/** The combinations of keys without a domain that occur; the empty one where all have domains. */
const openKeys = (
  columns: readonly KeyColumn[],
  groups: readonly Group[],
): readonly (readonly Cell[])[] => {
  const open = (keys: readonly Cell[]): readonly Cell[] =>
    keys.filter((_, index) => columns[index]?.domain === undefined);
  if (columns.every((column) => column.domain !== undefined)) return [[]];
  const sorted = groups.map((group) => open(group.keys)).sort(compareKeys);
  return sorted.filter(
    (keys, index) => index === 0 || compareKeys(sorted[index - 1] ?? [], keys) !== 0,
  );
};

/**
 * The groups of a table, with an empty one for every combination of the keys' domains that does
 * not occur. Keys without a domain take only the combinations that do. With no keys at all there
 * is one group, even over no rows.
 */
export const withDomains = (
  columns: readonly KeyColumn[],
  groups: readonly Group[],
): readonly Group[] => {
  if (columns.length > 0 && columns.every((column) => column.domain === undefined)) return groups;
  const wanted = openKeys(columns, groups).flatMap((open) => {
    const remaining = [...open];
    const lists = columns.map((column) => column.domain ?? [remaining.shift() ?? null]);
    return product(lists);
  });
  const missing = wanted.filter(
    (keys) => !groups.some((group) => compareKeys(group.keys, keys) === 0),
  );
  return [...groups, ...missing.map((keys) => ({ keys, rows: [] }))].sort((a, b) =>
    compareKeys(a.keys, b.keys),
  );
};
