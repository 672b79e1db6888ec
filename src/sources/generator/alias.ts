/** Walker's alias table: draws from any discrete distribution in constant time. */
export type AliasTable = {
  readonly threshold: Float64Array;
  readonly alias: Int32Array;
};

/** Builds the table for weights that are not negative and not all zero. */
export const aliasTable = (weights: ArrayLike<number>): AliasTable => {
  const size = weights.length;
  const threshold = new Float64Array(size);
  const alias = new Int32Array(size);
  let total = 0;
  for (let i = 0; i < size; i++) total += weights[i]!;

  const small: number[] = [];
  const large: number[] = [];
  for (let i = 0; i < size; i++) {
    threshold[i] = (weights[i]! * size) / total;
    alias[i] = i;
    (threshold[i]! < 1 ? small : large).push(i);
  }
  while (small.length > 0 && large.length > 0) {
    const poor = small.pop()!;
    const rich = large.at(-1)!;
    alias[poor] = rich;
    threshold[rich]! -= 1 - threshold[poor]!;
    if (threshold[rich]! < 1) small.push(large.pop()!);
  }
  for (const rest of [...small, ...large]) threshold[rest] = 1;
  return { threshold, alias };
};

/** The index that two numbers in [0, 1) select. */
export const pick = (table: AliasTable, where: number, which: number): number => {
  const slot = Math.floor(where * table.alias.length);
  return which < table.threshold[slot]! ? slot : table.alias[slot]!;
};
