import type { SortTerm, SqlExpr } from './expression.ts';

export interface Output {
  readonly expr: SqlExpr;
  readonly as: string;
}

export interface From {
  readonly table: string | Select;
  readonly as: string;
}

export interface Join extends From {
  readonly kind: 'inner' | 'left' | 'semi' | 'cross';
  readonly on: SqlExpr | undefined;
}

/** One SELECT; `with` names steps that later ones read. */
export interface Select {
  readonly with?: readonly { readonly name: string; readonly select: Select }[];
  readonly distinct?: boolean;
  readonly columns: readonly Output[];
  readonly from: From;
  readonly joins?: readonly Join[];
  readonly where?: SqlExpr;
  /** Expressions of columns (the very objects) are printed by position, others as they are. */
  readonly groupBy?: readonly SqlExpr[];
  readonly orderBy?: readonly SortTerm[];
  readonly limit?: number;
}

export const output = (expr: SqlExpr, as: string): Output => ({ expr, as });
