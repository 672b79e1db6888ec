/** One term of an order; ties are always broken by the keys of the group, ascending, null last. */
export interface Order<N extends string = string> {
  readonly column: N;
  readonly direction: 'ascending' | 'descending';
}

type Named<N extends string> = N | { readonly name: N };

const nameOf = <N extends string>(named: Named<N>): N =>
  typeof named === 'string' ? named : named.name;

/** Largest first. */
export const desc = <N extends string>(of: Named<N>): Order<N> =>
  Object.freeze({ column: nameOf(of), direction: 'descending' });

/** Smallest first. */
export const asc = <N extends string>(of: Named<N>): Order<N> =>
  Object.freeze({ column: nameOf(of), direction: 'ascending' });
