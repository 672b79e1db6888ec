import { create } from '@bufbuild/protobuf';
import { TonearmError } from '../../../error.ts';
import { ExpressionSchema, type Expression_Literal, type Expression } from './proto/spark.gen.ts';
import type { SqlValue } from './statement.ts';

/** A column made by an SQL expression, under a name. */
export interface NamedExpression {
  readonly expression: string;
  readonly as: string;
  /**
   * Kept with the column. `{ 'spark.watermarkDelayMs': n }` on a timestamp makes it an event-time
   * column: Spark's stateful operators then let go of it by the watermark.
   */
  readonly metadata?: Readonly<Record<string, unknown>>;
}

type LiteralType = Expression_Literal['literalType'];

const literalType = (value: SqlValue): LiteralType => {
  switch (typeof value) {
    case 'string':
      return { case: 'string', value };
    case 'boolean':
      return { case: 'boolean', value };
    case 'bigint':
      if (BigInt.asIntN(64, value) !== value) {
        throw new TonearmError('INTERNAL', `${value} is not a BIGINT of Spark`);
      }
      return { case: 'long', value };
    default:
      return Number.isSafeInteger(value) && !Object.is(value, -0)
        ? { case: 'long', value: BigInt(value) }
        : { case: 'double', value };
  }
};

/** A value as Spark binds it: see `SqlValue`. */
export const literalOf = (value: SqlValue): Expression =>
  create(ExpressionSchema, {
    exprType: { case: 'literal', value: { literalType: literalType(value) } },
  });

const sqlExpression = (expression: string): Expression =>
  create(ExpressionSchema, { exprType: { case: 'expressionString', value: { expression } } });

/** An SQL expression, under a name where it has one. */
export const expressionOf = (column: NamedExpression | string): Expression => {
  if (typeof column === 'string') return sqlExpression(column);
  const { expression, as, metadata } = column;
  const expr = sqlExpression(expression);
  const kept = metadata === undefined ? {} : { metadata: JSON.stringify(metadata) };
  return create(ExpressionSchema, {
    exprType: { case: 'alias', value: { expr, name: [as], ...kept } },
  });
};

/** A 64-bit integer as a number where a double holds it exactly. */
const numberOf = (value: bigint): number | bigint => {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
};

/** A literal that came from the server, as in observed metrics; of a type not known here, null. */
export const literalValue = ({ literalType: { case: kind, value } }: Expression_Literal): unknown =>
  kind === 'null' || kind === undefined
    ? null
    : typeof value === 'bigint'
      ? numberOf(value)
      : value;
