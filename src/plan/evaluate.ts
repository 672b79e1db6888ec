import { TonearmError } from '../error.ts';
import type { Value } from '../model/aggregates/function.ts';
import { compareKnown } from '../model/compare.ts';
import type { Arithmetic, Comparison, ExprNode, LocalPart } from '../model/expression.ts';
import { offsetAt } from './zone.ts';
import type { QueryContext } from './query.ts';

/** A value of an expression; null is unknown. */
export type Scalar = Value | boolean;

/** One row: an event or a session, its columns by name. */
export type Fields = Readonly<Record<string, Value>>;

const hourUs = 3_600_000_000;
const dayUs = 24 * hourUs;

/** Rounded towards minus infinity; exact for integers up to 2^53, and never minus zero. */
const floorDivide = (left: number, right: number): number => Math.floor(left / right) + 0;

const floorModulo = (left: number, right: number): number =>
  left - right * floorDivide(left, right) + 0;

const compare = (by: Comparison, left: Scalar, right: Scalar): boolean | null => {
  if (left === null || right === null) return null;
  if (by === '=') return left === right;
  if (by === '<>') return left !== right;
  const comparable = (value: string | number | boolean): string | number =>
    typeof value === 'boolean' ? Number(value) : value;
  const order = compareKnown(comparable(left), comparable(right));
  switch (by) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
  }
};

const calculate = (by: Arithmetic, left: Scalar, right: Scalar): number | null => {
  if (typeof left !== 'number' || typeof right !== 'number') return null;
  switch (by) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right + 0;
    case 'floorDiv':
      return right === 0 ? null : floorDivide(left, right);
    case 'mod':
      return right === 0 ? null : floorModulo(left, right);
  }
};

/** The smaller of the known ones, as `LEAST` of DuckDB and Spark. */
const smaller = (left: Scalar, right: Scalar): Scalar => {
  if (left === null) return right;
  if (right === null) return left;
  return Math.min(Number(left), Number(right));
};

/** False where any term is false, else unknown where any is unknown. */
const all = (terms: readonly Scalar[]): boolean | null =>
  terms.includes(false) ? false : terms.includes(null) ? null : true;

/** True where any term is true, else unknown where any is unknown. */
const any = (terms: readonly Scalar[]): boolean | null =>
  terms.includes(true) ? true : terms.includes(null) ? null : false;

const negate = (term: Scalar): boolean | null => (term === null ? null : term === false);

const localPart = (part: LocalPart, instant: Scalar, { zone }: QueryContext): number | null => {
  if (typeof instant !== 'number') return null;
  const local = instant + offsetAt(zone, instant);
  const day = floorDivide(local, dayUs);
  switch (part) {
    case 'hour':
      return floorModulo(floorDivide(local, hourUs), 24);
    case 'weekday':
      // 1970-01-01 was a Thursday, the fourth day of the week.
      return floorModulo(day + 3, 7) + 1;
    case 'day':
      return day;
  }
};

const bandOf = (value: Scalar, bounds: readonly number[]): number | null =>
  typeof value === 'number' ? (bounds.findLast((bound) => bound <= value) ?? null) : null;

const columnOf = (name: string, row: Fields): Scalar => {
  const value = row[name];
  if (value !== undefined) return value;
  throw new TonearmError('INTERNAL', `no column "${name}"`, {
    facts: { column: name, columns: Object.keys(row).join(', ') },
  });
};

/** An expression as a function of a row. */
export type Evaluate<Result = Scalar> = (row: Fields) => Result;

/**
 * Makes a function of an expression, with unknown operands treated as in SQL.
 * The function throws TonearmError INTERNAL for a column that the row does not have.
 */
export const evaluator = (node: ExprNode, context: QueryContext): Evaluate => {
  const of = (part: ExprNode): Evaluate => evaluator(part, context);
  switch (node.op) {
    case 'column':
      return (row) => columnOf(node.name, row);
    case 'value':
      return () => node.value;
    case 'setting':
      return () => context.settings[node.name];
    case 'compare': {
      const [left, right] = [of(node.left), of(node.right)];
      return (row) => compare(node.by, left(row), right(row));
    }
    case 'arithmetic': {
      const [left, right] = [of(node.left), of(node.right)];
      return (row) => calculate(node.by, left(row), right(row));
    }
    case 'least': {
      const [left, right] = [of(node.left), of(node.right)];
      return (row) => smaller(left(row), right(row));
    }
    case 'all': {
      const terms = node.terms.map(of);
      return (row) => all(terms.map((term) => term(row)));
    }
    case 'any': {
      const terms = node.terms.map(of);
      return (row) => any(terms.map((term) => term(row)));
    }
    case 'not': {
      const term = of(node.term);
      return (row) => negate(term(row));
    }
    case 'known': {
      const term = of(node.term);
      return (row) => term(row) !== null;
    }
    case 'local': {
      const instant = of(node.of);
      return (row) => localPart(node.part, instant(row), context);
    }
    case 'band': {
      const value = of(node.of);
      return (row) => bandOf(value(row), node.bounds);
    }
  }
};

/** The same for an expression that groups rows or is aggregated: never a condition. */
export const cellEvaluator = (node: ExprNode, context: QueryContext): Evaluate<Value> => {
  const of = evaluator(node, context);
  return (row) => {
    const value = of(row);
    return typeof value === 'boolean' ? Number(value) : value;
  };
};
