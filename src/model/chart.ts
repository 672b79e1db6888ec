/** How a result is best drawn; `N` are the columns that the analytic has. */
export type Chart<N extends string = string> =
  /** A few large numbers. */
  | { readonly kind: 'figures'; readonly of: readonly N[] }
  /** Ranked horizontal bars, named by the `label` column. */
  | { readonly kind: 'bars'; readonly of: N; readonly label: N; readonly by?: N }
  /** One value for each hour of the day. */
  | { readonly kind: 'profile'; readonly of: N; readonly at: N }
  /** Cells of one hue: `x` across, `y` down. */
  | { readonly kind: 'heatMap'; readonly of: N; readonly x: N; readonly y: N }
  /** Counts per range, in the order of the rows. */
  | { readonly kind: 'histogram'; readonly of: N; readonly label: N }
  /** One dot per row, sized by a third column. */
  | { readonly kind: 'scatter'; readonly x: N; readonly y: N; readonly size: N; readonly label: N };

type Named = string | { readonly name: string };
type NameOf<X> = X extends string
  ? X
  : X extends { readonly name: infer N extends string }
    ? N
    : never;

const nameOf = <X extends Named>(named: X): NameOf<X> =>
  (typeof named === 'string' ? named : named.name) as NameOf<X>;

/** The names were just read from `C`; TypeScript cannot follow that through an object. */
const draw = <N extends string>(chart: Chart): Chart<N> => Object.freeze(chart) as Chart<N>;

type NamesIn<C> = NameOf<C[keyof C]>;

export const figures = <const A extends readonly Named[]>(...of: A): Chart<NameOf<A[number]>> =>
  Object.freeze({ kind: 'figures', of: of.map((one) => nameOf(one as A[number])) });

/** `by` is a second name beside the label, such as the artist of a song. */
export const bars = <
  const C extends { readonly of: Named; readonly label: Named; readonly by?: Named },
>({
  of,
  label,
  by,
}: C): Chart<NamesIn<C>> =>
  draw({
    kind: 'bars',
    of: nameOf(of),
    label: nameOf(label),
    ...(by === undefined ? {} : { by: nameOf(by) }),
  });

export const profile = <const C extends { readonly of: Named; readonly at: Named }>({
  of,
  at,
}: C): Chart<NamesIn<C>> => draw({ kind: 'profile', of: nameOf(of), at: nameOf(at) });

export const heatMap = <
  const C extends { readonly of: Named; readonly x: Named; readonly y: Named },
>({
  of,
  x,
  y,
}: C): Chart<NamesIn<C>> => draw({ kind: 'heatMap', of: nameOf(of), x: nameOf(x), y: nameOf(y) });

export const histogram = <const C extends { readonly of: Named; readonly label: Named }>({
  of,
  label,
}: C): Chart<NamesIn<C>> => draw({ kind: 'histogram', of: nameOf(of), label: nameOf(label) });

export const scatter = <
  const C extends {
    readonly x: Named;
    readonly y: Named;
    readonly size: Named;
    readonly label: Named;
  },
>({
  x,
  y,
  size,
  label,
}: C): Chart<NamesIn<C>> =>
  draw({ kind: 'scatter', x: nameOf(x), y: nameOf(y), size: nameOf(size), label: nameOf(label) });
